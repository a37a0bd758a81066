package dev.thaw.practice.state;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A filesystem: what is on a partition, a dataset, or in memory. */
public final class Volume {

  private static final long CLUSTER = 4096;

  /** The number of a dataset that was not mounted since the live system started. */
  public static final String NOT_MOUNTED = "0:0";

  /** What it is called among the computer's: a device's path, a dataset's name. */
  public String id = "";

  /** {@code vfat}, {@code ext4}, {@code zfs}, {@code tmpfs}, … */
  public String type = "";

  /** Its UUID; empty for one in memory. */
  public String uuid = "";

  /** Its label; may be empty. */
  public String label = "";

  /** Whether it is marked as not unmounted properly. */
  public boolean dirty;

  /** How many bytes it can hold. */
  public long size;

  /** What the kernel calls its device: {@code 0:25}. */
  public String number = NOT_MOUNTED;

  private Tree tree = new Tree();

  /** Fills it; null when its files are there. */
  private transient @Nullable Runnable filling;

  /** An empty filesystem. */
  public static Volume of(String id, String type, long size, String number) {
    var volume = new Volume();
    volume.id = id;
    volume.type = type;
    volume.size = size;
    volume.number = number;
    volume.tree.ignoresCase = type.equals("vfat");
    return volume;
  }

  /** Its files. */
  public Tree tree() {
    if (filling != null) {
      filling.run();
    }
    return tree;
  }

  /** Has its files come only when somebody looks into it: by a call of {@link #fill}. */
  void fillLater(Runnable filling) {
    this.filling = filling;
  }

  /** Gives it these files, if they were to come later. */
  void fill(Tree files) {
    if (filling != null) {
      tree = files;
      filling = null;
    }
  }

  /** How many bytes of it are used. */
  public long used() {
    long used = 0;
    for (Map.Entry<String, Node> entry : tree().nodes.entrySet()) {
      used += blocks(entry.getValue().content());
    }
    return used;
  }

  /** How many bytes of it are free. */
  public long free() {
    return Math.max(0, size - used());
  }

  /** How many bytes this content takes, in whole clusters. */
  public static long blocks(Content content) {
    return (content.size() + CLUSTER - 1) / CLUSTER * CLUSTER;
  }
}
