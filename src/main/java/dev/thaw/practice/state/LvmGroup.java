package dev.thaw.practice.state;

import java.util.ArrayList;
import java.util.List;

/** A volume group of LVM: the devices that it is made of, and the volumes in it. */
public final class LvmGroup {

  /** What it hands out, in bytes: one extent. */
  public static final long EXTENT = 4_194_304;

  /** Its name. */
  public String name = "";

  /** Its UUID, of LVM's kind: letters and digits with dashes. */
  public String uuid = "";

  /** The UUIDs of its physical volumes; the devices are those with such a UUID. */
  public List<String> physical = new ArrayList<>();

  /** Its logical volumes, each on the first physical volume. */
  public List<Logical> logical = new ArrayList<>();

  /** A logical volume. */
  public static final class Logical {

    /** Its name within the group. */
    public String name = "";

    /** Its UUID, of LVM's kind. */
    public String uuid = "";

    /** Its size in bytes. */
    public long size;

    /** What lies in it. */
    public Held inner = new Held();
  }

  /** A volume's name below {@code /dev/mapper}; a dash inside a name is doubled there. */
  public String mapped(Logical volume) {
    return name.replace("-", "--") + "-" + volume.name.replace("-", "--");
  }

  /** What the device mapper knows a volume by, beside its name. */
  public String mappedUuid(Logical volume) {
    return "LVM-" + uuid.replace("-", "") + volume.uuid.replace("-", "");
  }
}
