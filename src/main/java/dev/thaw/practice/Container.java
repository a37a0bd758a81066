package dev.thaw.practice;

/** A LUKS container: a device, and the filesystem that is in it. */
final class Container {

  /** Its UUID. */
  String uuid = "";

  /** The device that it lies on, by kernel name. */
  String device = "";

  /** What opens it; these containers protect nothing. */
  String passphrase = "";

  /** What lies in it once it is open, as {@link Device#holds}. */
  String holds = "";

  /** The UUID of the filesystem in it. */
  String innerUuid = "";

  /** The label of the filesystem in it. */
  String innerLabel = "";
}
