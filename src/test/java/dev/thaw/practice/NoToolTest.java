package dev.thaw.practice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.machine.Approver;
import dev.thaw.machine.Chain;
import dev.thaw.machine.Command;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.Link;
import dev.thaw.machine.Machine;
import dev.thaw.machine.Outcome;
import dev.thaw.machine.Output;
import dev.thaw.machine.Recorder;
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

    assertThat(result.rebuild(RebuildWish.USUAL, false).toString()).contains("boots next");
    assertThat(shown).singleElement().asString().endsWith(" thaw-by-hand all '' '' ''");
  }

  /** A rescue where what ends in that word is not there. */
  private Rescue rescue(String tool, String printed) {
    var person = FakePerson.yes();
    var approver = new Approver(person);
    Link without =
        (Command command, Output output, Machine next) -> {
          if (command.argv().contains("thaw-by-hand")) {
            shown.add(command.shown());
          } else if (command.argv().stream().anyMatch(word -> word.endsWith(tool))) {
            byte[] bytes = (printed + "\n").getBytes(StandardCharsets.UTF_8);
            output.err(bytes, bytes.length);
            return new Outcome(command, 127, new byte[0], new byte[0], Duration.ZERO);
          }
          return next.run(command, output);
        };
    var links = List.of(approver, without, new Recorder(Recorder.DEFAULT_DIRECTORY));
    return new Rescue(
        new Chain(practice.machine, links), approver, Recorder.DEFAULT_DIRECTORY, person, "/mnt");
  }
}
