package dev.thaw.rescue;

import dev.thaw.machine.Command;
import dev.thaw.machine.Outcome;
import dev.thaw.machine.Secret;
import dev.thaw.machine.Trouble;
import dev.thaw.storage.Containers;
import dev.thaw.storage.Dataset;
import dev.thaw.storage.Datasets;
import dev.thaw.storage.Encryption;
import dev.thaw.storage.LuksContainer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Opens LUKS containers and loads the keys of encrypted datasets; starts volume groups and arrays,
 * which are closed in their own way.
 */
final class Unlocking {

  /** A key derivation that was made hard on a fast machine takes its time on a slow one. */
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private static final int TRIES = 3;

  private Unlocking() {}

  /**
   * Something closed, and the command that opens it.
   *
   * @param before what has to be done before it
   * @param secret whether the command reads a passphrase on standard input
   */
  private record Lock(
      String what,
      List<String> names,
      List<Command> before,
      Command command,
      boolean open,
      boolean secret) {

    List<Command> steps() {
      return Stream.concat(before.stream(), Stream.of(command)).toList();
    }
  }

  /**
   * Opens what is called {@code name}.
   *
   * @param name a device, a UUID, an opened container's name or a dataset; empty for the only
   *     locked one
   * @param keyFile a key file on the machine, or empty to ask for the passphrase
   * @param as the name for the opened container, below {@code /dev/mapper}
   */
  static Result unlock(
      Rescue rescue,
      Optional<String> name,
      Optional<String> keyFile,
      Optional<String> as,
      boolean dryRun) {
    List<Lock> locks = locks(rescue, keyFile, as);
    Lock lock = choose(locks, name);
    if (lock.open() || rescue.rehearsed().holds(lock.command())) {
      return new Done(lock.what() + " is open already.", false, List.of());
    }
    var plan = new Plan("Unlock " + lock.what(), lock.steps(), List.of());
    return rescue.carryOut(
        plan,
        dryRun,
        () -> {
          lock.before().forEach(rescue::run);
          if (lock.secret()) {
            withPassphrase(rescue, lock, plan);
          } else {
            rescue.run(lock.command());
          }
          return new Done(
              lock.what() + " is open.",
              true,
              List.of("Next: installs() sees what is inside; mountAll() mounts it."));
        });
  }

  private static void withPassphrase(Rescue rescue, Lock lock, Plan plan) {
    Outcome outcome = null;
    for (int attempt = 0; attempt < TRIES; attempt++) {
      Optional<Secret> given = rescue.person().secret("Passphrase for " + lock.what() + ": ");
      if (given.isEmpty()) {
        break;
      }
      try (Secret secret = given.get()) {
        if (attempt > 0) {
          rescue.approver().allow(List.of(lock.command()));
        }
        outcome = rescue.machine().run(lock.command().reading(secret.stdin()));
      }
      if (outcome.ok()) {
        return;
      }
      if (!isWrong(outcome) || !rescue.person().hasTerminal()) {
        break;
      }
      rescue.person().tell("That passphrase does not open it.");
    }
    if (outcome == null) {
      throw new Trouble.NotApproved(
          "No passphrase was given, so " + lock.what() + " stays locked.",
          "unlock() again when you have it; unattended: --passphrase-file FILE.");
    }
    outcome.orFail("Check the keyboard layout of this computer, and try unlock() again.");
  }

  /** Whether the passphrase was wrong, and not something else: cryptsetup's status, zfs's words. */
  private static boolean isWrong(Outcome outcome) {
    return outcome.status() == 2 || outcome.errText().contains("Incorrect key");
  }

