package dev.thaw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real {@code ./thaw}, in a copy of the project where Java and Maven only say what they do. */
class LauncherTest {

  private record Result(int status, String out, String err) {}

  @TempDir Path dir;
  private Path project;
  private Path tools;

  @BeforeEach
  void copy() throws IOException {
    project = Files.createDirectories(dir.resolve("the project"));
    tools = Files.createDirectories(dir.resolve("tools"));
    for (String file :
        List.of(
            "thaw",
            "pom.xml",
            "src/main/sh/find-jdk.sh",
            "src/main/sh/get-jdk.sh",
            "src/main/sh/train.sh",
            "src/main/sh/training-input")) {
      Files.createDirectories(project.resolve(file).getParent());
      Files.copy(Path.of(file), project.resolve(file));
    }
    jdk("jdk", "25.0.1");
    // It takes time, so that two at once would meet.
    script(
        project.resolve("mvnw"),
        "printf 'build %s\\n' \"$*\" >>'$builds'; sleep 0.5; : >'$jar'"
            .replace("$builds", dir.resolve("builds").toString())
            .replace("$jar", project.resolve("target/thaw.jar").toString()));
    for (String tool :
        List.of(
            "sh",
            "dirname",
            "readlink",
            "find",
            "grep",
            "head",
            "mkdir",
            "flock",
            "mv",
            "rm",
            "touch",
            "sed",
            "sleep",
            "cat")) {
      script(tools.resolve(tool), "exec " + which(tool) + " \"$@\"");
    }
  }

  private static Path which(String tool) {
    return List.of("/usr/bin", "/bin").stream()
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError("These tests need " + tool + "."));
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** A JDK that says what it is to run; in training it makes the caches, in some time. */
  private Path jdk(String name, String version) throws IOException {
    Path jdk = dir.resolve(name);
    script(
        jdk.resolve("bin/java"),
        """
        for a; do
          case $a in
            -XX:DumpLoadedClassList=*) echo java/lang/Object >"${a#*=}"; exit ;;
            -Xshare:dump) exit ;;
            -XX:ArchiveClassesAtExit=*)
              echo "$*" >>'$trainings'; sleep 0.5; : >"${a#*=}"; exit
          esac
        done
        echo $name
        for a; do printf '<%s>' "$a"; done
        exit 5
        """
            .replace("$trainings", dir.resolve("trainings").toString())
            .replace("$name", name));
    script(jdk.resolve("bin/javac"), "exit 1");
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return jdk;
  }

  private Process start(Path thaw, String... arguments) throws IOException {
    var argv = new ArrayList<>(List.of(thaw.toString()));
    argv.addAll(List.of(arguments));
    var builder = new ProcessBuilder(argv).directory(dir.toFile());
    builder.environment().put("PATH", tools.toString());
    builder.environment().put("HOME", dir.toString());
    builder.environment().put("JAVA_HOME", dir.resolve("jdk").toString());
    return builder.start();
  }

  private static Result end(Process process) throws Exception {
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    return new Result(process.waitFor(), out, err);
  }

  private Result thaw(String... arguments) throws Exception {
    return end(start(project.resolve("thaw"), arguments));
  }

  private long builds() throws IOException {
    return lines("builds", "");
  }

  /** How often all caches were made; the kernel's are the last. */
  private long trainings() throws IOException {
    return lines("trainings", " kernel ");
  }

  private long lines(String file, String part) throws IOException {
    Path path = dir.resolve(file);
    return Files.exists(path)
        ? Files.readAllLines(path).stream().filter(line -> line.contains(part)).count()
        : 0;
  }

  @Test
  void theFirstStartBuildsAndTheSecondDoesNot() throws Exception {
    assertThat(thaw().err()).contains("building");
    assertThat(thaw().err()).isEmpty();
    assertThat(builds()).isEqualTo(1);
    assertThat(Files.readString(dir.resolve("builds"))).contains("maven.test.skip", "package");
  }

  @Test
  void theFirstStartOfABuildMakesTheCachesThatAllTake() throws Exception {
    String cache = "<-XX:SharedArchiveFile=" + project + "/target/terminal.jsa>";
    assertThat(thaw().out()).contains(cache);
    assertThat(thaw().out()).contains(cache);
    assertThat(trainings()).isEqualTo(1);
    Path source = Files.createDirectories(project.resolve("src/main/java")).resolve("A.java");
    Files.writeString(source, "");
    assertThat(thaw().out()).contains(cache);
    assertThat(trainings()).isEqualTo(2);
    // Maven was started by hand.
    Files.setLastModifiedTime(
        project.resolve("target/thaw.jar"), FileTime.from(Instant.now().plusSeconds(2)));
    assertThat(thaw().out()).contains(cache);
    assertThat(trainings()).isEqualTo(3);
  }

  @Test
  void aKernelTakesACacheOfItsOwn() throws Exception {
    assertThat(thaw("kernel", "run", "-f", "file").out())
        .contains("<-XX:SharedArchiveFile=" + project + "/target/kernel.jsa>");
    assertThat(thaw("kernel", "install").out())
        .contains("<-XX:SharedArchiveFile=" + project + "/target/terminal.jsa>");
  }

