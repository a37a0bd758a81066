package dev.thaw.practice.boot;

import java.util.List;

/** What each kind of stage 1 prints. What it ends with is the line that tells why. */
sealed interface Stage1Words permits ScriptedStage1, SystemdStage1 {
  void begins();

  void loading(String module);

  /** A module never comes back: what is seen then, as long as somebody looks. */
  void hangs(String module);

  /** All modules were loaded. */
  void loaded();

  /** Now devices are looked for. */
  void devices();

  /** Volumes are put together. */
  void volumes();

  /** The passphrase of a container is asked for. */
  void asks(String device, String name);

  /** It was given. */
  void opens(String device, String name);

  String noContainer(String device, String name);

  void imports(String pool);

  void imported(String pool);

  /**
   * A pool is not imported.
   *
   * @param pool its name
   * @param why what {@code zpool import} says
   * @param tried whether it was tried each time: a pool that is not there is only looked for
   * @param points where its datasets belong
   */
  String cannotImport(String pool, String why, boolean tried, List<String> points);

  /**
   * A device to resume from does not appear.
   *
   * @return whether it is waited for without an end
   */
  boolean noResume(String device);

  /** A device does not hold the kind of filesystem that it is to be mounted as. */
  String anotherType(String device, String point, String type);

  /** There is no driver for the kind of filesystem on a device. */
  String noDriver(String device, String point);

  /** Whether a folder that is to be shown in another place is made where it is not there. */
  boolean makesFolders();

  /** A device does not appear. */
  String noDevice(String device, String point);

  /** Somebody is asked for the key of a dataset, and knows it. */
  void loadsKey(String dataset);

  /**
   * A dataset can't be mounted.
   *
   * @param why what mount says
   */
  String noDataset(String dataset, String point, String why);

  void mounts(String device, String point);

  String noInit(String init);

  void ends();
}
