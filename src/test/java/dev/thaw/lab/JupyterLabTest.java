package dev.thaw.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.kernel.Jupyter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rescue in Jupyter on a real machine: nbclient executes it, and the disk's own boot tells. */
@Tag("lab")
@Tag("rest")
class JupyterLabTest {

  private static final int STAGE_2 = 0;

  @TempDir private Path directory;

  @Test
  void nbclientRescuesTheMachine() {
    var jupyter = new Jupyter(directory);
    try (var machine = LabMachine.broken("article")) {
      machine.live();
      String told =
          jupyter.run(
              "notebooks.py",
              Map.of(),
              List.of(machine.on(), directory.toString(), "notebooks/rescue-stage-1.ipynb"));
      assertThat(told).contains("rescue-stage-1.ipynb: ");
      assertThat(directory.resolve("rescue-stage-1.ipynb"))
          .content()
          .contains("generation 58 boots next");
      machine.stop();
      Shown after = machine.boot();
      assertThat(after.status()).as(after.out()).isEqualTo(STAGE_2);
    }
  }
}
