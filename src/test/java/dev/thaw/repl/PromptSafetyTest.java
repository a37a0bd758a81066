package dev.thaw.repl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.NeedsRoot;
import dev.thaw.OneAtATime;
import dev.thaw.cli.Main;
import dev.thaw.machine.LoopbackSshd;
import dev.thaw.machine.Processes;
import dev.thaw.machine.ShellQuoting;
import dev.thaw.rescue.LoopSystem;
import dev.thaw.terminal.Programs;
import dev.thaw.terminal.Tmux;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What must not go wrong at the prompt, held to real machines: an sshd, disks, cryptsetup. */
@NeedsRoot
@ExtendWith(OneAtATime.class)
@Timeout(120)
class PromptSafetyTest {

  private static final Map<String, String> TERMINAL = Map.of("TERM", "xterm");

  @TempDir private Path directory;

  private static String thaw(String... arguments) {
    var argv = new ArrayList<>(Programs.java(Main.class));
    argv.addAll(List.of(arguments));
    return ShellQuoting.quote(argv);
  }

  /** Shell text with mounts and a record of its own: what else is at /mnt here is not seen. */
  private static String alone(String shell) {
    String before = "umount -R /mnt 2>/dev/null; mkdir -p /run/thaw && mount -t tmpfs t /run/thaw;";
    return ShellQuoting.quote(List.of("unshare", "-m", "sh", "-c", before + shell));
  }

  @Test
  void ctrlCEndsTheCommandAtTheFarEndAndNothingElse() throws Exception {
    var sshd = new LoopbackSshd();
    try {
      sshd.becomeKnown();
      String address = "ssh://root@127.0.0.1:" + sshd.address("root").port().getAsInt();
      String there = "thaw " + address;
      String line =
          thaw(
              "--on",
              address,
              "--identity",
              sshd.identity().toString(),
              "--ssh-option",
              "UserKnownHostsFile=" + sshd.knownHosts());
      try (var screen = new Tmux(80, 24, directory, TERMINAL, line)) {
        screen.expect("Looking at " + address).expectPrompt(there);
        screen.enter("var kept = 7; sh(\"exec sleep 7531\", looks=true)");
        Processes.await("sleep 7531", true);
        screen.press("C-c").expect("Interrupted").expectPrompt(there);
        Processes.await("sleep 7531", false);
        screen.enter("sh(\"echo still $((\" + kept + \" * 6)) here\", looks=true)");
        screen.expect("\nstill 42 here").expectPrompt(there).press("C-d").expect("ended with 0");
      }
    } finally {
      sshd.close();
    }
  }

  @Test
  void afterAKillInTheMidstOfMountingTheNextStartGoesOn() throws Exception {
    Path tools = Files.createDirectory(directory.resolve("tools"));
    // Waits in the second mount, so that the kill comes in the midst.
    tool(
        tools,
        "mount",
        """
        case "$*" in
          *'/mnt/home') : >%1$s/begun; while [ ! -e %1$s/go ]; do sleep 0.1; done ;;
        esac
        exec /usr/bin/mount "$@"
        """
            .formatted(tools));
    try (var system = new LoopSystem(directory)) {
      String mountAll = "mountAll(install=" + system.number() + ")";
      String once = "PATH=" + tools + ":$PATH " + thaw("--on", "local");
      String line = alone(once + "; echo again; " + once);
      try (var screen = new Tmux(80, 24, directory, TERMINAL, line)) {
        screen.expectLast("thaw local ro>").enter(mountAll).expect("commands? [y/N]").enter("y");
        while (!Files.exists(tools.resolve("begun"))) {
          Thread.sleep(30);
        }
        ProcessHandle.allProcesses()
            .filter(process -> isHere(process) && command(process).contains("dev.thaw.cli.Main"))
            .filter(process -> process.info().command().orElse("").endsWith("/java"))
            .forEach(ProcessHandle::destroyForcibly);
        screen.expect("again");
        Files.createFile(tools.resolve("go"));
        screen.expect("The installed system is mounted at /mnt already, writable. To go on:");
        screen.expectLast("thaw local rw /mnt>").clear().enter(mountAll);
        screen.expect("Run these 2 commands? [y/N]").enter("y");
        screen.expect("atlas is mounted at /mnt, writable.").expectLast("thaw local rw /mnt>");
        assertThat(screen.screen()).contains("/mnt/home").doesNotContain("mount the root");
        screen.clear().enter("leave()").expect("commands? [y/N]").enter("y");
        screen.expect("Everything is unmounted").expectLast("thaw local ro>");
        screen.press("C-d").expect("ended with 0");
      }
    }
  }

