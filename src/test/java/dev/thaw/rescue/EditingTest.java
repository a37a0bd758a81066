package dev.thaw.rescue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.machine.Approver;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.Interceptor;
import dev.thaw.machine.InterceptorChain;
import dev.thaw.machine.LocalMachine;
import dev.thaw.machine.Trouble;
import dev.thaw.machine.UserInteraction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a text that a person typed into an editor: scripts, in place of the editor. */
class EditingTest {

  private static final String PATH = "/etc/nixos/configuration.nix";

  @TempDir Path directory;
  private Path root;
  private Path file;
  private UserInteraction interaction = FakePerson.yes();

  /** The status of a nix that is not there, here and inside; 0 for one that refuses "broken". */
  private int nix;

  @BeforeEach
  void makeTheInstalledSystem() throws IOException {
    root = directory.resolve("mnt");
    Files.createDirectories(root.resolve("etc/nixos"));
    file = Files.writeString(Path.of(root + PATH), "{ }\n");
  }

  @Test
  void writesWhatWasTypedAndLeavesNothingOfTheEditorBehind() throws IOException {
    Path seen = directory.resolve("seen");
    Applied done =
        (Applied) edit("cp \"$1\" \"$1~\"; echo '{ a = 1; }' >\"$1\"; echo \"$1\" >" + seen);

    assertThat(done.changed()).isTrue();
    assertThat(file).hasContent("{ a = 1; }\n");
    assertThat(Path.of(Files.readString(seen).strip()).getParent()).doesNotExist();
  }

  @Test
  void opensATextThatDoesNotParseAgainAndAgain() throws IOException {
    Path count = directory.resolve("count");
    Applied done =
        (Applied)
            edit(
                "echo x >>%s; if [ $(wc -l <%s) -lt 3 ]; then echo '# broken' >>\"$1\"; else sed -i s/broken/mended/ \"$1\"; fi"
                    .formatted(count, count));

    assertThat(done.changed()).isTrue();
    assertThat(file).hasContent("{ }\n# mended\n# mended\n");
    assertThat(((FakePerson) interaction).asked)
        .startsWith("Open it again?", "Open it again?")
        .hasSize(3);
    assertThat(((FakePerson) interaction).told).first().asString().contains("error: broken");
  }

  @Test
  void keepsATextThatDoesNotParseOnThisComputer() throws IOException {
    interaction = FakePerson.no();

    assertThatThrownBy(() -> edit("echo '# broken' >>\"$1\""))
        .isInstanceOf(Trouble.Refused.class)
        .satisfies(e -> assertThat(kept(e.getMessage())).hasContent("{ }\n# broken\n"));
    assertThat(file).hasContent("{ }\n");
  }

  @Test
  void opensNothingForEverWhenEverythingIsApprovedBeforehand() throws IOException {
    interaction = FakePerson.yesBeforehand();

    assertThatThrownBy(() -> edit("echo '# broken' >>\"$1\""))
        .isInstanceOf(Trouble.NotApproved.class)
        .satisfies(e -> assertThat(kept(e.getMessage())).hasContent("{ }\n# broken\n"));
  }

  @Test
  void keepsATextWhosePlanWasNotApproved() throws IOException {
    interaction = FakePerson.no();

    assertThatThrownBy(() -> edit("echo '# good' >>\"$1\""))
        .isInstanceOf(Trouble.NotApproved.class)
        .satisfies(e -> assertThat(kept(e.getMessage())).hasContent("{ }\n# good\n"));
    assertThat(file).hasContent("{ }\n");
  }

  @Test
  void keepsATextThatCouldNotBeWritten() throws IOException {
    assertThatThrownBy(() -> edit("echo '# good' >>\"$1\"; rm -r " + file.getParent()))
        .isInstanceOf(Trouble.Failed.class);

    assertThat(kept(((FakePerson) interaction).told.getLast())).hasContent("{ }\n# good\n");
  }

  @Test
  void keepsATextWhoseEditorFailed() {
    assertThatThrownBy(() -> edit("echo '# good' >>\"$1\"; exit 3"))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessageContaining("ended with status 3")
        .satisfies(e -> assertThat(kept(e.getMessage())).hasContent("{ }\n# good\n"));
  }

