package dev.thaw.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.machine.Command;
import dev.thaw.practice.Tight;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The runbook on a machine with one generation and next to no room on its boot partition. */
class TightBootTest {

  @Test
  void goesThroughWithFourMegabytesAndAnotherSystemsKernel() {
    try (var play = new PracticePlay(screen -> Tight.machine(4 << 20, screen))) {
      assertThat(play.machine.check().passed()).isFalse();
      play.play(
          Notebook.read(Path.of("notebooks", "rescue-stage-1.ipynb")),
          "String symptom = \"loading module vfio_pci...\"; int install = 0; String host = \"\";");
      // It starts what was built last; the other system keeps the room that the next one will need.
      assertThat(play.machine.check().left())
          .allMatch(left -> left.what().startsWith("The boot partition is still full"));
      play.machine.run(
          Command.changes("mount it", "sh", "-c", "mkdir -p /x && mount UUID=3C1A-7F02 /x"));
      assertThat(play.machine.run(Command.looks("see it", "ls", "/x" + Tight.FOREIGN)).status())
          .isZero();
    }
  }
}