  @Test
  void aTerminalThatIsClosedLeavesTheMachineAsItIsAndTheNextStartGoesOn() throws Exception {
    try (var screen = new Tmux(80, 24, directory, TERMINAL, Main.class)) {
      screen.expectLast("thaw practice:vfio ro>").enter("mountAll()");
      screen.expect("commands? [y/N]").enter("y").expectLast("thaw practice:vfio rw /mnt>");
    }
    while (ProcessHandle.allProcesses()
        .anyMatch(one -> isHere(one) && command(one).contains("thaw"))) {
      Thread.sleep(30);
    }
    try (var screen = new Tmux(80, 24, directory, TERMINAL, Main.class)) {
      screen.expect("The installed system is mounted at /mnt already, writable. To go on:");
    }
  }

  @Test
  void aShellInsideGetsTheTerminalAndGivesItBack() throws Exception {
    // In memory, because an overlay can't lie upon another one.
    Path memory = Files.createTempDirectory(Path.of("/dev/shm"), "thaw-test");
    Path upper = Files.createDirectories(memory.resolve("upper"));
    Files.createDirectories(memory.resolve("work"));
    Path system = Files.createDirectories(upper.resolve("nix/store/aaaa-system"));
    Files.createSymbolicLink(system.resolve("sw"), Path.of("/usr"));
    Files.createDirectories(system.resolve("etc"));
    Files.writeString(system.resolve("etc/hostname"), "atlas\n");
    Path profiles = Files.createDirectories(upper.resolve("nix/var/nix/profiles"));
    Files.createSymbolicLink(profiles.resolve("system"), Path.of("/nix/store/aaaa-system"));
    String overlay =
        "mount -t overlay overlay -o lowerdir=/,upperdir=%1$s/upper,workdir=%1$s/work /mnt; "
            .formatted(memory);
    String line = alone(overlay + thaw("--on", "local"));
    try (var screen = new Tmux(80, 24, directory, TERMINAL, line)) {
      screen.expectLast("thaw local rw /mnt>").enter("enter()").expect("[y/N]").enter("y");
      screen.expect("thaw-enter shell /mnt").expect("#").clear();
      screen.enter("echo in $(hostname): $(tty | cut -c1-8)$((6 * 7))");
      screen.expect("\nin atlas: /dev/pts42");
      // Ctrl-C and Ctrl-Z are the shell's own.
      screen.enter("sleep 7532");
      Processes.await("sleep 7532", true);
      screen.press("C-c").enter("echo status $?").expect("\nstatus 130");
      screen.enter("sleep 7533");
      Processes.await("sleep 7533", true);
      screen.press("C-z").expect("Stopped").enter("kill -9 %1; sleep 0.5");
      screen.expect("Killed").enter("exit");
      screen.expect("Back outside; nothing of the shell is left mounted.");
      screen.expectLast("thaw local rw /mnt>").clear().type("poo").press("Tab");
      screen.expectLast("thaw local rw /mnt> pools()").press("C-u");
      screen.enter("System.out.println(7 * 101); Thread.sleep(90_000)").expect("\n707");
      screen.press("C-c").expect("Stopped.").expectLast("thaw local rw /mnt>");
      screen.press("C-d").expect("keep it mounted? [y/N]").enter("y").expect("ended with");
    } finally {
      run("rm", "-r", memory.toString());
    }
  }

