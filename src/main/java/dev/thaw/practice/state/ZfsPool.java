package dev.thaw.practice.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A ZFS pool on one device. */
public final class ZfsPool {

  /** Its name. */
  public String name = "";

  /** Its number. */
  public String guid = "";

  /** Its only device's number. */
  public String vdevGuid = "";

  /** The device that it lies on, by kernel name. */
  public String device = "";

  /** Its size in bytes, as {@code zpool list} tells it. */
  public long size;

  /** The hostid, eight hexadecimal digits, of the system that used it last. */
  public String hostId = "";

  /** The name of that system. */
  public String hostName = "";

  /** Whether that system exported it. */
  public boolean exported;

  /** When it was last written to, in seconds since 1970. */
  public long written;

  /** Whether it is imported now. */
  public boolean imported;

  /** Whether it is imported read-only. */
  public boolean readOnly;

  /** Below what its datasets mount; {@code -} for nowhere else than usual. */
  public String altroot = "-";

  /** Its datasets, the pool's own first. */
  public List<Dataset> datasets = new ArrayList<>();

  /**
   * Renames it, or one of its datasets with those below it.
   *
   * @param volumes the filesystems, which are called after the datasets
   */
  public void rename(String old, String now, Map<String, Volume> volumes) {
    if (name.equals(old)) {
      name = now;
    }
    for (Dataset dataset : datasets) {
      if (dataset.keyOf.equals(old) || dataset.keyOf.startsWith(old + "/")) {
        dataset.keyOf = now + dataset.keyOf.substring(old.length());
      }
      if (dataset.name.equals(old) || dataset.name.startsWith(old + "/")) {
        Volume volume = volumes.remove(dataset.name);
        dataset.name = now + dataset.name.substring(old.length());
        if (volume != null) {
          volume.id = dataset.name;
          volumes.put(volume.id, volume);
        }
      }
    }
    datasets.sort(Comparator.comparing(dataset -> dataset.name));
  }

  /** Whether a dataset of it is encrypted and its key is not loaded, so that it can't be read. */
  public boolean isLocked(Dataset dataset) {
    return datasets.stream().anyMatch(root -> root.name.equals(dataset.keyOf) && !root.keyLoaded);
  }

  /** Forgets all keys, as an export does. */
  public void forgetKeys() {
    datasets.forEach(dataset -> dataset.keyLoaded = false);
  }

  /** A dataset; its files are the volume of that name. */
  public static final class Dataset {
    /** Its name, the pool's first. */
    public String name = "";

    /** {@code legacy}, {@code none}, or a path. */
    public String mountPoint = "none";

    /** {@code on}, {@code noauto}, {@code off}. */
    public String canMount = "on";

    /** The dataset whose key it needs: itself, or one above; empty where it is not encrypted. */
    public String keyOf = "";

    /** Its passphrase, where others need its key; these keys protect nothing. */
    public String passphrase = "";

    /** Whether its own key is loaded. */
    public boolean keyLoaded;
  }
}
