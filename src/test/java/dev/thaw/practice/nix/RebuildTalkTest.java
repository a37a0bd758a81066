package dev.thaw.practice.nix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import dev.thaw.practice.Practice;
import dev.thaw.practice.state.Content;
import dev.thaw.practice.state.MountNamespace;
import dev.thaw.rescue.Applied;
import dev.thaw.rescue.RebuildWish;
import dev.thaw.rescue.Rescue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person reads of a rebuild while it runs, and when it fails. */
class RebuildTalkTest {

  private final Practice practice = Practice.of("vfio").mounted();
  private final FakePerson person = FakePerson.yes();

  /** Tools that are too old for nix's log for programs. */
  private record Old(String complaint, int status) implements Interceptor {
    @Override
    public CommandResult run(Command command, OutputListener output, Machine next) {
      if (!command.argv().getLast().equals("internal-json")) {
        return next.run(command, output);
      }
      byte[] bytes = (complaint + "\n").getBytes(StandardCharsets.UTF_8);
      output.err(bytes, bytes.length);
      return new CommandResult(command, status, new byte[0], new byte[0], Duration.ZERO);
    }
  }

  private Rescue withTools(Interceptor tools) {
    var approver = new Approver(person);
    var chain = new InterceptorChain(practice.machine, List.of(approver, tools));
    return new Rescue(chain, approver, ActionRecorder.DEFAULT_DIRECTORY, person, "/mnt");
  }

  private void takeBack() {
    practice.rescue(FakePerson.yes()).config().remove("boot.initrd.kernelModules", "vfio_pci");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/run/current-system/sw/bin/nixos-rebuild: unknown option `--log-format'",
        "nixos-rebuild: error: unrecognized arguments: --log-format internal-json",
        "error: unrecognised flag '--log-format'",
        "error: option 'log-format' has an invalid value 'internal-json'"
      })
  void toolsThatAreTooOldForTheLogBuildWithoutIt(String complaint) {
    takeBack();
    Applied done = (Applied) withTools(new Old(complaint, 1)).rebuild(RebuildWish.USUAL);
    assertThat(done.summary()).isEqualTo("Rebuilt: generation 58 boots next.");
    assertThat(person.told)
        .contains("This system's tools don't know --log-format: once more without it.")
        .anyMatch(line -> line.startsWith("  building '/nix/store/"));
    assertThat(person.asked).hasSize(1);
  }

  @Test
  void aBuildThatPrintsTheSameIsNotTriedAgain() {
    String printed =
        "@nix {\"action\":\"result\",\"id\":1,\"type\":101,\"fields\":"
            + "[\"error: unrecognised flag '--log-format'\"]}";
    assertThatThrownBy(() -> withTools(new Old(printed, 1)).rebuild(RebuildWish.USUAL))
        .isInstanceOf(Trouble.Failed.class);
    assertThat(person.told)
        .contains("  error: unrecognised flag '--log-format'")
        .noneMatch(line -> line.contains("once more"));
  }

  @Test
  void anyOtherFailureIsNotTriedAgain() {
    var failed =
        catchThrowableOfType(
            Trouble.Failed.class,
            () -> withTools(new Old("error: out of luck", 1)).rebuild(RebuildWish.USUAL));
    assertThat(failed).hasMessageEndingWith("ended with status 1; what it printed is above.");
    assertThat(person.told).filteredOn(line -> line.contains("out of luck")).hasSize(1);
  }

  @Test
  void whereProgressIsSeenOnlyMessagesAreTold() {
    takeBack();
    person.watching();
    practice.rescue(person).rebuild(RebuildWish.USUAL);
    assertThat(person.told)
        .contains("  these 7 derivations will be built:")
        .noneMatch(line -> line.contains("building '/nix/store") || line.contains("@nix"))
        .anyMatch(line -> line.startsWith("  Done. The new configuration is /nix/store/"));
  }

  @Test
  void anErrorIsToldOnceAndExplained() {
    String file = "/mnt/etc/nixos/configuration.nix";
    MountNamespace namespace = MountNamespace.of(practice.state);
    String text = namespace.text(file).replace("boot.loader.timeout", "boot.lader.timeout");
    namespace.write(file, new Content.Text(text), 0644);
    var failed =
        catchThrowableOfType(
            Trouble.Failed.class, () -> practice.rescue(person).rebuild(RebuildWish.USUAL));
    assertThat(person.told).anyMatch(line -> line.contains("The option `boot.lader' does not"));
    assertThat(failed).message().doesNotContain("lader");
    assertThat(failed.next()).startsWith("The configuration sets an option that this nixpkgs");
  }
}
