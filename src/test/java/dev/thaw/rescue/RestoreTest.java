package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.machine.ActionRecorder;
import dev.thaw.machine.Approver;
import dev.thaw.machine.Command;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.Interceptor;
import dev.thaw.machine.InterceptorChain;
import dev.thaw.machine.LocalMachine;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Configuration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration brought back to a commit, by the real git, which runs here and not inside. */
class RestoreTest {

  private static final String FOLDER = "/dots/nixos";
  private static final String REPOSITORY = "/dots";

  @TempDir Path directory;
  private Path root;

  /** What somebody else does while the person is asked. */
  private Runnable meanwhile = () -> {};

  private Path nixos;

  @BeforeEach
  void makeTwoCommits() throws IOException {
    root = directory.resolve("mnt");
    nixos = Files.createDirectories(Path.of(root + FOLDER));
    Files.writeString(nixos.resolve("../vimrc"), "old\n");
    Files.writeString(nixos.resolve("flake.nix"), "one\n");
    Files.writeString(nixos.resolve("gpu.nix"), "gpu\n");
    git("init", "-q", "-b", "main");
    git("add", ".");
    git("commit", "-q", "-m", "one");
    Files.writeString(nixos.resolve("flake.nix"), "two\n");
    Files.delete(nixos.resolve("gpu.nix"));
    Files.writeString(nixos.resolve("new.nix"), "new\n");
    git("add", ".");
    git("commit", "-q", "-m", "two");
  }

  @Test
  void bringsBackWhatGitKnowsAsWell() throws IOException {
    Applied done = (Applied) config().restore("HEAD~1");

    assertThat(done.changed()).isTrue();
    assertThat(nixos.resolve("flake.nix")).hasContent("one\n");
    assertThat(nixos.resolve("new.nix")).doesNotExist();
    assertThat(git("ls-files", nixos.toString())).isEqualTo("nixos/flake.nix\nnixos/gpu.nix\n");
    assertThat(git("stash", "list")).isEmpty();
  }

  @Test
  void doesNothingTheSecondTime() throws IOException {
    config().restore("HEAD~1");
    int before = rescue().record().size();

    Applied again = (Applied) config().restore("HEAD~1");

    assertThat(again.changed()).isFalse();
    assertThat(rescue().record()).hasSize(before).isNotEmpty();
    assertThat(git("stash", "list")).isEmpty();
    assertThat(nixos.resolve("gpu.nix")).hasContent("gpu\n");
  }

  @Test
  void isTakenBackWithWhatWasNotCommittedAndLeavesOtherFoldersAlone() throws IOException {
    Files.writeString(nixos.resolve("flake.nix"), "three\n");
    Files.writeString(nixos.resolve("not added.nix"), "mine\n");
    Files.writeString(nixos.resolve("../vimrc"), "mine\n");

    config().restore("HEAD~1");
    assertThat(nixos.resolve("flake.nix")).hasContent("one\n");
    assertThat(nixos.resolve("not added.nix")).doesNotExist();
    assertThat(nixos.resolve("../vimrc")).hasContent("mine\n");

    rescue().undo();
    assertThat(nixos.resolve("flake.nix")).hasContent("two\n");
    assertThat(nixos.resolve("gpu.nix")).doesNotExist();
    rescue().undo();
    assertThat(nixos.resolve("flake.nix")).hasContent("three\n");
    assertThat(nixos.resolve("not added.nix")).hasContent("mine\n");
    assertThat(git("stash", "list")).isEmpty();
    assertThat(((Applied) rescue().undo()).changed()).isFalse();
  }

  @Test
  void whatSomebodyWritesMeanwhileIsNotTakenAway() {
    meanwhile =
        () -> {
          try {
            Files.writeString(nixos.resolve("flake.nix"), "mine\n");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };

    assertThatThrownBy(() -> config().restore("HEAD~1"))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessageContaining("was changed meanwhile");
    assertThat(nixos.resolve("flake.nix")).hasContent("mine\n");
    assertThat(git("stash", "list")).isEmpty();
  }

  @Test
  void saysThatThereIsNoSuchCommit() {
    assertThatThrownBy(() -> config().restore("nowhere"))
        .isInstanceOf(Trouble.Failed.class)
        .hasMessageContaining("nowhere");
    assertThat(nixos.resolve("flake.nix")).hasContent("two\n");
  }

  private String git(String... arguments) {
    var argv = new ArrayList<>(List.of("git", "-C", root + REPOSITORY));
    argv.addAll(List.of("-c", "user.name=ada", "-c", "user.email=ada@localhost"));
    argv.addAll(List.of(arguments));
    return new LocalMachine(null).run(Command.looks("git", argv)).orFail("").text();
  }

  private Config config() {
    var git = new Configuration.Git(REPOSITORY, 0, "main", "");
    var configuration = new Configuration(FOLDER, List.of(), Optional.of(git), List.of());
    return new Config(rescue(), Installed.at(root.toString(), List.of(), configuration));
  }

  /** Runs here what was to run inside, in the same folders. */
  private Interceptor outside() {
    return (command, output, next) -> {
      int entering = command.argv().indexOf("unshare");
      if (entering < 0) {
        return next.run(command, output);
      }
      // What is before it belongs to the recorder.
      var argv = new ArrayList<>(command.argv().subList(0, entering));
      command.argv().stream()
          .skip(command.argv().indexOf("git"))
          .map(a -> a.equals(FOLDER) || a.equals(REPOSITORY) ? root + a : a)
          .forEach(argv::add);
      CommandResult result = next.run(command.withArgv(argv), output);
      if (argv.contains("status")) {
        meanwhile.run();
      }
      return result;
    };
  }

  private Rescue rescue() {
    var person = FakePerson.yes();
    var approver = new Approver(person);
    String record = directory.resolve("record").toString();
    var links = List.of(approver, new ActionRecorder(record), outside());
    return new Rescue(
        new InterceptorChain(new LocalMachine(null), links),
        approver,
        record,
        person,
        root.toString());
  }
}