  private static Lock choose(List<Lock> locks, Optional<String> name) {
    List<Lock> named =
        locks.stream()
            .filter(lock -> name.map(lock.names()::contains).orElse(!lock.open()))
            .toList();
    if (named.size() == 1) {
      return named.getFirst();
    }
    if (name.isEmpty() && named.isEmpty() && locks.size() == 1) {
      return locks.getFirst();
    }
    String all = String.join(", ", locks.stream().map(lock -> lock.names().getFirst()).toList());
    if (locks.isEmpty()) {
      throw new Trouble.NotNow(
          "There is nothing to unlock: no LUKS container, and no encrypted dataset in an imported"
              + " pool.",
          "disks() and pools() show what is there; the pool of an encrypted dataset has to be"
              + " imported first, in earnest: importPool(…).");
    }
    if (name.isPresent() && named.size() > 1) {
      throw new Trouble.NotNow(
          named.size() + " things that can be unlocked are called " + name.get() + ".",
          "Say which by its UUID: "
              + String.join(
                  ", ",
                  named.stream()
                      .map(lock -> "unlock(\"" + lock.names().getFirst() + "\")")
                      .toList())
              + ". One may be left over from an earlier use of a disk.");
    }
    throw new Trouble.NotNow(
        name.map(n -> "Nothing that can be unlocked is called " + n + ".")
            .orElse(
                named.isEmpty() ? "Everything is open already." : "More than one thing is closed."),
        "There is: "
            + all
            + ". Name one: unlock(\""
            + locks.getFirst().names().getFirst()
            + "\").");
  }

  private static List<Lock> locks(Rescue rescue, Optional<String> keyFile, Optional<String> as) {
    var locks = new ArrayList<Lock>();
    Containers containers = Containers.look(rescue.machine());
    for (LuksContainer luks : containers.luks()) {
      locks.add(luks(luks, keyFile, as));
    }
    for (Activation.Startable it : Activation.all(containers)) {
      List<Command> before = it.start().subList(0, it.start().size() - 1);
      locks.add(new Lock(it.name(), it.names(), before, it.start().getLast(), it.running(), false));
    }
    for (Dataset dataset : Datasets.look(rescue.machine())) {
      dataset
          .encryption()
          .filter(encryption -> encryption.root().equals(dataset.name()))
          .ifPresent(encryption -> locks.add(zfs(dataset, encryption, keyFile)));
    }
    return locks;
  }

  private static Lock luks(LuksContainer luks, Optional<String> keyFile, Optional<String> as) {
    String mapper =
        as.orElse(
            "luks-"
                + (luks.uuid().isEmpty()
                    ? luks.device().substring(luks.device().lastIndexOf('/') + 1)
                    : luks.uuid()));
    var command =
        Command.changes(
                "open the LUKS container on " + luks.device(),
                "cryptsetup",
                "open",
                "--type",
                "luks",
                "--key-file",
                keyFile.orElse("-"),
                "--",
                luks.device(),
                mapper)
            .undoneBy("cryptsetup", "close", mapper)
            .within(LIMIT);
    var names = new ArrayList<>(List.of(luks.device()));
    if (!luks.uuid().isEmpty()) {
      names.addAll(List.of(luks.uuid(), "UUID=" + luks.uuid(), "/dev/disk/by-uuid/" + luks.uuid()));
    }
    luks.mapper().ifPresent(names::add);
    List<Command> before = luks.damaged() && luks.isLocked() ? List.of(repair(luks)) : List.of();
    return new Lock(luks.device(), names, before, command, !luks.isLocked(), keyFile.isEmpty());
  }

  /**
   * What {@code cryptsetup open} would do by itself, unseen, where nothing else lies in the first
   * header's place, and refuses where something does.
   */
  private static Command repair(LuksContainer luks) {
    return Command.changes(
            "write the first LUKS header of "
                + luks.device()
                + " again, from the second, which is whole; what lies in its place now is lost",
            "cryptsetup",
            "repair",
            "--batch-mode",
            "--type",
            "luks2",
            "--",
            luks.device())
        .within(LIMIT);
  }

  private static Lock zfs(Dataset dataset, Encryption encryption, Optional<String> keyFile) {
    var argv = new ArrayList<>(List.of("zfs", "load-key"));
    // Whatever key location the dataset has: a file of the installed system is not there yet.
    argv.addAll(List.of("-L", keyFile.map(file -> "file://" + file).orElse("prompt")));
    argv.add(dataset.name());
    var command =
        Command.changes("load the key of the dataset " + dataset.name(), argv)
            .undoneBy("zfs", "unload-key", dataset.name())
            .within(LIMIT);
    return new Lock(
        dataset.name(),
        List.of(dataset.name()),
        List.of(),
        command,
        encryption.keyLoaded(),
        keyFile.isEmpty());
  }
}
