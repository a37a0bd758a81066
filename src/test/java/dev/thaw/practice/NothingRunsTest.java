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
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import dev.thaw.rescue.Applied;
import dev.thaw.rescue.Plan;
import dev.thaw.rescue.RebuildWish;
import dev.thaw.rescue.Rescue;
import dev.thaw.rescue.Step;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A rollback where no program of the installed system can run: its disk is in another computer. */
class NothingRunsTest {

  private final Practice practice = Practice.of("vfio").mounted();
  private final Rescue whole = practice.rescue(FakePerson.yes());
  private Rescue rescue;
  private int older;
  private int newer;

  @BeforeEach
  void buildAGoodGeneration() {
    whole.config().remove("boot.initrd.kernelModules", "vfio_pci");
    whole.rebuild(RebuildWish.USUAL);
    whole.config().set("boot.loader.timeout", "7");
    whole.rebuild(RebuildWish.USUAL);
    newer = current();
    older = newer - 1;
    rescue = foreign();
  }

  private Installation installation() {
    return whole.installations().getFirst();
  }

  private int current() {
    return installation().current().orElseThrow().number();
  }

  private int byDefault() {
    return installation().generations().stream()
        .filter(Generation::isDefault)
        .findFirst()
        .orElseThrow()
        .number();
  }

  private Rescue foreign() {
    var person = FakePerson.yes();
    var approver = new Approver(person);
    Interceptor without =
        (Command command, OutputListener output, Machine next) ->
            command.argv().contains("thaw-enter")
                ? neverRuns(command, output)
                : next.run(command, output);
    var links = List.of(approver, without, new ActionRecorder(ActionRecorder.DEFAULT_DIRECTORY));
    return new Rescue(
        new InterceptorChain(practice.machine, links),
        approver,
        ActionRecorder.DEFAULT_DIRECTORY,
        person,
        "/mnt");
  }

  private static CommandResult neverRuns(Command command, OutputListener output) {
    String printed =
        "chroot: failed to run command ‘/nix/store/x/sw/bin/bash’: Exec format error\n";
    byte[] err = printed.getBytes(StandardCharsets.UTF_8);
    output.err(err, err.length);
    return new CommandResult(command, 126, new byte[0], new byte[0], Duration.ZERO);
  }

  @Test
  void theLoadersOwnFileMakesItTheDefaultAndTheProfileFollows() {
    Plan plan = (Plan) rescue.planning().rollback(older);
    assertThat(plan.remarks().getFirst()).contains("Exec format error");
    assertThat(plan.steps()).extracting(Step::line).noneMatch(line -> line.contains("thaw-enter"));
    assertThat(current()).isEqualTo(newer);

    assertThat(rescue.rollback(older).toString()).contains("generation " + older + " boots next");
    assertThat(current()).isEqualTo(older);
    assertThat(byDefault()).isEqualTo(older);
    assertThat(((Applied) rescue.rollback(older)).changed()).isFalse();
    rescue.leave();
    assertThat(practice.reboot()).contains("atlas login:");
  }

  @Test
  void undoBringsBothBack() {
    rescue.rollback(older);
    rescue.undo();
    assertThat(byDefault()).isEqualTo(newer);
    rescue.undo();
    assertThat(current()).isEqualTo(newer);
  }

  @Test
  void whatTheMenuDoesNotHaveItCantStart() {
    practice.sh("rm /mnt/boot/loader/entries/nixos-generation-" + older + ".conf");
    assertThatThrownBy(() -> rescue.rollback(older))
        .isInstanceOf(Trouble.NotReady.class)
        .hasMessageContaining("no entry for it");
    assertThat(current()).isEqualTo(newer);
  }

  /** The newest generation gets a variant, which is the older one's system. */
  private void addVariant() {
    Generation one = installation().generation(newer).orElseThrow();
    String variant = installation().generation(older).orElseThrow().toplevel();
    String json = "/mnt" + one.toplevel() + "/boot.json";
    String safe =
        """
        {"safe": {"org.nixos.bootspec.v1": {"toplevel": "%s", "init": "%s/init", "label": "x", \
        "kernel": "%s/kernel", "kernelParams": [], "system": "x86_64-linux"}}}\
        """
            .formatted(variant, variant, variant);
    String line =
        "sed -i 's|\\(\"org.nixos.specialisation.v1\": *\\){}|\\1%s|' %s".formatted(safe, json);
    assertThat(practice.sh(line).ok()).isTrue();
    String entries = "/mnt/boot/loader/entries/nixos-generation-";
    practice.sh(
        "sed 's|^options init=[^ ]*|options init=%s/init|' %s%d.conf > %s%d-specialisation-safe.conf"
            .formatted(variant, entries, newer, entries, newer));
  }

  @Test
  void aSpecialisationIsMadeTheDefaultAndTheGenerationItselfAgain() {
    addVariant();
    assertThatThrownBy(() -> whole.rollback(newer, Optional.of("sfae")))
        .isInstanceOf(Trouble.Rejected.class)
        .extracting("next")
        .asString()
        .contains("safe");

    whole.rollback(newer, Optional.of("safe"));
    assertThat(practice.sh("cat /mnt/boot/loader/loader.conf").text())
        .contains("default nixos-generation-" + newer + "-specialisation-safe.conf\n");
    assertThat(byDefault()).isEqualTo(newer);
    assertThat(((Applied) whole.rollback(newer, Optional.of("safe"))).changed()).isFalse();

    // The generation itself is another thing to boot than its variant.
    assertThat(((Applied) whole.rollback(newer)).changed()).isTrue();
    assertThat(practice.sh("cat /mnt/boot/loader/loader.conf").text())
        .contains("default nixos-generation-" + newer + ".conf\n");
  }
}
