package dev.thaw.practice.state;

/** What lies in a container, a logical volume or an array, and is seen only when that is there. */
public final class Held {

  /** Its type, as {@link Device#holds}. */
  public String type = "";

  /** Its UUID. */
  public String uuid = "";

  /** Its label; may be empty. */
  public String label = "";

  /** What is in something, of that type. */
  public static Held of(String type, String uuid, String label) {
    var held = new Held();
    held.type = type;
    held.uuid = uuid;
    held.label = label;
    return held;
  }
}
