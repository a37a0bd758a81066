package dev.thaw.rescue;

import dev.thaw.machine.Trouble;
import dev.thaw.storage.BlockDevice;
import dev.thaw.storage.Disks;
import dev.thaw.storage.Force;
import dev.thaw.storage.Pool;
import java.util.ArrayList;
import java.util.List;

/** Importing a pool: whether it may be, and the step that does it. */
final class PoolImport {

  private PoolImport() {}

  /** Imports a pool below the root, by its name or number. */
  static ActionResult importPool(Rescue rescue, String name) {
    String root = rescue.root();
    return rescue
        .executor()
        .carryOut(
            plan(name, rescue.pools(), Disks.look(rescue.machine()), rescue.state()),
            "The pool " + name + " is imported below " + root + " already.",
            "The pool " + name + " is imported below " + root + ", nothing is mounted yet.",
            List.of("Next: mountAll()."));
  }

  /**
   * The plan that imports a pool below {@code root}.
   *
   * @param name the pool's name, or its number when two have the same name
   * @throws Trouble.Refused if there is no such pool, or it must not be imported
   */
  static Plan plan(String name, List<Pool> pools, List<BlockDevice> disks, State state) {
    Pool pool = choose(name, pools);
    return new Plan(
        "Import the pool " + pool.name(),
        steps(pool, pools, disks, state),
        List.of("From then on the pool can be written to; leave() exports it again."));
  }

  /**
   * What imports it, if it is not: where a look that was cut off has left it imported, it is let go
   * of first.
   */
  static List<Step> steps(Pool pool, List<Pool> pools, List<BlockDevice> disks, State state) {
    boolean left =
        pool.imported()
            && !pool.multihost()
            && state.poolsLeft().stream().anyMatch(one -> one.name().equals(pool.name()));
    if (left) {
      var steps = new ArrayList<>(LeavePlan.takeBack(state, pool.name()));
      steps.add(step(pool.letGo(), pools, disks, state.root()));
      return steps;
    }
    return isReady(pool, state.root())
        ? List.of()
        : List.of(step(pool, pools, disks, state.root()));
  }

  /** Whether it is imported for the rescue already, and writable. */
  static boolean isReady(Pool pool, String root) {
    if (!pool.imported()) {
      return false;
    }
    if (pool.readOnly() && State.isOfLook(pool.altroot())) {
      throw new Trouble.NotReady(
          "The pool "
              + pool.name()
              + " is imported read-only for a look: one that is under way, or was cut off.",
          "leave() exports it where that look was cut off; else wait until it is over. Then"
              + " again.");
    }
    if (pool.readOnly()) {
      throw new Trouble.NotReady(
          "The pool " + pool.name() + " is imported, but read-only.",
          "sh(\"zpool export " + pool.name() + "\") first, then again.");
    }
    if (!pool.altroot().equals(root)) {
      throw new Trouble.NotReady(
          "The pool "
              + pool.name()
              + " is imported, but not below "
              + root
              + ": its datasets would mount over the live system.",
          "sh(\"zpool export " + pool.name() + "\") first, then again.");
    }
    return true;
  }

  /** The step that imports a pool which is not imported yet. */
  static Step step(Pool pool, List<Pool> pools, List<BlockDevice> disks, String root) {
    refuseHibernated(disks);
    if (pool.force() instanceof Force.Forbidden(String reason, String advice)) {
      throw new Trouble.NotReady(
          "The pool " + pool.name() + " must not be imported: " + reason + ".", advice);
    }
    if (pool.isOnlyReadable()) {
      throw new Trouble.NotReady(
          "The pool " + pool.name() + " can only be read here: " + pool.status(),
          "datasets() and installs() look into it. To change anything, boot a live image with a"
              + " newer ZFS.");
    }
    if (!pool.isImportable()) {
      throw new Trouble.NotReady(
          "The pool "
              + pool.name()
              + " can't be imported: it is "
              + pool.state()
              + ". "
              + pool.status(),
          pool.action() + (pool.mayLackOnlyItsLog() ? "\n" + pool.withoutLog(root) : ""));
    }
    String why = "";
    if (pool.force() instanceof Force.Needed(String reason)) {
      why = " (by force: " + reason + ")";
    }
    if (!pool.directory().isEmpty()) {
      why += " (looking at every device: its labels confuse blkid)";
    }
    // The number when the name would not do: a second pool of that name, or one like an option.
    boolean twice = pools.stream().filter(other -> other.name().equals(pool.name())).count() > 1;
    return Step.of(
            "import the pool " + pool.name() + why + ", mounting nothing yet",
            new StorageAction.ImportPool(
                pool.name(),
                twice || pool.ambiguous() ? pool.guid() : pool.name(),
                pool.force() instanceof Force.Needed,
                pool.directory(),
                root))
        .undoneBy(new StorageAction.ExportPool(pool.name()));
  }

  /** Refuses to change anything while a hibernated system lies on these disks. */
  static void refuseHibernated(List<BlockDevice> disks) {
    Disks.all(disks)
        .filter(BlockDevice::holdsHibernationImage)
        .findFirst()
        .ifPresent(swap -> {
          throw new Trouble.NotReady(
              "A hibernated system lies in "
                  + swap.path()
                  + ": it expects its disks just as they were, and would destroy what was changed"
                  + " behind its back.",
              "Let it resume, and shut it down. If it never will, give its session up:"
                  + " sh(\"wipefs --all --types swsuspend "
                  + swap.path()
                  + "\"), then mkswap it once the machine runs again.");
        });
  }

  private static Pool choose(String name, List<Pool> pools) {
    List<Pool> named =
        pools.stream()
            .filter(pool -> pool.name().equals(name) || pool.guid().equals(name))
            .toList();
    if (named.isEmpty()) {
      throw new Trouble.Rejected(
          "There is no pool " + name + ".",
          pools.isEmpty()
              ? "pools() finds none at all: is the disk there? disks() shows."
              : "There is: " + String.join(", ", pools.stream().map(Pool::name).toList()) + ".");
    }
    if (named.size() > 1) {
      throw new Trouble.Undecided(
          "There are " + named.size() + " pools called " + name + ".",
          "Say which by its number: "
              + String.join(
                  ", ", named.stream().map(pool -> "importPool(\"" + pool.guid() + "\")").toList())
              + "; pools() shows their devices.");
    }
    return named.getFirst();
  }
}
