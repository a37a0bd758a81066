package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.NeedsRoot;
import dev.thaw.machine.Command;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.LocalMachine;
import dev.thaw.machine.Machine;
import dev.thaw.machine.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goes inside for real, as root: the installed system is this computer's own, shown through an
 * overlay, with a Nix store, a profile and an activation script added.
 */
@NeedsRoot
class InsideTest {

  private static final String SYSTEM = "/nix/store/aaaa-nixos-system-atlas-1";

  @TempDir Path directory;
  private Path root;
  private Path upper;
  private final Machine machine = new LocalMachine(null);

  @BeforeEach
  void mountAnInstalledSystem() throws IOException {
    // In a tmpfs, because an overlay can't lie upon another one.
    run("mount", "-t", "tmpfs", "tmpfs", directory.toString());
    upper = Files.createDirectories(directory.resolve("upper"));
    Path work = Files.createDirectories(directory.resolve("work"));
    root = Files.createDirectories(directory.resolve("root"));
    // A /tmp of its own, which nobody else on this computer writes to.
    run("mknod", upper.resolve("tmp").toString(), "c", "0", "0");
    String options = "lowerdir=/,upperdir=%s,workdir=%s".formatted(upper, work);
    run("mount", "-t", "overlay", "overlay", "-o", options, root.toString());
    run("mkdir", "-m", "1777", root.resolve("tmp").toString());

    Path system = Files.createDirectories(Path.of(root + SYSTEM));
    Files.createSymbolicLink(system.resolve("sw"), Path.of("/usr"));
    Files.createDirectories(system.resolve("etc"));
    Files.writeString(system.resolve("etc/hostname"), "atlas\n");
    Path activate = system.resolve("activate");
    Files.writeString(
        activate,
        """
        #!/bin/sh
        mount -t tmpfs tmpfs /run
        ln -s %s /run/current-system
        echo "$IN_NIXOS_ENTER" >/activated
        env >/activated-with
        """
            .formatted(SYSTEM));
    Files.setPosixFilePermissions(activate, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path profiles = Files.createDirectories(Path.of(root + "/nix/var/nix/profiles"));
    Files.createSymbolicLink(profiles.resolve("system"), Path.of("system-1-link"));
    Files.createSymbolicLink(profiles.resolve("system-1-link"), Path.of(SYSTEM));
    Files.createFile(root.resolve("etc/NIXOS"));
    Files.deleteIfExists(root.resolve("etc/resolv.conf"));
    Files.createSymbolicLink(
        root.resolve("etc/resolv.conf"), Path.of("/run/systemd/resolve/stub-resolv.conf"));
  }

  @AfterEach
  void unmountIt() {
    assertThat(mountsBelow(root.toString())).as("what going inside left mounted").isEmpty();
    run("umount", root.toString());
    run("umount", directory.toString());
  }

  @Test
  void asksWithWhatNixWritesInRamAndAllElseReadOnly() throws IOException {
    Files.createDirectories(Path.of(root + "/nix/var/nix/db"));
    Files.writeString(Path.of(root + "/nix/var/nix/db/db.sqlite"), "old");
    List<String> before = everything();
    String script =
        "echo new >/nix/store/x && echo new >/nix/var/nix/db/db.sqlite && mkdir -p /root/.cache/nix"
            + " && echo t >/tmp/t && cat /nix/store/x /nix/var/nix/db/db.sqlite"
            + " && echo \"$NIX_CONFIG\" && ! touch /etc/nixos-x 2>/dev/null";

    CommandResult result =
        machine.run(
            Inside.ask(
                "ask",
                root.toString(),
                List.of("substitute = false"),
                List.of("sh", "-c", script)));

    assertThat(result.errText()).isEmpty();
    assertThat(result.ok()).isTrue();
    assertThat(result.text()).isEqualTo("new\nnew\nsubstitute = false\n\n");
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void activatesAndHasTheInstalledNameItsOwnProcessesAndTheLiveNameServers() throws IOException {
    CommandResult result =
        act(
            "hostname; cat /etc/resolv.conf; readlink /run/current-system; ls /proc | grep -c"
                + " '^1$'");

    assertThat(result.ok()).as(result.errText()).isTrue();
    assertThat(result.text())
        .startsWith("atlas\n")
        .contains(Files.readString(Path.of("/etc/resolv.conf")))
        .endsWith(SYSTEM + "\n1\n");
    assertThat(root.resolve("activated")).hasContent("1");
  }

  @Test
  void holdsWhatTheInstalledSystemsLoginSetsAndNothingOfWhereThawWasStarted() throws IOException {
    nixosProfile();

    CommandResult result = machine.run(fromLiveNixos(Inside.PROFILE, "env"));

    assertThat(variables(result.text()))
        .containsOnlyKeys(
            "HOME USER LOGNAME SHELL PATH TERM http_proxy NO_PROXY LANG NIX_PATH LOCALE_ARCHIVE"
                .split(" "))
        .containsEntry("HOME", "/root")
        .containsEntry("USER", "root")
        .containsEntry("TERM", "xterm-256color")
        .containsEntry("http_proxy", "http://proxy:3128/a b")
        .containsEntry("NO_PROXY", "localhost")
        .containsEntry("LANG", "de_DE.UTF-8")
        .containsEntry("NIX_PATH", "nixpkgs=/nix/installed")
        .containsEntry("LOCALE_ARCHIVE", "/run/current-system/sw/lib/locale/locale-archive")
        .containsEntry("PATH", "/run/wrappers/bin:/run/current-system/sw/bin");
  }

  @Test
  void settingsOfNixAreAddedToThoseOfTheInstalledSystem() throws IOException {
    nixosProfile();
    String print = "printf '%s;' \"$NIX_CONFIG\"";
    Command two =
        acting(
            "test",
            root.toString(),
            Inside.PROFILE,
            List.of("sandbox = false", "substitute = false"),
            List.of("bash", "-c", print));

    assertThat(machine.run(two).text()).isEqualTo("sandbox = false\nsubstitute = false\n;");

    Files.writeString(
        Path.of(root + SYSTEM + "/etc/set-environment"),
        "export NIX_CONFIG='access-tokens = a=b'\n",
        StandardOpenOption.APPEND);
    assertThat(machine.run(two).text())
        .isEqualTo("access-tokens = a=b\nsandbox = false\nsubstitute = false\n;");
    assertThat(act(print).text()).isEqualTo("access-tokens = a=b;");
  }

  @Test
  void activatesInAnEnvironmentOfItsOwnToo() throws IOException {
    machine.run(fromLiveNixos(Inside.PROFILE, "true"));

    assertThat(variables(Files.readString(root.resolve("activated-with"))))
        .containsEntry("IN_NIXOS_ENTER", "1")
        .containsEntry(
            "LOCALE_ARCHIVE", "/nix/var/nix/profiles/system/sw/lib/locale/locale-archive")
        .doesNotContainKeys("NIX_PATH", "NIX_REMOTE", "LC_ALL", "JAVA_HOME", "NIX_PROFILES");
  }

  @Test
  void hasTheSystemsOwnEnvironmentWhereItsProfileIsOnlyMadeAtBoot() throws IOException {
    nixosProfile();
    run("rm", root + "/etc/profile");

    CommandResult result = machine.run(fromLiveNixos(Inside.PROFILE, "env"));

    assertThat(variables(result.text())).containsEntry("NIX_PATH", "nixpkgs=/nix/installed");
  }

  @Test
  void makesTmpAsABootWould() throws IOException {
    run("rm", "-rf", root + "/tmp", root + SYSTEM + "/sw");
    Path sw = Files.createDirectories(Path.of(root + SYSTEM + "/sw/bin"));
    for (String name : List.of("bash", "mktemp", "stat")) {
      Files.createSymbolicLink(sw.resolve(name), Path.of("/usr/bin/" + name));
    }
    assertThat(act("mktemp; stat -c %a /tmp").text()).startsWith("/tmp/tmp.").endsWith("\n1777\n");

    Path tmpfiles =
        Files.writeString(sw.resolve("systemd-tmpfiles"), "#!/bin/sh\necho $* >/made\n");
    Files.setPosixFilePermissions(tmpfiles, PosixFilePermissions.fromString("rwxr-xr-x"));
    act("true");
    assertThat(root.resolve("made")).hasContent("--create --remove -E");
  }

  @Test
  void saysWhenAnEtcOfLayersCouldNotBePutTogether() throws IOException {
    Files.createSymbolicLink(Path.of(root + SYSTEM + "/etc-metadata-image"), Path.of("/usr"));

    assertThat(act("true").errText()).contains("/etc of this system is made of layers");

    Files.writeString(
        Path.of(root + SYSTEM + "/activate"),
        "\nmount --bind /etc /etc\n",
        StandardOpenOption.APPEND);
    assertThat(act("true").errText()).doesNotContain("layers");
  }

  /** The profile of the installed system, with the guards that NixOS writes. */
  private void nixosProfile() throws IOException {
    for (String own : List.of(".bash_profile", ".bash_login", ".profile")) {
      Files.deleteIfExists(root.resolve("root/" + own));
    }
    Files.writeString(
        Path.of(root + SYSTEM + "/etc/set-environment"),
        """
        export __NIXOS_SET_ENVIRONMENT_DONE=1
        export LANG="de_DE.UTF-8"
        export LOCALE_ARCHIVE="/run/current-system/sw/lib/locale/locale-archive"
        export NIX_PATH="nixpkgs=/nix/installed"
        export NIX_REMOTE=daemon
        export PATH="/run/current-system/sw/bin"
        export PATH="/run/wrappers/bin:$PATH"
        """);
    Files.writeString(
        root.resolve("etc/profile"),
        """
        if [ -n "$__ETC_PROFILE_SOURCED" ]; then return; fi
        __ETC_PROFILE_SOURCED=1
        export __ETC_PROFILE_DONE=1
        if [ -z "$__NIXOS_SET_ENVIRONMENT_DONE" ]; then
            . %s/etc/set-environment
        fi
        """
            .formatted(SYSTEM));
  }

  /** A program inside, started from what a live NixOS sets at a login, and the JVM of Thaw. */
  private Command fromLiveNixos(String system, String program) {
    Command command =
        acting("test", root.toString(), system, List.of("bash", "-c", "exec \"$0\"", program));
    var argv =
        new ArrayList<>(
            List.of(
                "env",
                "__NIXOS_SET_ENVIRONMENT_DONE=1",
                "__ETC_PROFILE_DONE=1",
                "NIX_PATH=nixpkgs=/live",
                "NIX_REMOTE=daemon",
                "NIX_PROFILES=/live",
                "NIX_CONFIG=sandbox = true",
                "LOCALE_ARCHIVE=/live",
                "LANG=en_US.UTF-8",
                "LC_TIME=C",
                "JAVA_HOME=/jdk",
                "JAVA_TOOL_OPTIONS=-Dx=y",
                "BASH_ENV=/live",
                "TMPDIR=/tmp",
                "XDG_CONFIG_DIRS=/live",
                "TERM=xterm-256color",
                "http_proxy=http://proxy:3128/a b",
                "NO_PROXY=localhost"));
    argv.addAll(command.argv());
    return command.withArgv(argv);
  }

  /** What {@code env} printed, without the marks of profiles and what bash sets by itself. */
  private static Map<String, String> variables(String printed) {
    return printed
        .lines()
        .map(line -> line.split("=", 2))
        .filter(pair -> !pair[0].matches("_|__.*|PWD|OLDPWD|SHLVL"))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  @Test
  void passesArgumentsInputAndStatusOnAsTheyAre() {
    Command command =
        acting(
                "echo",
                root.toString(),
                Inside.PROFILE,
                List.of("bash", "-c", "cat; printf '%s' \"$1\"; exit 7", "x", "a $(b) 'c'\n"))
            .reading(dev.thaw.machine.Stdin.of("input;"));

    CommandResult result = machine.run(command);

    assertThat(result.text()).isEqualTo("input;a $(b) 'c'\n");
    assertThat(result.status()).isEqualTo(7);
  }

  @Test
  void looksWithoutBeingAbleToWrite() {
    CommandResult result =
        machine.run(
            Inside.look(
                "try to write",
                root.toString(),
                Inside.PROFILE,
                List.of("bash", "-c", "touch /new; touch /nix/new; cat /etc/resolv.conf")));

    assertThat(result.errText()).contains("touch: cannot touch '/new': Read-only file system");
    assertThat(result.text()).contains("nameserver");
    assertThat(upper.resolve("new")).doesNotExist();
    assertThat(root.resolve("activated")).doesNotExist();
  }

  @Test
  void whatIsMountedUnderAnOddNameCanNotBeWrittenToEither() throws IOException {
    Path odd = Files.createDirectories(Path.of(root + "/a 1\\2\n"));
    run("mount", "-t", "tmpfs", "tmpfs", odd.toString());
    try {
      CommandResult result =
          machine.run(
              Inside.look(
                  "try to write",
                  root.toString(),
                  Inside.PROFILE,
                  List.of("bash", "-c", "touch \"$1\"", "x", "/a 1\\2\n/new")));
      assertThat(result.errText()).endsWith("Read-only file system\n");
    } finally {
      run("umount", odd.toString());
    }
  }

  @Test
  void bindsNothingOverALinkThatLeadsOut() throws IOException {
    Files.createSymbolicLink(root.resolve("tmp-run"), Path.of("/tmp"));
    run("rm", "-rf", root.resolve("srv").toString());
    run("mv", root.resolve("run").toString(), root.resolve("old-run").toString());
    Files.createSymbolicLink(root.resolve("run"), directory);

    CommandResult result = act("true");

    assertThat(result.status()).isEqualTo(125);
    assertThat(result.errText()).contains("/run is a link");
  }

  @Test
  void doesNotLetTheInstalledSystemsAbsoluteLinksReachTheLiveOne() throws IOException {
    Path profile = Path.of(root + "/nix/var/nix/profiles/system");
    Files.delete(profile);
    Files.createSymbolicLink(profile, Path.of("/nix/store/only-on-the-live-system"));

    assertThat(act("true").errText()).contains("does not lead to a complete system");
  }

  @Test
  void takesEverythingInsideWithItWhenItsTimeIsUp() throws Exception {
    Command command =
        acting(
                "wait",
                root.toString(),
                Inside.PROFILE,
                List.of("bash", "-c", "trap '' TERM; setsid sleep 987 & sleep 986"))
            .within(Duration.ofSeconds(4));

    assertThatThrownBy(() -> machine.run(command)).isInstanceOf(Trouble.TimedOut.class);

    assertThat(machine.run(Command.looks("find", "pgrep", "-f", "sleep 98[67]")).text()).isEmpty();
  }

  private CommandResult act(String line) {
    return machine.run(
        acting("test", root.toString(), Inside.PROFILE, List.of("bash", "-c", line)));
  }

  private void run(String... argv) {
    machine.run(Command.changes("set up the test", argv)).orFail("This test needs root.");
  }

  private List<String> mountsBelow(String path) {
    return LiveMount.parse(
            machine.run(Command.looks("mounts", "cat", "/proc/self/mountinfo")).text())
        .stream()
        .map(LiveMount::point)
        .filter(point -> point.startsWith(path + "/"))
        .toList();
  }

  /** All that was written to the installed system, each file with its size and time. */
  private List<String> everything() throws IOException {
    try (var paths = Files.walk(upper)) {
      var all = new ArrayList<String>();
      for (Path path : paths.sorted().toList()) {
        var is = Files.readAttributes(path, "size,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
        all.add(path + " " + is);
      }
      return all;
    }
  }

  private static Command acting(String purpose, String root, String system, List<String> program) {
    return acting(purpose, root, system, List.of(), program);
  }

  private static Command acting(
      String purpose, String root, String system, List<String> settings, List<String> program) {
    return Command.changes(purpose, Inside.acting(root, system, settings, program));
  }
}
