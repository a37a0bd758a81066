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

  private String hashed(String how, String hash) throws IOException {
    Files.writeString(directory.resolve("copy"), "abc");
    var builder =
        new ProcessBuilder(
            "sh",
            "-c",
            Scripts.read(Probe.class, "prelude.sh") + Scripts.read(BootCheck.class, "same.sh"),
            "thaw-same",
            "/none",
            directory.toString(),
            "one",
            how,
            "/" + hash,
            "/copy");
    return new String(
        builder.redirectErrorStream(true).start().getInputStream().readAllBytes(),
        StandardCharsets.UTF_8);
  }

  /** The hashes of "abc" as RFC 6234 and RFC 7693 have them. */
  @Test
  void aHashIsComparedAsTheLoaderDoes() throws IOException {
    String sha = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    String blake =
        "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
            + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923";
    assertThat(hashed("sha256", sha)).containsPattern("@ 3 0 0 0\\s+one");
    assertThat(hashed("blake2b", blake)).containsPattern("@ 3 0 0 0\\s+one");
    assertThat(hashed("sha256", sha.replace('b', 'c'))).containsPattern("@ 3 1 0 0\\s+one");
    Files.delete(directory.resolve("copy"));
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