  /** Whether a process was started by this test. */
  private boolean isHere(ProcessHandle process) {
    try {
      // In a changed root, the link is read from the other one.
      return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd"))
          .toString()
          .endsWith(directory.toRealPath().toString());
    } catch (IOException e) {
      return false;
    }
  }

  private static String command(ProcessHandle process) {
    return read(Path.of("/proc/" + process.pid() + "/cmdline"));
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void aPassphraseIsSeenNowhere() throws Exception {
    String secret = "hunter2-Bielefeld";
    // In memory, where history is kept for the local machine too.
    Path state = Files.createTempDirectory(Path.of("/dev/shm"), "thaw-test");
    Path image = directory.resolve("luks.img");
    run("truncate", "-s", "32M", image.toString());
    run(
        "sh",
        "-c",
        "echo other | cryptsetup -q luksFormat --pbkdf pbkdf2 --pbkdf-force-iterations 1000 \"$1\""
            + " -",
        "sh",
        image.toString());
    String loop = run("losetup", "-f", "--show", image.toString()).strip();
    var environment = Map.of("TERM", "xterm", "XDG_STATE_HOME", state.toString());
    // A container that no passphrase opens here, even where the kernel could.
    Path tools = Files.createDirectory(directory.resolve("tools"));
    tool(
        tools,
        "cryptsetup",
        "cksum >"
            + tools
            + "/sum; while [ ! -e "
            + tools
            + "/go ]; do sleep 0.05; done; echo No key available with this passphrase. >&2; exit"
            + " 2");
    String line = alone("PATH=" + tools + ":$PATH " + thaw("--on", "local"));
    try (var screen = new Tmux(80, 24, directory, environment, line)) {
      screen.expectLast("thaw local ro>").enter("unlock(\"" + loop + "\")");
      screen.expect("Run this command? [y/N]").enter("y").expect("Passphrase for ");
      screen.type(secret);
      Thread.sleep(200);
      assertThat(screen.screen()).doesNotContain(secret.substring(0, 4));
      screen.press("Enter");
      while (ProcessHandle.allProcesses().noneMatch(one -> opens(one, loop))) {
        Thread.sleep(10);
      }
      assertThat(ProcessHandle.allProcesses().filter(one -> shows(one, secret))).isEmpty();
      Files.createFile(tools.resolve("go"));
      screen.expect("That passphrase does not open " + loop + ".").press("Enter");
      assertThat(Files.readString(tools.resolve("sum")))
          .isEqualTo(run("sh", "-c", "printf %s \"$1\" | cksum", "sh", secret));
      screen.expect("Could not open the LUKS container").expectLast("thaw local ro>");
      screen.enter("history()").expectLast("thaw local ro>").enter("/list").expect("history()");
      screen.expectLast("thaw local ro>").enter("/save typed.ipynb").expect("Written to");
      screen
          .expectLast("thaw local ro>")
          .press("Up", "Up", "Up", "Up")
          .expectLast("thaw local ro> unlock(\"" + loop + "\")");
      assertThat(screen.all()).doesNotContain(secret);
      assertThat(Files.readString(state.resolve("thaw/history")))
          .contains("unlock(")
          .doesNotContain(secret);
      assertThat(Files.readString(directory.resolve("typed.ipynb"))).doesNotContain(secret);
    } finally {
      run("losetup", "-d", loop);
      run("rm", "-r", state.toString());
    }
  }

  private static boolean opens(ProcessHandle process, String device) {
    String line = command(process);
    return line.contains("cryptsetup open") && line.contains(device);
  }

  private static boolean shows(ProcessHandle process, String secret) {
    Path about = Path.of("/proc/" + process.pid());
    // This test itself was never told it by a command line.
    return command(process).contains(secret) || read(about.resolve("environ")).contains(secret);
  }

  private static void tool(Path directory, String name, String body) throws IOException {
    Path file = directory.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static String run(String... argv) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }
}
