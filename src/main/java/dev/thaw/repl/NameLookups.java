package dev.thaw.repl;

import dev.thaw.helpers.KnownNames;
import dev.thaw.machine.Trouble;
import dev.thaw.rescue.Folder;
import dev.thaw.rescue.NameKind;
import dev.thaw.rescue.Rescue;
import dev.thaw.storage.Datasets;
import dev.thaw.storage.Disks;
import dev.thaw.storage.Pools;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Looks at the machine in the background, once each, for names that somebody wants to complete and
 * that nothing has told yet. Whoever types waits for a moment only: what comes too late is there at
 * the next Tab.
 */
final class NameLookups {

  /** A look over ssh takes a few round trips; the first Tab should have its answer. */
  private static final Duration PATIENCE = Duration.ofMillis(400);

  private final Rescue aside;
  private final KnownNames known;
  private final BooleanSupplier reached;
  private final Set<NameKind> looked = EnumSet.noneOf(NameKind.class);
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

  /**
   * Looks when it is asked to.
   *
   * @param aside the rescue, without narrating
   * @param reached whether the machine was reached before: a look must not ask for a password
   */
  NameLookups(Rescue aside, KnownNames known, BooleanSupplier reached) {
    this.aside = aside;
    this.known = known;
    this.reached = reached;
  }

  /** Looks for names of that kind. */
  void want(NameKind noun) {
    if (reached.getAsBoolean() && looked.add(noun)) {
      await(CompletableFuture.runAsync(() -> look(noun)));
    }
  }

  /** Looks into a folder of the system at {@code root}; empty for the live system. */
  void want(String root, String folder) {
    // Not once for all: what lies there is forgotten when a cell was run.
    if (reached.getAsBoolean() && underWay.add(root + folder)) {
      await(CompletableFuture.runAsync(() -> look(root, folder)));
    }
  }

  private static void await(CompletableFuture<Void> look) {
    try {
      look.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // It goes on, or there is nothing to be learnt.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(String root, String folder) {
    try {
      known.learn(Folder.look(aside.machine(), root, folder));
    } catch (Trouble unreadable) {
      // Nothing is offered.
    } finally {
      underWay.remove(root + folder);
    }
  }

  private void look(NameKind noun) {
    try {
      switch (noun) {
        case POOL -> known.learn(Pools.look(aside.machine()));
        case DATASET -> known.learn(Datasets.look(aside.machine()));
        case LOCKED -> {
          known.learn(Disks.look(aside.machine()));
          known.learn(Datasets.look(aside.machine()));
        }
        case GENERATION, INSTALLATION, HOST, CONFIG_FILE, SETTING, ACCOUNT -> {
          looked.addAll(List.of(NameKind.GENERATION, NameKind.INSTALLATION, NameKind.HOST));
          looked.addAll(List.of(NameKind.CONFIG_FILE, NameKind.SETTING, NameKind.ACCOUNT));
          known.learn(aside.installations());
        }
        case MOUNT_POINT, FILE, FAILURE, LINE, LINE_INSIDE -> {}
      }
    } catch (Trouble unknown) {
      // A helper that is called will say it.
    }
  }
}
