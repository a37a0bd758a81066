package dev.thaw.rescue;

import dev.thaw.machine.Command;
import dev.thaw.machine.Scripts;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Configuration;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What rebuilds a system that has no nixos-rebuild, or no switch-to-configuration: nix itself, and
 * the boot loader's own installer, as the configuration names it. See {@code by-hand.sh}.
 *
 * @param installation what it was when it was looked at just now
 * @param wish how it is to be rebuilt
 */
record ByHand(Rescue rescue, Installation installation, RebuildWish wish) {

  private static final String SCRIPT = Scripts.read(ByHand.class, "by-hand.sh");

  /** As {@link KnownFailure} calls it. */
  private static final String NO_TOOL = "rebuild-no-tool";

  private static final Duration LIMIT = Duration.ofHours(12);

  /** Runs the step; by hand, approved as a plan of its own, where the tool for it is missing. */
  void orElse(Command step, Consumer<Command> work) {
    try {
      work.accept(step);
    } catch (Trouble.Failed failed) {
      Optional<Command> instead =
          KnownFailure.in(failed.outcome().errText())
              .filter(known -> known.id().equals(NO_TOOL))
              .flatMap(_ -> instead(step));
      if (instead.isEmpty()) {
        throw failed;
      }
      Plan plan =
          new Plan(
              "Do the same without the tool that the installed system lacks",
              List.of(instead.get()),
              List.of(
                  "It has no nixos-rebuild (system.disableInstallerTools) or no"
                      + " switch-to-configuration (system.switch.enable = false). The boot loader's"
                      + " installer is built from the configuration as it is now."));
      rescue.approved(
          plan,
          () -> {
            work.accept(instead.get());
            return plan;
          });
    }
  }

  /** The step as it is done by hand; empty for one that this can't stand for. */
  Optional<Command> instead(Command step) {
    List<String> argv = step.argv();
    Optional<String> menu = Rollback.system(argv);
    if (menu.isPresent()) {
      return Optional.of(undoable(command("write the boot menu", "menu", menu.get(), step), step));
    }
    int rebuild = argv.indexOf("nixos-rebuild");
    if (rebuild < 0 || !wish.action().equals("boot")) {
      return Optional.empty();
    }
    return Optional.of(
        argv.get(rebuild + 1).equals("build")
            ? undoable(
                command(
                    "build the configuration, and have the profile lead to it", "build", "", step),
                step)
            : undoable(
                command("build the configuration and make it boot next", "all", "", step), step));
  }

  /** Taken back without the tool as well: the system that was there may lack it, too. */
  private Command undoable(Command command, Command step) {
    Generation now = installation.current().filter(Generation::closureExists).orElse(null);
    return now == null
        ? command
        : command
            .undoneBy(Rollback.pointAt(now, rescue.root()).argv().toArray(String[]::new))
            .undoneBy(
                command("write the boot menu", "menu", now.toplevel(), step)
                    .argv()
                    .toArray(String[]::new));
  }

  private Command command(String purpose, String what, String system, Command step) {
    Configuration configuration = installation.configuration();
    boolean flake = wish.flake().orElse(configuration.isFlake());
    var program = new ArrayList<String>();
    if (step.argv().contains("--install-bootloader")
        || step.argv().contains("NIXOS_INSTALL_BOOTLOADER=1")) {
      program.addAll(List.of("env", "NIXOS_INSTALL_BOOTLOADER=1"));
    }
    program.addAll(List.of("bash", "-c", SCRIPT, "thaw-by-hand", what));
    program.add(flake ? configuration.directory() : "");
    program.add(flake ? Rebuild.host(installation, wish) : "");
    program.add(system);
    return Inside.act(
            purpose + ", by nix and the boot loader's own installer",
            rescue.root(),
            Inside.PROFILE,
            settings(step.argv(), flake),
            Rebuild.owned(configuration, flake, program))
        .within(LIMIT);
  }

  /** What nix was told by the options of the step that could not be run. */
  private static List<String> settings(List<String> argv, boolean flake) {
    var settings = new ArrayList<String>();
    if (flake) {
      settings.add(Rebuild.FLAKES);
    }
    for (int i = 0; i < argv.size() - 2; i++) {
      if (argv.get(i).equals("--option")) {
        settings.add(argv.get(i + 1) + " = " + argv.get(i + 2));
      }
    }
    return settings;
  }
}
