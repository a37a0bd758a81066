package dev.thaw.rescue;

import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Configuration;
import dev.thaw.nixos.Installation;
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

  /** As {@link KnownFailure} calls it. */
  private static final String NO_TOOL = "rebuild-no-tool";

  /** Runs the step; by hand, approved as a plan of its own, where the tool for it is missing. */
  void orElse(Step step, Consumer<Step> work) {
    try {
      work.accept(step);
    } catch (Trouble.Failed failed) {
      Optional<Step> instead =
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
      rescue
          .executor()
          .approved(
              plan,
              () -> {
                work.accept(instead.get());
                return plan;
              });
    }
  }

  /** The step as it is done by hand; empty for one that this can't stand for. */
  Optional<Step> instead(Step step) {
    return switch (step.action()) {
      case SystemAction.WriteMenu menu ->
          Optional.of(
              step(
                  "write the boot menu",
                  SystemAction.ByHandPart.MENU,
                  menu.system(),
                  List.of(),
                  menu.installBootloader()));
      case SystemAction.Rebuild rebuild when rebuild.setsProfile() ->
          Optional.of(
              rebuild.profileOnly()
                  ? step(
                      "build the configuration, and have the profile lead to it",
                      SystemAction.ByHandPart.BUILD,
                      "",
                      rebuild.options(),
                      false)
                  : step(
                      "build the configuration and make it boot next",
                      SystemAction.ByHandPart.ALL,
                      "",
                      rebuild.options(),
                      rebuild.installBootloader()));
      case StorageAction _, FileAction _, SystemAction _, OtherAction _ -> Optional.empty();
    };
  }

  private Step step(
      String purpose,
      SystemAction.ByHandPart part,
      String system,
      List<String> options,
      boolean installBootloader) {
    Step step =
        Step.of(
            purpose + ", by nix and the boot loader's own installer",
            action(part, system, options, installBootloader));
    // Taken back without the tool as well: the system that was there may lack it, too.
    return Rollback.toGoBackTo(installation)
        .map(now ->
            step.undoneBy(
                Rollback.pointAt(now, rescue.root()).action(),
                action(SystemAction.ByHandPart.MENU, now.toplevel(), options, installBootloader)))
        .orElse(step);
  }

  /** What nix was told by the options of the step that could not be run, it is told again. */
  private Action action(
      SystemAction.ByHandPart part,
      String system,
      List<String> options,
      boolean installBootloader) {
    Configuration configuration = installation.configuration();
    boolean flake = wish.flake().orElse(configuration.isFlake());
    return new SystemAction.RebuildByHand(
        rescue.root(),
        part,
        flake ? configuration.directory() : "",
        flake ? Rebuild.host(installation, wish) : "",
        system,
        Rebuild.allSettings(options, flake),
        Rebuild.isForeign(configuration, flake),
        installBootloader);
  }
}
