package dev.thaw.practice;

import java.util.ArrayList;
import java.util.List;

/** A ZFS pool on one device. */
final class ZfsPool {

  /** Its name. */
  String name = "";

  /** Its number. */
  String guid = "";

  /** Its only device's number. */
  String vdevGuid = "";

  /** The device that it lies on, by kernel name. */
  String device = "";

  /** Its size in bytes, as {@code zpool list} tells it. */
  long size;

  /** The hostid, eight hexadecimal digits, of the system that used it last. */
  String hostId = "";

  /** The name of that system. */
  String hostName = "";

  /** Whether that system exported it. */
  boolean exported;

  /** When it was last written to, in seconds since 1970. */
  long written;

  /** Whether it is imported now. */
  boolean imported;

  /** Whether it is imported read-only. */
  boolean readOnly;

  /** Below what its datasets mount; {@code -} for nowhere else than usual. */
  String altroot = "-";

  /** Its datasets, the pool's own first. */
  List<Dataset> datasets = new ArrayList<>();

  /** A dataset; its files are the volume of that name. */
  static final class Dataset {
    /** Its name, the pool's first. */
    String name = "";

    /** {@code legacy}, {@code none}, or a path. */
    String mountPoint = "none";

    /** {@code on}, {@code noauto}, {@code off}. */
    String canMount = "on";
  }
}
