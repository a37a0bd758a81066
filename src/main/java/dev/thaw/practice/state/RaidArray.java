package dev.thaw.practice.state;

import java.util.ArrayList;
import java.util.List;

/** An array of the kernel's software RAID, of mirrored devices: metadata 1.2. */
public final class RaidArray {

  /** Its name, without the host's: {@code root}; its device is {@code /dev/md/root}. */
  public String name = "";

  /** The host that it was made on. */
  public String host = "";

  /** Its UUID as mdadm writes it: four groups of 8 hexadecimal digits with colons. */
  public String uuid = "";

  /** How many devices it is made of. */
  public int devices;

  /** The devices that it lies on, by kernel name, in their order; one that is gone stays named. */
  public List<String> members = new ArrayList<>();

  /** What lies in it. */
  public Held inner = new Held();

  /** Its UUID as blkid writes it. */
  public String plainUuid() {
    String hex = uuid.replace(":", "");
    return String.join(
        "-",
        hex.substring(0, 8),
        hex.substring(8, 12),
        hex.substring(12, 16),
        hex.substring(16, 20),
        hex.substring(20));
  }
}
