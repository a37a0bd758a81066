package dev.thaw.machine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code prelude.sh} gives to every probe, under the shells that machines have. */
class PreludeTest {

  @TempDir Path dir;

  private byte[] run(String shell, String script, String... arguments) throws Exception {
    var argv = new ArrayList<>(List.of(shell, "-c"));
    argv.add(Scripts.read(Probe.class, "prelude.sh") + script);
    argv.add("thaw-test");
    argv.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(argv).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    byte[] out = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isZero();
    return out;
  }

  private String inside(String shell, String path) throws Exception {
    String script = "inside \"$1\" \"$2\" || printf loop";
    return new String(run(shell, script, dir.toString(), path), UTF_8).replaceFirst("^" + dir, "");
  }

  private void link(String name, String target) throws IOException {
    Files.createSymbolicLink(dir.resolve(name), Path.of(target));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void aSectionKeepsEveryByteOfItsCommandAndOfItsName(String shell) throws Exception {
    byte[] bytes = new byte[100_000];
    new Random(7).nextBytes(bytes);
    Files.write(dir.resolve("bytes"), bytes);
    String name = "disk/é \n@ 1 2\u001b'\"";
    String script =
        "section \"$1\" cat \"$2\"; section empty true\n"
            + "section fails sh -c 'echo out; echo err >&2; exit 9' || section seen echo $?";
    Probe.Sections sections =
        Probe.parse(run(shell, script, name, dir.resolve("bytes").toString()));
    assertThat(sections.all()).containsOnlyKeys(name, "empty", "fails", "seen");
    assertThat(sections.all().get(name).out()).isEqualTo(bytes);
    assertThat(sections.all().get("empty").ok()).isTrue();
    assertThat(sections.all().get("fails").status()).isEqualTo(9);
    assertThat(sections.all().get("fails").text()).isEqualTo("out\n");
    assertThat(sections.all().get("fails").errText()).isEqualTo("err\n");
    assertThat(sections.text("seen")).isEqualTo("9\n");
    assertThat(sections.under("disk/")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void whoeverReadsNoMoreWhatWasOpenedIsClosed(String shell) throws Exception {
    // Clean-up that prints, as zpool may; and both the shell's own printing, and that of programs.
    String script =
        "cleanup() { echo closing; echo closing >&2; cat /dev/null && : >\"$0\"; rm -rf \"$T\";"
            + " }\n";
    for (String prints :
        List.of("while :; do echo x; done", "section a head -c 9999999 /dev/zero")) {
      Path cleaned = dir.resolve("cleaned");
      Files.deleteIfExists(cleaned);
      String whole = Scripts.read(Probe.class, "prelude.sh") + script + prints;
      String pipe = "\"$@\" 2>&1 | head -c 1";
      Process process =
          new ProcessBuilder("bash", "-c", pipe, "x", shell, "-c", whole, cleaned.toString())
              .start();
      process.getInputStream().readAllBytes();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(cleaned).exists();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void sectionsPrintedInBetweenAreNotPrintedAgain(String shell) throws Exception {
    String script =
        "print_sections; section big echo 1; print_sections; section big2 echo 22; section last"
            + " true";
    Probe.Sections sections = Probe.parse(run(shell, script));
    assertThat(sections.all()).containsOnlyKeys("big", "big2", "last");
    assertThat(sections.text("big")).isEqualTo("1\n");
    assertThat(sections.text("big2")).isEqualTo("22\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void oneThatIsEndedWhileNobodyReadsItsAnswerStillCleansUp(String shell) throws Exception {
    String script = "section big head -c 1000000 /dev/zero";
    var builder =
        new ProcessBuilder(
            "setsid", shell, "-c", Scripts.read(Probe.class, "prelude.sh") + script, "thaw-test");
    builder.environment().put("TMPDIR", dir.toString());
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    assertThat(process.getInputStream().read()).isEqualTo('@');
    // The whole group, as the lifeline does.
    new ProcessBuilder("kill", "-TERM", "--", "-" + process.pid()).start().waitFor();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(dir).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  @NeedsRoot
  void whatThereIsNoRoomForIsASectionThatFailed(String shell) throws Exception {
    String script =
        Scripts.read(Probe.class, "prelude.sh")
            + "section small echo 1; section big head -c 1000000 /dev/zero; section last echo 2";
    String inLittleRoom =
        "mount -t tmpfs -o size=64k tmpfs \"$1\" && TMPDIR=$1 exec \"$2\" -c \"$3\" thaw-test";
    var argv = new ArrayList<>(List.of("unshare", "-m", "--propagation", "private", "sh", "-c"));
    argv.addAll(List.of(inLittleRoom, "test", dir.toString(), shell, script));
    Process process =
        new ProcessBuilder(argv).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    Probe.Sections sections = Probe.parse(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).isZero();
    assertThat(sections.text("small")).isEqualTo("1\n");
    assertThat(sections.all().get("big").ok()).isFalse();
    assertThat(sections.all().get("big").errText()).contains("no room");
    assertThat(sections.text("last")).isEqualTo("2\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void linksResolveInsideTheRoot(String shell) throws Exception {
    Files.createDirectories(dir.resolve("inner/static"));
    Files.createDirectories(dir.resolve("nix/store"));
    link("inner/fstab", "/inner/static/fstab");
    link("inner/static/fstab", "../../nix/store/fstab");
    link("up", "../../../../../../inner");
    link("round", "/about");
    link("about", "round");
    link("line", "new\nline\n");
    link("dash", "-n");
    link("escape", "/../../inner/./passwd");
    assertThat(inside(shell, "/inner/fstab")).isEqualTo("/nix/store/fstab");
    assertThat(inside(shell, "inner//./static/fstab")).isEqualTo("/nix/store/fstab");
    assertThat(inside(shell, "/up/fstab")).isEqualTo("/nix/store/fstab");
    assertThat(inside(shell, "/../../inner/static/..")).isEqualTo("/inner");
    assertThat(inside(shell, "/escape")).isEqualTo("/inner/passwd");
    assertThat(inside(shell, "/line")).isEqualTo("/new\nline\n");
    assertThat(inside(shell, "/dash")).isEqualTo("/-n");
    assertThat(inside(shell, "/not/there")).isEqualTo("/not/there");
    assertThat(inside(shell, "/")).isEmpty();
    assertThat(inside(shell, "/round/x")).isEqualTo("loop");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void aNameThatEndsInANewlineIsFollowedAsItIs(String shell) throws Exception {
    link("odd\n", "/a b/$(x)\n\n");
    assertThat(inside(shell, "/odd\n")).isEqualTo("/a b/$(x)\n\n");
  }

  @Test
  void aProbeThatPrintsWhereItShouldNotIsNotBelieved() {
    for (String garbled :
        List.of(
            "hello",
            "Welcome!\n@ 1 0 0 0\na",
            "@ 1 0 0\na",
            "@ 1 0 x 0\na",
            "@ 1 0 5 0\nabc",
            "@ 99999999999 0 0 0\n",
            "@ 1 0 2147483647 2147483647\na")) {
      assertThatThrownBy(() -> Probe.parse(garbled.getBytes(UTF_8)))
          .as(garbled)
          .isInstanceOf(Trouble.Refused.class);
    }
  }

  @Test
  void anAnswerThatWasCutAnywhereIsNotBelieved() {
    byte[] whole = "@ 1 0 3 3\naout\ner@ 1 1 0 0\nb".getBytes(UTF_8);
    assertThat(Probe.parse(whole).all()).containsOnlyKeys("a", "b");
    assertThat(Probe.print(Probe.parse(whole))).isEqualTo(whole);
    int firstEnds = "@ 1 0 3 3\naout\ner".length();
    for (int length = 1; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      if (length != firstEnds) {
        assertThatThrownBy(() -> Probe.parse(cut)).isInstanceOf(Trouble.Refused.class);
      }
    }
  }

  @Test
  void aNegativeLengthIsNotBelieved() {
    assertThatThrownBy(() -> Probe.parse("@ -1 0 2 0\nab".getBytes(UTF_8)))
        .isInstanceOf(Trouble.Refused.class);
    assertThatThrownBy(() -> Probe.parse("@ 1 0 -1 0\nab".getBytes(UTF_8)))
        .isInstanceOf(Trouble.Refused.class);
  }
}
