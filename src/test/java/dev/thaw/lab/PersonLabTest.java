package dev.thaw.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person at a terminal plays the runbook on a real machine, with every key there is. */
@Tag("lab")
@Tag("rest")
class PersonLabTest {

  private static final int STAGE_2 = 0;
  private static final String MORE = "-- Enter: more, q: to the end --";
  private static final String APPROVAL = "[y/N]";
  private static final List<String> QUESTIONS = List.of("?: all keys", "q: quit", "]:", APPROVAL);
  private static final Pattern POSITION = Pattern.compile("(?m)^\\d+ of \\d+ · .*$");

  @TempDir private Path directory;

  @Test
  void usesEveryKeyIsKilledWhileMountingAndGoesOnInAnotherTerminal() throws Exception {
    Path editor = directory.resolve("editor");
    Files.writeString(editor, "#!/bin/sh\nsed -i 's/datasets()/datasets().size()/' \"$1\"\n");
    assertThat(editor.toFile().setExecutable(true)).isTrue();
    Map<String, String> environment = Map.of("EDITOR", editor.toString(), "VISUAL", "");

    try (var machine = LabMachine.broken("article")) {
      machine.live();
      List<String> play = machine.thawArgv("play", "rescue-stage-1");
      try (var tmux = new Tmux(80, 24, directory, environment, play)) {
        untilMounting(tmux);
        tmux.press("Enter");
        tmux.await("the question", screen -> asks(screen, APPROVAL));
        tmux.type("y");
        tmux.press("Enter");
        tmux.await("the first mounts", screen -> screen.contains("\n$ mount -t zfs -- "));
        kill(play.get(play.indexOf("--on") + 1));
        tmux.await("its end", screen -> screen.contains(Tmux.ENDED + 137));
        assertThat(tmux.all()).doesNotContain("Exception");
      }

      try (var tmux = new Tmux(60, 20, directory, environment, play)) {
        prompt(tmux, "An unfinished play");
        tmux.press("Enter");
        String there = prompt(tmux, "mountAll(broke, install=install)\n");
        assertThat(there).contains("6. Mount the installed system").contains("writable");
        goOn(tmux, "    reboot()\n");
        tmux.press("s");
        read(tmux, "the end", screen -> screen.contains(Tmux.ENDED + 0));
        assertThat(tmux.all().lines()).allMatch(line -> line.length() <= 60);
      }
      isWhatWasDone();
      machine.stop();

      Shown after = machine.boot();
      assertThat(after.status()).as(after.out()).isEqualTo(STAGE_2);
    }
  }

  /** Through what looks, with every key on the way. */
  private void untilMounting(Tmux tmux) throws InterruptedException {
    prompt(tmux, "Before you start");
    tmux.press("?");
    prompt(tmux, "copy the cell and what was shown");
    tmux.press("Enter");
    prompt(tmux, "symptom, text");
    tmux.type("Loading module vfio-pci");
    tmux.press("Enter");
    prompt(tmux, "install, a whole number [0]");
    tmux.press("Enter");
    prompt(tmux, "host, text");
    tmux.press("Enter");

    goOn(tmux, "    disks()\n");
    tmux.press("h");
    prompt(tmux, "What you should see: the machine's own disk");
    tmux.press("Enter");

    prompt(tmux, "    pools()\n");
    tmux.press("x");
    tmux.await("the prompt", screen -> asks(screen, "thaw>"));
    tmux.type("var seen = pools().size()");
    tmux.press("Enter");
    tmux.await("the answer", screen -> screen.matches("(?s).*size\\(\\)\\s+thaw>"));
    tmux.type("/back");
    tmux.press("Enter");
    prompt(tmux, "    pools()\n");
    tmux.press("Enter");

    prompt(tmux, "    datasets()\n");
    tmux.press("e");
    prompt(tmux, "    datasets().size()\n");
    tmux.press("Enter");
    prompt(tmux, "    var found = installs();\n");
    tmux.press("b");
    prompt(tmux, "    datasets().size()\n");
    tmux.press("s");
    prompt(tmux, "    var found = installs();\n");
    tmux.press("c");
    tmux.await("the copy", screen -> screen.contains("Copied to the end of"));

    goOn(tmux, "    mountAll(broke, install=install, dryRun=true)\n");
    tmux.press("q");
    tmux.await("the way back", screen -> screen.contains(Tmux.ENDED + 130));
    assertThat(tmux.screen()).contains("To go on: ");
    tmux.run("respawn-pane", "-k");
    prompt(tmux, "An unfinished play");
    tmux.press("Enter");
    goOn(tmux, "    mountAll(broke, install=install)\n");
  }

  /** Goes on with Enter, and says yes, until the screen shows that cell above the prompt. */
  private static String goOn(Tmux tmux, String cell) throws InterruptedException {
    while (true) {
      String screen = prompt(tmux, "");
      if (screen.contains(cell)) {
        return screen;
      }
      if (asks(screen, APPROVAL)) {
        tmux.type("y");
      }
      tmux.press("Enter");
    }
  }

  /** Waits for a question below that text. */
  private static String prompt(Tmux tmux, String text) throws InterruptedException {
    return read(
        tmux, "“" + text + "” and a question", seen -> isAsked(seen) && seen.contains(text));
  }

  /** Waits until the screen is as wanted; turns the pages before it. */
  private static String read(Tmux tmux, String what, Predicate<String> wanted)
      throws InterruptedException {
    while (true) {
      String screen = tmux.await(what, seen -> asks(seen, MORE) || wanted.test(seen));
      if (!asks(screen, MORE)) {
        return screen;
      }
      tmux.press("Enter");
    }
  }

  private static boolean isAsked(String screen) {
    return QUESTIONS.stream().anyMatch(question -> asks(screen, question));
  }

  /** Whether the cursor stands behind that; a narrow terminal breaks its line anywhere. */
  private static boolean asks(String screen, String question) {
    return !screen.endsWith("\n") && dense(screen).endsWith(dense(question));
  }

  private static String dense(String text) {
    return text.replaceAll("\\s", "");
  }

  /** As kill -9 does; the machine's address tells which of all programs it is. */
  private static void kill(String machine) {
    ProcessHandle.allProcesses()
        .filter(process -> process.info().command().orElse("").endsWith("java"))
        .filter(process ->
            Arrays.asList(process.info().arguments().orElse(new String[0])).contains(machine))
        .forEach(ProcessHandle::destroyForcibly);
  }

  private void isWhatWasDone() throws IOException {
    try (var files = Files.list(directory)) {
      List<Path> played = files.filter(file -> file.toString().endsWith(".ipynb")).toList();
      assertThat(played).hasSize(1);
      String text = Files.readString(played.getFirst());
      assertThat(text).contains("Loading module vfio-pci").contains("boots next");
      assertThat(POSITION.matcher(text).find()).isFalse();
    }
  }
}
