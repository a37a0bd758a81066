package dev.thaw.rescue;

import dev.thaw.machine.CommandResult;
import dev.thaw.machine.Secret;
import dev.thaw.machine.Trouble;
import dev.thaw.rescue.Locks.Lock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Opens LUKS containers, loads the keys of encrypted datasets, starts volume groups and arrays,
 * layer by layer: what is opened may hold what is shut.
 */
final class Unlocking {

  private static final int TRIES = 3;
  private static final String NEXT = "Next: installs() sees what is inside; mountAll() mounts it.";

  private final Rescue rescue;
  private final Optional<String> keyFile;
  private final Optional<String> as;
  private final List<String> opened = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private @Nullable CommandResult failed;
  private boolean unanswered;

  private Unlocking(Rescue rescue, Optional<String> keyFile, Optional<String> as) {
    this.rescue = rescue;
    this.keyFile = keyFile;
    this.as = as;
  }

  /**
   * Opens what is called {@code name}, or all that is shut.
   *
   * @param name a device, a UUID, an opened container's name or a dataset; empty for all
   * @param keyFile a key file on the machine, or empty to ask for the passphrase
   * @param as the name for the opened container, below {@code /dev/mapper}
   */
  static ActionResult unlock(
      Rescue rescue, Optional<String> name, Optional<String> keyFile, Optional<String> as) {
    var unlocking = new Unlocking(rescue, keyFile, as);
    return name.isPresent() ? unlocking.one(name.get()) : unlocking.all();
  }

  private ActionResult one(String name) {
    Locks locks = Locks.look(rescue, keyFile, as);
    List<Lock> named = locks.named(name);
    if (locks.all().isEmpty()) {
      throw nothing();
    }
    if (named.isEmpty()) {
      throw new Trouble.Rejected(
          "Nothing that can be unlocked is called " + name + ".",
          "There is: " + names(locks.all()) + ". unlock() opens all that is shut.");
    }
    if (named.size() > 1) {
      throw new Trouble.Undecided(
          named.size() + " things that can be unlocked are called " + name + ".",
          "Say which by its UUID: "
              + named.stream()
                  .map(lock -> "unlock(\"" + lock.names().getFirst() + "\")")
                  .collect(Collectors.joining(", "))
              + ". One may be left over from an earlier use of a disk.");
    }
    Lock lock = named.getFirst();
    if (lock.open()) {
      return new Applied(lock.what() + " is open already.", false, List.of());
    }
    if (lock.refused().isPresent()) {
      throw lock.refused().get();
    }
    Plan plan = plan(named);
    return rescue
        .executor()
        .carryOut(
            plan,
            () -> {
              open(named);
              return done();
            });
  }

  /** Each layer is a plan of its own: what is in it is seen only when it is open. */
  private ActionResult all() {
    Locks locks = Locks.look(rescue, keyFile, as);
    if (locks.all().isEmpty()) {
      throw nothing();
    }
    for (Lock lock : locks.shut()) {
      lock.refused().ifPresent(why -> notes.add(lock.what() + " stays shut. " + why.getMessage()));
      if (!lock.apart().isEmpty()) {
        notes.add(
            lock.what()
                + " stays shut, for "
                + lock.apart()
                + ": unlock(\""
                + lock.names().getFirst()
                + "\") opens it.");
      }
    }
    Set<Action> tried = new LinkedHashSet<>();
    for (List<Lock> layer = layer(locks, tried);
        !layer.isEmpty();
        layer = layer(Locks.look(rescue, keyFile, as), tried)) {
      if (as.isPresent() && layer.stream().filter(Lock::secret).count() > 1) {
        throw new Trouble.Undecided(
            "More than one thing is shut, and as= names one.",
            "There is: " + names(layer) + ". Name one: unlock(\"…\", as=\"" + as.get() + "\").");
      }
      Plan plan = plan(layer);
      if (rescue.executor().isDry()) {
        return rescue
            .executor()
            .dry(
                plan.remarking(
                    "What lies in it is seen only then: it may have to be opened, too, in a plan of"
                        + " its own."));
      }
      List<Lock> now = layer;
      now.forEach(lock -> tried.add(lock.step().action()));
      rescue
          .executor()
          .approved(
              plan,
              () -> {
                open(now);
                return null;
              });
    }
    return done();
  }

