package dev.thaw.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.machine.Probe;
import dev.thaw.machine.Scripts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The comparison of what the boot loader reads, on a disk that can't be read. */
class SameScriptTest {

  @TempDir Path directory;

  private String compared() throws IOException {
    Files.writeString(directory.resolve("store"), "whole");
    Files.writeString(directory.resolve("copy"), "whore");
    var builder =
        new ProcessBuilder(
            "sh",
            "-c",
            Scripts.read(Probe.class, "prelude.sh") + Scripts.read(BootCheck.class, "same.sh"),
            "thaw-same",
            "/none",
            directory.toString(),
            "one",
            "whole",
            "/store",
            "/copy");
    builder.environment().merge("PATH", directory + "/bin", (path, first) -> first + ":" + path);
    return new String(
        builder.redirectErrorStream(true).start().getInputStream().readAllBytes(),
        StandardCharsets.UTF_8);
  }

  @Test
  void aDifferenceIsOne() throws IOException {
    assertThat(compared()).contains(" 1 ").doesNotContain("error reading");
  }

  @Test
  void aReadErrorIsNoDifference() throws IOException {
    Path dd = Files.createDirectory(directory.resolve("bin")).resolve("dd");
    Files.writeString(
        dd,
        """
        #!/bin/sh
        case $* in *count=1*) exit 0 ;; esac
        printf wh
        echo "dd: error reading 'copy': Input/output error" >&2
        echo '0+1 records in' >&2
        exit 1
        """);
    assertThat(dd.toFile().setExecutable(true)).isTrue();

    assertThat(compared())
        .containsPattern("@ 3 2 ")
        .contains("Input/output error")
        .doesNotContain("records in");
  }
}
