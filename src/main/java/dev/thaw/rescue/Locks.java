package dev.thaw.rescue;

import dev.thaw.machine.Trouble;
import dev.thaw.storage.BlockDevice;
import dev.thaw.storage.Containers;
import dev.thaw.storage.Dataset;
import dev.thaw.storage.Datasets;
import dev.thaw.storage.Disks;
import dev.thaw.storage.Encryption;
import dev.thaw.storage.LuksContainer;
import dev.thaw.storage.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What filesystems lie in that can be shut: arrays, volume groups, LUKS containers, encrypted
 * datasets.
 *
 * @param all in the order in which they are opened: those that ask for nothing first
 */
record Locks(List<Lock> all) {

  Locks {
    all = List.copyOf(all);
  }

  /**
   * Something closed, and the steps that open it.
   *
   * @param what what to call it in a sentence
   * @param names all that it may be called
   * @param before what has to be done before: the import of its pool
   * @param step what opens it
   * @param open whether it is open now
   * @param secret whether its command reads a passphrase on standard input
   * @param apart why it is opened only where it is asked for by name, the end of a sentence; empty
   *     where it is opened with all others
   * @param refused why it must not be opened at all: its pool can't be imported
   */
  record Lock(
      String what,
      List<String> names,
      List<Step> before,
      Step step,
      boolean open,
      boolean secret,
      String apart,
      Optional<Trouble.Refused> refused) {

    private Lock after(Step first) {
      return new Lock(what, names, List.of(first), step, open, secret, apart, refused);
    }

    private Lock refused(Trouble.Refused why) {
      return new Lock(what, names, List.of(), step, open, secret, apart, Optional.of(why));
    }
  }

  /**
   * Looks for them, changing nothing.
   *
   * @param keyFile a key file on the machine, in place of passphrases
   * @param as the name for an opened LUKS container
   */
  static Locks look(Rescue rescue, Optional<String> keyFile, Optional<String> as) {
    var locks = new ArrayList<Lock>();
    Containers containers = Containers.look(rescue.machine());
    for (Activation.Startable it : Activation.all(containers)) {
      List<Step> before = it.start().subList(0, it.start().size() - 1);
      locks.add(
          lock(
              rescue,
              it.name(),
              it.names(),
              before,
              it.start().getLast(),
              it.running(),
              false,
              it.twin() ? "another one has its name" : ""));
    }
    for (LuksContainer luks : containers.luks()) {
      locks.add(luks(rescue, luks, keyFile, as));
    }
    List<Dataset> roots =
        Datasets.look(rescue.machine()).stream()
            .filter(dataset ->
                dataset.encryption().filter(e -> e.root().equals(dataset.name())).isPresent())
            .toList();
    if (!roots.isEmpty()) {
      List<Pool> pools = rescue.pools();
      List<BlockDevice> disks = Disks.look(rescue.machine());
      for (Dataset dataset : roots) {
        locks.add(zfs(rescue, dataset, pools, disks, keyFile));
      }
    }
    return new Locks(locks);
  }

  /** What is shut. */
  List<Lock> shut() {
    return all.stream().filter(lock -> !lock.open()).toList();
  }

  /** What is called so. */
  List<Lock> named(String name) {
    return all.stream().filter(lock -> lock.names().contains(name)).toList();
  }

  private static Lock lock(
      Rescue rescue,
      String what,
      List<String> names,
      List<Step> before,
      Step step,
      boolean open,
      boolean secret,
      String apart) {
    boolean rehearsed = rescue.rehearsed().holds(step);
    return new Lock(
        what, List.copyOf(names), before, step, open || rehearsed, secret, apart, Optional.empty());
  }

  private static Lock luks(
      Rescue rescue, LuksContainer luks, Optional<String> keyFile, Optional<String> as) {
    String mapper =
        as.orElse(
            "luks-"
                + (luks.uuid().isEmpty()
                    ? luks.device().substring(luks.device().lastIndexOf('/') + 1)
                    : luks.uuid()));
    Step step =
        Step.of(
                "open the LUKS container on " + luks.device(),
                new StorageAction.OpenLuks(luks.device(), mapper, keyFile.orElse("-")))
            .undoneBy(new StorageAction.CloseLuks(mapper));
    var names = new ArrayList<>(List.of(luks.device()));
    if (!luks.uuid().isEmpty()) {
      names.addAll(List.of(luks.uuid(), "UUID=" + luks.uuid(), "/dev/disk/by-uuid/" + luks.uuid()));
    }
    luks.mapper().ifPresent(names::add);
    boolean damaged = luks.damaged() && luks.isLocked();
    List<Step> before = damaged ? List.of(repair(luks)) : List.of();
    return lock(
        rescue,
        luks.device(),
        names,
        before,
        step,
        !luks.isLocked(),
        keyFile.isEmpty(),
        damaged ? "its first header is damaged, and opening it writes that again" : "");
  }

  /**
   * What {@code cryptsetup open} would do by itself, unseen, where nothing else lies in the first
   * header's place, and refuses where something does.
   */
  private static Step repair(LuksContainer luks) {
    return Step.of(
        "write the first LUKS header of "
            + luks.device()
            + " again, from the second, which is whole; what lies in its place now is lost",
        new StorageAction.RepairLuks(luks.device()));
  }

  /** A dataset of a pool that is not imported was seen while that was opened for the moment. */
  private static Lock zfs(
      Rescue rescue,
      Dataset dataset,
      List<Pool> pools,
      List<BlockDevice> disks,
      Optional<String> keyFile) {
    // Whatever key location the dataset has: a file of the installed system is not there yet.
    String location = keyFile.map(file -> "file://" + file).orElse("prompt");
    Step step =
        Step.of(
                "load the key of the dataset " + dataset.name(),
                new StorageAction.LoadKey(dataset.name(), location))
            .undoneBy(new StorageAction.UnloadKey(dataset.name()));
    Encryption encryption = dataset.encryption().orElseThrow();
    Lock lock =
        lock(
            rescue,
            dataset.name(),
            List.of(dataset.name()),
            List.of(),
            step,
            encryption.keyLoaded(),
            keyFile.isEmpty(),
            "");
    Optional<Pool> shut =
        encryption.keyLoaded()
            ? Optional.empty()
            : pools.stream()
                .filter(pool -> pool.guid().equals(dataset.poolGuid()) && !pool.imported())
                .findFirst();
    try {
      return shut.map(pool -> lock.after(PoolImport.step(pool, pools, disks, rescue.root())))
          .orElse(lock);
    } catch (Trouble.Refused refused) {
      // That of one pool is no reason to keep all else shut.
      return lock.refused(refused);
    }
  }
}