  @Test
  void saysThatAnEditorIsNotThere() {
    assertThatThrownBy(() -> Editing.edit(rescue(), read(), List.of("no-such-editor")))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessageStartingWith("The editor no-such-editor did not work: ")
        .hasMessageNotContaining("kept");
  }

  @Test
  void asksWhereNoNixCanCheckTheText() throws IOException {
    for (int status : List.of(125, 126, 127)) {
      nix = status;
      edit("echo '# more' >>\"$1\"");
    }

    assertThat(file).hasContent("{ }\n# more\n# more\n# more\n");
    assertThat(((FakePerson) interaction).asked).contains("Go on without the check?");
    assertThat(((FakePerson) interaction).told)
        .anySatisfy(t -> assertThat(t).contains("could not be checked"))
        .noneSatisfy(t -> assertThat(t).contains("does not parse"));

    interaction = FakePerson.yesBeforehand();
    edit("echo '# more' >>\"$1\"");
    assertThat(Files.readAllLines(file)).hasSize(5);

    interaction = FakePerson.no();
    assertThatThrownBy(() -> edit("echo '# no' >>\"$1\""))
        .isInstanceOf(Trouble.NotApproved.class)
        .satisfies(e -> assertThat(kept(e.getMessage())).content().endsWith("# no\n"));
    assertThat(Files.readAllLines(file)).hasSize(5);
  }

  @Test
  void opensNoFileOfTheStore() throws IOException {
    Path made = root.resolve("nix/store/aaaa-etc/configuration.nix");
    Files.createDirectories(made.getParent());
    Files.move(file, made);
    Files.createDirectories(root.resolve("etc/static"));
    Files.createSymbolicLink(
        root.resolve("etc/static/c.nix"), Path.of("/nix/store/aaaa-etc/configuration.nix"));
    Files.createSymbolicLink(file, Path.of("/etc/static/c.nix"));

    assertThatThrownBy(() -> Editing.open(rescue(), read(), List.of("/home/ada/dots")))
        .isInstanceOfSatisfying(
            Trouble.Refused.class,
            trouble ->
                assertThat(trouble.getMessage() + trouble.next())
                    .contains("/nix/store/aaaa-etc/configuration.nix", "/home/ada/dots/flake.nix"));
    assertThatThrownBy(() -> Editing.open(rescue(), read(), List.of()))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessageContaining("lies in the Nix store");
  }

  /** The file that a sentence names, taken away again at the end. */
  private Path kept(String sentence) {
    Matcher matcher = Pattern.compile("on this computer, in (/\\S+)\\.$").matcher(sentence);
    assertThat(matcher.find()).as(sentence).isTrue();
    Path path = Path.of(matcher.group(1));
    // The last one named is deleted first.
    path.getParent().toFile().deleteOnExit();
    path.toFile().deleteOnExit();
    return path;
  }

  private ActionResult edit(String script) {
    return Editing.edit(rescue(), read(), List.of("sh", "-c", script, "editor"));
  }

  private InstalledFile read() {
    return InstalledFile.read(new LocalMachine(null), root.toString(), PATH);
  }

  /** Nix, which this computer may not have: refuses what says that it is broken. */
  private Interceptor nix() {
    return (command, output, next) -> {
      if (!command.argv().contains("nix-instantiate")) {
        return next.run(command, output);
      }
      int status = nix;
      try (var text = command.stdin().open().get()) {
        if (new String(text.readAllBytes(), UTF_8).contains("broken")) {
          byte[] message = "error: broken\n".getBytes(UTF_8);
          output.err(message, message.length);
          status = 1;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new CommandResult(command, status, new byte[0], new byte[0], Duration.ZERO);
    };
  }

  private Rescue rescue() {
    var approver = new Approver(interaction);
    var chain = new InterceptorChain(new LocalMachine(null), List.of(nix(), approver));
    return new Rescue(
        chain, approver, directory.resolve("record").toString(), interaction, root.toString());
  }
}