  @Test
  void anotherJdkMakesTheCacheAnew() throws Exception {
    thaw();
    Files.writeString(dir.resolve("jdk/release"), "JAVA_VERSION=\"25.0.2\"\n");
    thaw();
    assertThat(trainings()).isEqualTo(2);
    thaw();
    assertThat(trainings()).isEqualTo(2);
  }

  @Test
  void aFolderThatMovedMakesTheCacheAnew() throws Exception {
    thaw();
    Files.move(project, dir.resolve("moved"));
    project = dir.resolve("moved");
    assertThat(thaw().out())
        .contains("<-XX:SharedArchiveFile=" + project + "/target/terminal.jsa>");
    assertThat(trainings()).isEqualTo(2);
  }

  @Test
  void withoutACacheItStartsPlainlyAndDoesNotTryAgain() throws Exception {
    script(dir.resolve("jdk/bin/java"), "echo \"$*\" >>'" + dir.resolve("starts") + "'; exit 5");
    Result first = thaw();
    assertThat(first.status()).isEqualTo(5);
    assertThat(first.err()).contains("that failed", project + "/target/training.log");
    assertThat(thaw()).isEqualTo(new Result(5, "", ""));
    assertThat(Files.readAllLines(dir.resolve("starts")))
        .hasSize(3)
        .filteredOn(line -> line.contains("Shared") || line.contains("Training"))
        .singleElement()
        .asString()
        .contains("-XX:DumpLoadedClassList=");
  }

  @Test
  void argumentsAndTheExitStatusPassUnchanged() throws Exception {
    Result result = thaw("eval", "a 'b' \"c\"\n$(d) *é", "");
    assertThat(result.out()).endsWith("<eval><a 'b' \"c\"\n$(d) *é><>");
    assertThat(result.out()).contains("<-cp><" + project + "/target/thaw.jar><dev.thaw.cli.Main>");
    assertThat(result.status()).isEqualTo(5);
  }

  @Test
  void changedAddedAndDeletedSourcesAreBuilt() throws Exception {
    Path source = project.resolve("src/main/java/A.java");
    thaw();
    Files.createDirectories(source.getParent());
    Files.writeString(source, "");
    thaw();
    assertThat(builds()).isEqualTo(2);
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(1)));
    Thread.sleep(1100);
    thaw();
    assertThat(builds()).isEqualTo(3);
    Files.delete(source);
    thaw();
    assertThat(builds()).isEqualTo(4);
    thaw();
    assertThat(builds()).isEqualTo(4);
  }

  @Test
  void twoStartsAtOnceBuildAndTrainOnce() throws Exception {
    Process one = start(project.resolve("thaw"));
    Process two = start(project.resolve("thaw"));
    assertThat(end(one).status()).isEqualTo(5);
    assertThat(end(two).status()).isEqualTo(5);
    assertThat(builds()).isEqualTo(1);
    assertThat(trainings()).isEqualTo(1);
  }

  @Test
  void ctrlCInTrainingEndsAlsoWhereShIsBashAndTheNextStartTrains() throws Exception {
    Path java = dir.resolve("jdk/bin/java");
    String usual = Files.readString(java);
    // As Java does in a cell: it ends well.
    script(
        java,
        "trap 'exit 0' INT; touch '"
            + dir.resolve("busy")
            + "'; for i in 1 2 3 4 5 6 7 8 9; do sleep 0.2; done");
    var builder = new ProcessBuilder("setsid", "/bin/bash", project.resolve("thaw").toString());
    builder.environment().put("JAVA_HOME", dir.resolve("jdk").toString());
    builder.environment().put("PATH", tools + ":/usr/bin:/bin");
    Process process = builder.start();
    while (!Files.exists(dir.resolve("busy"))) {
      Thread.sleep(20);
    }
    new ProcessBuilder("kill", "-INT", "--", "-" + process.pid()).start().waitFor();
    assertThat(end(process).status()).isEqualTo(130);
    Files.writeString(java, usual);
    thaw();
    assertThat(trainings()).isEqualTo(1);
  }

  @Test
  void itStartsThroughLinks() throws Exception {
    Files.createSymbolicLink(dir.resolve("one"), Path.of("the project/thaw"));
    Files.createSymbolicLink(tools.resolve("two"), Path.of("../one"));
    assertThat(end(start(tools.resolve("two"))).status()).isEqualTo(5);
  }

  @Test
  void aFailedBuildIsShownAndTriedAgain() throws Exception {
    script(project.resolve("mvnw"), "echo 'A.java: no'; echo b >>'" + dir + "/builds'; exit 1");
    Result result = thaw();
    assertThat(result.err()).contains("A.java: no", "could not be built");
    assertThat(result.status()).isEqualTo(1);
    thaw();
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void anOldJdkInJavaHomeIsPassedOver() throws Exception {
    Files.writeString(dir.resolve("jdk/release"), "JAVA_VERSION=\"17.0.15\"\n");
    Result result = thaw();
    // Java itself, if this computer has a new one: it can't read the jar that the test made.
    assertThat(result.out()).doesNotStartWith("jdk\n");
    assertThat(result.status()).isNotZero();
  }
}
