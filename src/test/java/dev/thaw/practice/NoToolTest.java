package dev.thaw.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.machine.ActionRecorder;
import dev.thaw.machine.Approver;
import dev.thaw.machine.Command;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.Interceptor;
import dev.thaw.machine.InterceptorChain;
import dev.thaw.machine.Machine;
import dev.thaw.machine.OutputListener;
import dev.thaw.machine.Trouble;
import dev.thaw.rescue.Applied;
import dev.thaw.rescue.Plan;
import dev.thaw.rescue.RebuildWish;
import dev.thaw.rescue.Rescue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A system without the tools that rebuild it: it is rebuilt all the same. */
class NoToolTest {

  private final Practice practice = Practice.of("vfio").mounted();
  private final List<String> shown = new ArrayList<>();

  @Test
  void withoutNixosRebuildNixBuildsAndTheLoadersInstallerWritesTheMenu() {
    var result = rescue("nixos-rebuild", "bash: line 8: exec: nixos-rebuild: not found");

    assertThat(result.rebuild(RebuildWish.USUAL).toString()).contains("boots next");
    assertThat(shown).singleElement().asString().endsWith(" thaw-by-hand all '' '' ''");
  }

  /** Beside the one that hangs there is a good one, which is the current one. */
  private void built() {
    Rescue whole = practice.rescue(FakePerson.yes());
    whole.config().remove("boot.initrd.kernelModules", "vfio_pci");
    whole.rebuild(RebuildWish.USUAL);
  }

  @Test
  void withoutSwitchToConfigurationARollbackMovesTheProfileAndTheInstallerWritesTheMenu() {
    built();
    var result =
        rescue(
            "switch-to-configuration",
            "bash: line 8: exec: /nix/store/x/bin/switch-to-configuration: not found");
    int older =
        result.installations().getFirst().generations().stream()
            .filter(generation -> !generation.isCurrent() && generation.closureExists())
            .findFirst()
            .orElseThrow()
            .number();

    assertThat(((Plan) result.planning().rollback(older)).steps())
        .anyMatch(step -> step.line().contains("--switch-generation " + older));
    assertThat(shown).isEmpty();
    assertThat(result.rollback(older).toString()).contains("generation " + older + " boots next");
    assertThat(shown)
        .singleElement()
        .asString()
        .contains(" thaw-by-hand menu '' '' /nix/store/")
        .doesNotContain("--install-bootloader");
    assertThat(((Applied) result.rollback(older)).changed()).isFalse();

    result.undo();
    assertThat(result.installations().getFirst().current().orElseThrow().number())
        .isNotEqualTo(older);
    result.leave();
    assertThat(practice.reboot()).contains("atlas login:");
  }

  @Test
  void whatTheInstallerCantDoIsSaidAndDoneWhenItIsAskedForAgain() {
    built();
    var result =
        rescue(
            "switch-to-configuration",
            "bash: line 8: exec: /nix/store/x/bin/switch-to-configuration: not found");
    failing = true;
    int current = result.installations().getFirst().current().orElseThrow().number();
    int older = current - 1;

    assertThatThrownBy(() -> result.rollback(older))
        .isInstanceOf(Trouble.Failed.class)
        .hasMessageContaining("Could not write the boot menu, by nix");
    failing = false;
    assertThat(result.rollback(older).toString()).contains("generation " + older + " boots next");
  }

  /** Whether the loader's installer fails, too. */
  private boolean failing;

  /** A rescue where what ends in that word is not there. */
  private Rescue rescue(String tool, String printed) {
    var person = FakePerson.yes();
    var approver = new Approver(person);
    Interceptor without =
        (Command command, OutputListener output, Machine next) -> {
          if (command.argv().contains("thaw-by-hand")) {
            shown.add(command.shown());
            if (failing) {
              return missing(command, output, "OSError: [Errno 28] No space left on device", 1);
            }
          } else if (command.argv().stream().anyMatch(word -> word.endsWith(tool))) {
            return missing(command, output, printed, 127);
          }
          return next.run(command, output);
        };
    var links = List.of(approver, without, new ActionRecorder(ActionRecorder.DEFAULT_DIRECTORY));
    return new Rescue(
        new InterceptorChain(practice.machine, links),
        approver,
        ActionRecorder.DEFAULT_DIRECTORY,
        person,
        "/mnt");
  }

  private static CommandResult missing(
      Command command, OutputListener output, String printed, int status) {
    byte[] bytes = (printed + "\n").getBytes(StandardCharsets.UTF_8);
    output.err(bytes, bytes.length);
    return new CommandResult(command, status, new byte[0], new byte[0], Duration.ZERO);
  }
}