  /** What is shut and was not tried yet: first what asks for nothing. */
  private static List<Lock> layer(Locks locks, Set<Action> tried) {
    List<Lock> left =
        locks.shut().stream()
            .filter(lock -> lock.apart().isEmpty() && lock.refused().isEmpty())
            .filter(lock -> !tried.contains(lock.step().action()))
            .toList();
    List<Lock> free = left.stream().filter(lock -> !lock.secret()).toList();
    return free.isEmpty() ? left : free;
  }

  private static Plan plan(List<Lock> locks) {
    var steps = new LinkedHashSet<Step>();
    for (Lock lock : locks) {
      steps.addAll(lock.before());
      steps.add(lock.step());
    }
    return new Plan(
        "Unlock " + locks.stream().map(Lock::what).collect(Collectors.joining(", ")),
        List.copyOf(steps),
        List.of());
  }

  private void open(List<Lock> locks) {
    var done = new LinkedHashSet<Step>();
    for (Lock lock : locks) {
      lock.before().stream().filter(done::add).forEach(rescue.executor()::run);
      if (lock.secret()) {
        withPassphrase(lock);
      } else {
        rescue.executor().run(lock.step());
        opened.add(lock.what());
      }
    }
  }

  private void withPassphrase(Lock lock) {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      Optional<Secret> given = rescue.interaction().secret("Passphrase for " + lock.what() + ": ");
      if (given.isEmpty()) {
        unanswered = true;
        notes.add(lock.what() + " stays locked: no passphrase was given.");
        return;
      }
      CommandResult result;
      try (Secret secret = given.get()) {
        if (attempt > 0) {
          rescue.approver().allow(List.of(lock.step().command()));
        }
        result = rescue.machine().run(lock.step().reading(secret.stdin()).command());
      }
      if (result.ok()) {
        opened.add(lock.what());
        return;
      }
      failed = result;
      if (!isWrong(result)) {
        notes.add(lock.what() + " stays locked: " + result.errText().strip());
        return;
      }
      rescue.interaction().tell("That passphrase does not open " + lock.what() + ".");
      if (!rescue.interaction().hasTerminal()) {
        break;
      }
    }
    notes.add(lock.what() + " stays locked: the passphrase does not open it.");
  }

  private Applied done() {
    if (opened.isEmpty() && failed != null) {
      failed.orFail(
          rescue.interaction().hasTerminal()
              ? "Check the keyboard layout of this computer, and try unlock() again."
              : "Check the passphrase, or what stands in the file of --passphrase-file, and try"
                  + " unlock() again.");
    }
    if (opened.isEmpty() && unanswered) {
      throw new Trouble.NotApproved(
          String.join(" ", notes),
          "unlock() again when you have it; unattended: --passphrase-file FILE.");
    }
    if (opened.isEmpty()) {
      return new Applied(
          notes.isEmpty() ? "Everything is open already." : "Nothing was opened.", false, notes);
    }
    notes.add(NEXT);
    return new Applied(
        String.join(", ", opened) + (opened.size() == 1 ? " is open." : " are open."), true, notes);
  }

  /** Whether the passphrase was wrong, and not something else: cryptsetup's status, zfs's words. */
  private static boolean isWrong(CommandResult result) {
    return result.status() == 2 || result.errText().contains("Incorrect key");
  }

  private static Trouble nothing() {
    return new Trouble.NotReady(
        "There is nothing to unlock: no LUKS container, no array, no volume group, and no encrypted"
            + " dataset.",
        "disks() and pools() show what is there.");
  }

  private static String names(List<Lock> locks) {
    return locks.stream().map(lock -> lock.names().getFirst()).collect(Collectors.joining(", "));
  }
}
