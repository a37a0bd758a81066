package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.NeedsRoot;
import dev.thaw.machine.ActionRecorder;
import dev.thaw.machine.Approver;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.Interceptor;
import dev.thaw.machine.InterceptorChain;
import dev.thaw.machine.LocalMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A variable of the firmware, cleared and brought back. */
@NeedsRoot
class FirmwareTest {

  @TempDir Path directory;

  /** A folder for tests has no such protection to take off. */
  private static final Interceptor UNPROTECTED =
      (command, output, next) ->
          command.argv().contains("chattr")
              ? new CommandResult(command, 0, new byte[0], new byte[0], Duration.ZERO)
              : next.run(command, output);

  @Test
  void isKeptThenClearedAndUndoSetsItAgain() throws IOException {
    Path variable = Files.writeString(directory.resolve("LoaderEntryDefault-x"), "held");
    var person = FakePerson.yesBeforehand();
    var approver = new Approver(person);
    String record = directory.resolve("record").toString();
    var chain =
        new InterceptorChain(
            new LocalMachine(person), List.of(approver, new ActionRecorder(record), UNPROTECTED));
    var rescue = new Rescue(chain, approver, record, person, directory.resolve("mnt").toString());

    assertThat(((Plan) Firmware.clear(rescue.planning(), variable.toString())).steps())
        .extracting(step -> step.argv().getFirst())
        .containsExactly("cp", "chattr", "rm");
    assertThat(variable).hasContent("held");
    Firmware.clear(rescue, variable.toString());
    assertThat(variable).doesNotExist();
    assertThat(((Applied) Firmware.clear(rescue, variable.toString())).changed()).isFalse();
    rescue.undo();
    assertThat(variable).hasContent("held");
  }
}
