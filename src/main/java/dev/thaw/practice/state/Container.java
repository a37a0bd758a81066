package dev.thaw.practice.state;

/** A LUKS container: it lies on the device with its UUID. */
public final class Container {

  /** Its UUID. */
  public String uuid = "";

  /** What opens it; these containers protect nothing. */
  public String passphrase = "";

  /** What lies in it. */
  public Held inner = new Held();
}
