package dev.thaw.boot;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Machine;
import dev.thaw.machine.Probe;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.loader.BootLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether the boot loader will really start the generation that the profile leads to, judged by
 * what is on the disks and not by what a rebuild said.
 *
 * @param checks each thing that has to hold, in the order of the boot
 */
public record BootCheck(List<Check> checks) {

  private static final Probe SAME =
      Probe.of(
          BootCheck.class,
          "same",
          "compare the kernel and initrd that the boot loader reads with the store's",
          Duration.ofMinutes(2));

  /** What a check is about. */
  public enum Part {
    /** The generation in the store. */
    GENERATION,
    /** The boot menu's default. */
    MENU,
    /** A variable of the firmware. */
    VARIABLE,
    /** A copy of the kernel or the initrd. */
    COPY,
    /** The hash that an entry has of a copy. */
    HASH,
    /** A copy that could not be read, so that nothing is known of it. */
    UNREAD
  }

  /**
   * One thing that has to hold.
   *
   * @param part what it is about
   * @param what the thing, as a statement
   * @param holds whether it does
   * @param detail what was seen
   * @param next what to do when it does not; empty otherwise
   * @param file the file that has to go for it to hold, a path of the installed system; mostly
   *     empty
   */
  public record Check(
      Part part, String what, boolean holds, String detail, String next, String file) {

    /** One that no file stands in the way of. */
    public Check(Part part, String what, boolean holds, String detail, String next) {
      this(part, what, holds, detail, next, "");
    }

    /** Whether it is about a copy, read or not. */
    public boolean isOfCopy() {
      return part == Part.COPY || part == Part.UNREAD;
    }
  }

  /** Whether all of it holds. */
  public boolean holds() {
    return checks.stream().allMatch(Check::holds);
  }

  /** The checks as lines, each with its verdict in a word. */
  @Override
  public String toString() {
    return String.join(
        "\n",
        checks.stream()
            .map(c ->
                (c.holds() ? "ok   " : "NOT  ")
                    + c.what()
                    + (c.detail().isEmpty() ? "" : ": " + Clean.line(c.detail())))
            .toList());
  }

  /**
   * Checks the installation's current generation.
   *
   * @param root where it is mounted
   */
  public static BootCheck of(Machine machine, Installation installation, String root) {
    return of(machine, installation, root, LoaderVariables.FOLDER);
  }

  /** The same, with the firmware's variables in the folder {@code efivars}. */
  static BootCheck of(Machine machine, Installation installation, String root, String efivars) {
    var checks = new ArrayList<Check>();
    Generation current = installation.current().orElse(null);
    if (current == null) {
      checks.add(
          new Check(
              Part.GENERATION,
              "the profile leads to a generation",
              false,
              "it leads nowhere",
              "rollback(N) leads it to one of generations()."));
      return new BootCheck(checks);
    }
    checks.add(
        new Check(
            Part.GENERATION,
            "generation " + current.number() + " is complete in the store",
            current.closureExists(),
            current.toplevel(),
            "rollback(N) to a complete one: generations() tells which are."));
    checks.add(
        new Check(
            Part.MENU,
            "the boot menu's default leads to it",
            current.isDefault(),
            current.isDefault()
                ? ""
                : installation.generations().stream()
                    .filter(Generation::isDefault)
                    .findFirst()
                    .map(g -> "the default is still generation " + g.number())
                    .orElse("no default was found"),
            current.isDefault() ? "" : next(installation, current)));
    checks.addAll(compared(machine, installation, current, root, efivars));
    return new BootCheck(List.copyOf(checks));
  }

  /** Why the menu may still start another one, though everything was written. */
  private static String next(Installation installation, Generation current) {
    Optional<Installation.Listed> entry = installation.entry(current);
    if (entry.filter(listed -> listed.entry().isExhausted()).isPresent()) {
      return "Its entry "
          + entry.get().entry().file()
          + " has no tries left, and systemd-boot passes over it. Take that count out of its name,"
          + " with sh(\"mv …\").";
    }
    return current.inBootMenu()
        ? "The menu lists it and starts another: bootPartition() shows what lies there, and"
            + " diagnose() what decides: a choice that is kept, or a variable of the firmware."
        : "The menu does not list it: what the boot loader's installer printed says why; or"
            + " "
            + BootLoader.limit(installation.loader())
            + " leaves it out.";
  }

  /**
   * Compares what the boot loader reads of a generation with the store, byte for byte, and sees
   * whether a variable of the firmware starts another; one round trip.
   */
  static List<Check> compared(
      Machine machine, Installation installation, Generation generation, String root) {
    return compared(machine, installation, generation, root, LoaderVariables.FOLDER);
  }

  private static List<Check> compared(
      Machine machine,
      Installation installation,
      Generation generation,
      String root,
      String efivars) {
    var copies = new BootCopies(installation, generation);
    var arguments = new ArrayList<>(List.of(efivars, root));
    arguments.addAll(copies.arguments());
    Probe.Sections same = SAME.run(machine, arguments.toArray(String[]::new));
    var checks = new ArrayList<>(LoaderVariables.checks(installation, generation, same));
    checks.addAll(copies.checks(same));
    return checks;
  }
}
