package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Machine;
import dev.thaw.machine.Probe;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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

  /**
   * One thing that has to hold.
   *
   * @param what the thing, as a statement
   * @param holds whether it does
   * @param detail what was seen
   * @param next what to do when it does not; empty otherwise
   */
  public record Check(String what, boolean holds, String detail, String next) {}

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
  static BootCheck of(Machine machine, Installation installation, String root) {
    return of(machine, installation, root, LoaderVariables.FOLDER);
  }

  /** The same, with the firmware's variables in the folder {@code efivars}. */
  static BootCheck of(Machine machine, Installation installation, String root, String efivars) {
    var checks = new ArrayList<Check>();
    Generation current = installation.current().orElse(null);
    if (current == null) {
      checks.add(
          new Check(
              "the profile leads to a generation", false, "it leads nowhere", "rebuild() again."));
      return new BootCheck(checks);
    }
    checks.add(
        new Check(
            "generation " + current.number() + " is complete in the store",
            current.closureExists(),
            current.toplevel(),
            "rebuild() again, or rollback(N) to a complete one."));
    checks.add(
        new Check(
            "the boot menu's default leads to it",
            current.isDefault(),
            current.isDefault()
                ? ""
                : installation.generations().stream()
                    .filter(Generation::isDefault)
                    .findFirst()
                    .map(g -> "the default is still generation " + g.number())
                    .orElse("no default was found"),
            "The profile moved, the boot loader did not. Mend what it complained about, then"
                + " rebuild() again, or rollback("
                + current.number()
                + ") to write the boot menu alone."));
    var copies = new BootCopies(installation, current);
    var arguments = new ArrayList<>(List.of(efivars, root));
    arguments.addAll(copies.arguments());
    Probe.Sections same = SAME.run(machine, arguments.toArray(String[]::new));
    checks.addAll(LoaderVariables.checks(installation, current, same));
    checks.addAll(copies.checks(same));
    return new BootCheck(List.copyOf(checks));
  }
}
