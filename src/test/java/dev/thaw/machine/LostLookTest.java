package dev.thaw.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.NeedsRoot;
import dev.thaw.storage.Datasets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A look that nobody waits for any more while it has a pool imported: whatever cut it off, the pool
 * is exported again. The pool is one whose import takes longer than a command is given to end.
 */
class LostLookTest {

  private static final String ZPOOL =
      """
      #!/bin/sh
      # As in the kernel: what was begun is ended, whoever gets a signal meanwhile.
      trap '' TERM HUP INT
      here=%s
      case "$*" in
        'list -H -o guid,name,altroot') ;;
        'list -H -o altroot tank') cat "$here/altroot" 2>/dev/null || exit 1 ;;
        'import') printf '   pool: tank\\n     id: 42\\n  state: ONLINE\\n' ;;
        'import '*' 42')
          while [ "$1" != -R ]; do shift; done
          touch "$here/importing"
          sleep 12
          echo "$2" >"$here/altroot" ;;
        'export tank') echo 'warning: slow'; echo 'warning: slow' >&2; rm "$here/altroot" ;;
        *) exit 2 ;;
      esac
      """;

  @TempDir Path directory;

  @BeforeEach
  void tools() throws IOException {
    tool("zpool", ZPOOL.formatted(directory));
    tool("zfs", "#!/bin/sh\nsleep 30\n");
    tool("modprobe", "#!/bin/sh\nexit 0\n");
  }

  private void tool(String name, String text) throws IOException {
    Path file = Files.writeString(directory.resolve(name), text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  @Test
  @NeedsRoot
  void aLostConnectionExportsIt() throws Exception {
    var sshd = new LoopbackSshd();
    try {
      sshd.becomeKnown();
      try (var machine = sshd.machine("root", FakePerson.nobody())) {
        Thread look =
            Thread.ofPlatform()
                .start(() -> {
                  try {
                    machine.run(withTools(Looked.by(Datasets::look)));
                  } catch (Trouble.Unreachable lost) {
                    // That is what happens here.
                  }
                });
        await("importing");
        sshd.dropSessions();
        look.join();
      }
      assertExported();
    } finally {
      sshd.close();
    }
  }

  @Test
  void aClosedTerminalExportsIt() throws Exception {
    Command command = withTools(Looked.by(Datasets::look));
    Process process = new ProcessBuilder(Lifeline.wrap(command)).start();
    await("importing");
    // What is in the terminal's session gets HUP, Thaw too; nobody reads or writes any more.
    List<ProcessHandle> session = process.children().filter(LostLookTest::isLifeline).toList();
    for (ProcessHandle each : session) {
      LoopbackSshd.run("kill", "-HUP", Long.toString(each.pid()));
    }
    LoopbackSshd.run("kill", "-HUP", Long.toString(process.pid()));
    process.getOutputStream().close();
    process.getInputStream().close();
    process.getErrorStream().close();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertExported();
  }

  private static boolean isLifeline(ProcessHandle process) {
    return Processes.line(process).contains("thaw-lifeline");
  }

  private Command withTools(Command command) {
    var argv = new ArrayList<>(List.of("env", "PATH=" + directory + ":" + System.getenv("PATH")));
    argv.add("TMPDIR=" + directory);
    argv.addAll(command.argv());
    return command.withArgv(argv);
  }

  private void await(String name) throws InterruptedException {
    for (int i = 0; i < 1500 && !Files.exists(directory.resolve(name)); i++) {
      Thread.sleep(20);
    }
    assertThat(directory.resolve(name)).exists();
  }

  /** Soon after its import is over, nothing of it is left. */
  private void assertExported() throws InterruptedException {
    for (int i = 0; i < 600 && (i < 130 || left().length > 0); i++) {
      Thread.sleep(100);
    }
    assertThat(left()).isEmpty();
  }

  private String[] left() {
    return directory
        .toFile()
        .list((at, name) -> name.startsWith("thaw.") || name.equals("altroot"));
  }

  /** The command that a probe would run. */
  private record Looked(AtomicReference<Command> command) implements Machine {

    private interface Look {
      void at(Machine machine);
    }

    static Command by(Look look) {
      var looked = new Looked(new AtomicReference<>());
      look.at(looked);
      return looked.command.get();
    }

    @Override
    public String name() {
      return "looked";
    }

    @Override
    public CommandResult run(Command asked, OutputListener output) {
      command.set(asked);
      return new CommandResult(asked, 0, new byte[0], new byte[0], Duration.ZERO);
    }

    @Override
    public void close() {}
  }
}
