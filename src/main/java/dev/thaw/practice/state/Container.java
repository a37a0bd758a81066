package dev.thaw.practice.state;

/** A LUKS container: a device, and the filesystem that is in it. */
public final class Container {

  /** Its UUID. */
  public String uuid = "";

  /** The device that it lies on, by kernel name. */
  public String device = "";

  /** What opens it; these containers protect nothing. */
  public String passphrase = "";

  /** What lies in it once it is open, as {@link Device#holds}. */
  public String holds = "";

  /** The UUID of the filesystem in it. */
  public String innerUuid = "";

  /** The label of the filesystem in it. */
  public String innerLabel = "";
}
