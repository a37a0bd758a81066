package dev.thaw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a JDK is had where there is none: the real script, with package managers that only tell. */
class GetJdkTest {

  private record Result(int status, String said, List<String> run) {}

  @TempDir Path dir;
  private Path tools;

  @BeforeEach
  void makeTools() throws IOException {
    tools = Files.createDirectories(dir.resolve("tools"));
    for (String tool : List.of("mkdir", "cat")) {
      script(tool, "exec /usr/bin/" + tool + " \"$@\"");
    }
    user(0);
  }

  private void user(int id) throws IOException {
    script("id", "echo " + id);
  }

  private void script(String name, String text) throws IOException {
    Path file = tools.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** A program that writes down how it was called, and ends with a status. */
  private void tells(String name, int status) throws IOException {
    script(name, "echo \"" + name + " $*\" >>'" + dir.resolve("run") + "'; exit " + status);
  }

  /** With nobody to ask, as from a job. */
  private Result get(String... arguments) throws Exception {
    return get(
        List.of("/usr/bin/setsid", "-w", "/bin/sh", "-c", script(), "sh"), "", List.of(arguments));
  }

  private static String script() {
    return "home=/a; say() { echo \"$*\"; }; . \"$SCRIPT\"; get_jdk \"$@\"";
  }

  private Result get(List<String> start, String typed, List<String> arguments) throws Exception {
    var argv = new ArrayList<>(start);
    argv.addAll(arguments);
    var builder = new ProcessBuilder(argv).redirectErrorStream(true);
    builder.environment().put("SCRIPT", Path.of("src/main/sh/get-jdk.sh").toAbsolutePath() + "");
    builder.environment().put("PATH", tools.toString());
    Process process = builder.start();
    process.getOutputStream().write(typed.getBytes(UTF_8));
    process.getOutputStream().flush();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    Path run = dir.resolve("run");
    return new Result(
        process.waitFor(), said, Files.exists(run) ? Files.readAllLines(run) : List.of());
  }

  /** At a terminal, where somebody types. */
  private Result getTyping(String typed) throws Exception {
    Files.writeString(dir.resolve("get.sh"), script());
    return get(
        List.of("/usr/bin/script", "-qec", "/bin/sh " + dir.resolve("get.sh"), "/dev/null"),
        typed,
        List.of());
  }

  @Test
  void withYesDebiansIsInstalledAndWhatRunsIsToldBefore() throws Exception {
    tells("apt-get", 0);
    Result result = get("play", "notebook", "--yes");
    assertThat(result.status()).isZero();
    assertThat(result.run())
        .containsExactly(
            "apt-get -qq update",
            "apt-get -qq -y --no-install-recommends install openjdk-25-jdk-headless");
    assertThat(result.said()).contains("  " + result.run().get(0), "  " + result.run().get(1));
  }

  @Test
  void whereNobodyCanBeAskedNothingRunsAndTheCommandIsTold() throws Exception {
    tells("apt-get", 0);
    Result result = get("play");
    assertThat(result.status()).isEqualTo(3);
    assertThat(result.run()).isEmpty();
    assertThat(result.said()).contains("install openjdk-25-jdk-headless", "--yes");
  }

  @Test
  void aPersonIsAsked() throws Exception {
    tells("pacman", 0);
    assertThat(getTyping("n\n").run()).isEmpty();
    assertThat(getTyping("\n").status()).isEqualTo(3);
    Result yes = getTyping("y\n");
    assertThat(yes.status()).isZero();
    assertThat(yes.said()).contains("Install it? [y/N]");
    assertThat(yes.run()).containsExactly("pacman -S --needed --noconfirm jdk-openjdk");
  }

  @Test
  void whoIsNotRootGoesThroughSudo() throws Exception {
    user(1000);
    tells("dnf", 0);
    script("sudo", "echo sudo >>'" + dir.resolve("run") + "'; exec \"$@\"");
    Result result = get("--yes");
    assertThat(result.status()).isZero();
    assertThat(result.said()).contains("  sudo dnf -q -y install java-25-openjdk-devel");
    assertThat(result.run()).containsExactly("sudo", "dnf -q -y install java-25-openjdk-devel");
  }

  @Test
  void withoutSudoItSaysWhatRootHasToRun() throws Exception {
    user(1000);
    tells("dnf", 0);
    Result result = get("--yes");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.run()).isEmpty();
    assertThat(result.said()).contains("As root", "  dnf -q -y install java-25-openjdk-devel");
  }

  @Test
  void nixNeedsNoRootAndTakesTheChannelOrTheRegistry() throws Exception {
    user(1000);
    tells("nix-build", 0);
    tells("nix", 0);
    Path project = Files.createDirectories(dir.resolve("it's here"));
    script("nix-instantiate", "exit 0");
    Result channel = getIn(project);
    assertThat(channel.status()).isZero();
    assertThat(channel.run().getLast())
        .isEqualTo("nix-build <nixpkgs> -A jdk25 --out-link " + project + "/target/jdk");
    script("nix-instantiate", "exit 1");
    assertThat(getIn(project).run().getLast())
        .isEqualTo(
            "nix --extra-experimental-features nix-command flakes build nixpkgs#jdk25 --out-link "
                + project
                + "/target/jdk");
  }

  private Result getIn(Path project) throws Exception {
    return get(
        List.of("/bin/sh", "-c", script().replace("home=/a", "home=$1; shift"), "sh"),
        "",
        List.of(project.toString(), "--yes"));
  }

  @Test
  void whatFailsAndWhatIsUnknownEndInASentenceThatHelps() throws Exception {
    Result unknown = get("--yes");
    assertThat(unknown.status()).isEqualTo(1);
    assertThat(unknown.said()).contains("No package manager", "adoptium.net", "JAVA_HOME");
    tells("apt-get", 100);
    Result failed = get("--yes");
    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.said()).contains("That failed", "adoptium.net");
    assertThat(failed.run()).containsExactly("apt-get -qq update");
  }

  @Test
  void theLauncherFindsTheOneThatNixLaid() throws Exception {
    Path jdk = Files.createDirectories(dir.resolve("target/jdk/lib/openjdk/bin"));
    for (String program : List.of("java", "javac")) {
      Path file = Files.writeString(jdk.resolve(program), "");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Files.writeString(jdk.resolveSibling("release"), "JAVA_VERSION=\"25.0.1\"\n");
    var builder =
        new ProcessBuilder(
            "sh", "-c", "home=$1; . src/main/sh/find-jdk.sh; find_jdk", "sh", dir + "");
    builder.environment().remove("JAVA_HOME");
    Process process = builder.start();
    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
        .isEqualTo(jdk.getParent() + "\n");
  }
}
