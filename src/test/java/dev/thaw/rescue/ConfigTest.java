package dev.thaw.rescue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.machine.ActionRecorder;
import dev.thaw.machine.Approver;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.Interceptor;
import dev.thaw.machine.InterceptorChain;
import dev.thaw.machine.LocalMachine;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Configuration;
import dev.thaw.nixos.Configuration.ConfigFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changing settings of an installed system in a folder, with real files and real commands. */
class ConfigTest {

  private static final String MODULES = "boot.initrd.kernelModules";
  private static final String BAD =
      """
      { pkgs, ... }:
      {
        boot.initrd.kernelModules = [
          "vfio_pci"
          "vfio"
        ];
      }
      """;
  private static final String GOOD = BAD.replace("    \"vfio_pci\"\n", "");
  private static final String FLAKE =
      """
      { outputs = { nixpkgs, ... }: { nixosConfigurations = {
        atlas = nixpkgs.lib.nixosSystem { modules = [ ./common.nix ./hosts/atlas ]; };
        juno = nixpkgs.lib.nixosSystem { modules = [ ./common.nix ./hosts/juno ]; };
      }; }; }
      """;

  private static final int MOST_READ = 262144;

  @TempDir Path directory;
  private Path root;
  private Path nixos;
  private FakePerson person = FakePerson.yes();

  /** The status that the live system's nix ends with. */
  private int here;

  /** The status that the installed system's nix ends with. */
  private int inside;

  /** Whether the person interrupts when nix is asked what an edit means. */
  private boolean interrupts;

  @BeforeEach
  void makeTheInstalledSystem() throws IOException {
    root = directory.resolve("mnt");
    nixos = Files.createDirectories(root.resolve("etc/nixos"));
  }

  @Test
  void takesAModuleOutAndKeepsTheOldTextBesideTheNewOne() throws IOException {
    Path file = write("configuration.nix", BAD);
    write("hardware-configuration.nix", "{ }\n");

    Applied done = (Applied) config().remove(MODULES, "vfio_pci");

    assertThat(done.changed()).isTrue();
    assertThat(done.summary()).startsWith("Changed /etc/nixos/configuration.nix; the old text is");
    assertThat(file).hasContent(GOOD);
    assertThat(backups()).singleElement().satisfies(b -> assertThat(b).hasContent(BAD));
    assertThat(person.told)
        .filteredOn(t -> t.startsWith("--- "))
        .singleElement()
        .asString()
        .startsWith("--- /etc/nixos/configuration.nix\n")
        .contains("\n-    \"vfio_pci\"\n");
  }

  @Test
  void saysWhatItWroteThoughSomebodyWillNotWaitForNix() throws IOException {
    Path file = write("configuration.nix", BAD);
    interrupts = true;

    assertThatThrownBy(() -> config().remove(MODULES, "vfio_pci"))
        .isInstanceOf(Trouble.Interrupted.class);

    assertThat(file).hasContent(GOOD);
    assertThat(person.told.getLast())
        .isEqualTo(
            "Changed /etc/nixos/configuration.nix; the old text is in "
                + backups().getFirst()
                + ".");
  }

  @Test
  void saysTheSecondTimeThatItHoldsAndRunsNothing() throws IOException {
    write("configuration.nix", BAD);
    config().remove(MODULES, "vfio_pci");
    int before = rescue().record().size();

    Applied again = (Applied) config().remove(MODULES, "vfio_pci");

    assertThat(again.changed()).isFalse();
    assertThat(again.summary()).isEqualTo("boot.initrd.kernelModules does not list vfio_pci.");
    assertThat(rescue().record()).hasSize(before);
    assertThat(backups()).hasSize(1);
  }

  @Test
  void changesOnlyTheFilesOfTheInstalledHostOfAFlake() throws IOException {
    write("flake.nix", FLAKE);
    write("common.nix", "{ }\n");
    Path atlas = write("hosts/atlas/default.nix", BAD);
    Path juno = write("hosts/juno/default.nix", BAD);

    config().remove(MODULES, "vfio_pci");
    config().add(MODULES, "nvme");
    config().set("boot.zfs.forceImportRoot", "true");

    assertThat(atlas)
        .hasContent(
            GOOD.replace("\"vfio\"\n", "\"vfio\"\n    \"nvme\"\n")
                .replace("];\n", "];\n  boot.zfs.forceImportRoot = true;\n"));
    assertThat(juno).hasContent(BAD);
    assertThat(nixos.resolve("common.nix")).hasContent("{ }\n");
    assertThat(nixos.resolve("flake.nix")).hasContent(FLAKE);
  }

  @Test
  void changesAFileOfAnotherHostWhenItIsNamed() throws IOException {
    write("flake.nix", FLAKE);
    Path atlas = write("hosts/atlas/default.nix", BAD);
    Path juno = write("hosts/juno/default.nix", BAD);

    config().remove(MODULES, "vfio_pci", "hosts/juno/default.nix");
    config().unset(MODULES, "hosts/juno/default.nix");

    assertThat(juno).hasContent("{ pkgs, ... }:\n{\n}\n");
    assertThat(atlas).hasContent(BAD);
  }

  @Test
  void aNamedFileIsEnoughWhereTheHostCanNotBeTold() throws IOException {
    String flake = FLAKE.replace("atlas", "vesta");
    write("flake.nix", flake);
    Path vesta = write("hosts/vesta/default.nix", BAD);

    assertThatThrownBy(() -> config().remove(MODULES, "vfio_pci"))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessageContaining("can't be told");
    assertThatThrownBy(() -> config().remove(MODULES, "vfio_pci", "flake.nix"))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessageContaining("several hosts");
    config().remove(MODULES, "vfio_pci", "hosts/vesta/default.nix");

    assertThat(vesta).hasContent(GOOD);
    assertThat(nixos.resolve("flake.nix")).hasContent(flake);
  }

  @Test
  void readsWhatImportsLeadToWhereverItLies() throws IOException {
    Path far = Files.createDirectories(root.resolve("srv/nix/deep")).resolve("far.nix");
    Files.writeString(far, BAD);
    Files.writeString(far.resolveSibling("default.nix"), "{ imports = [ ./far.nix ]; }");
    Files.createSymbolicLink(root.resolve("srv/link"), Path.of("/srv/nix/deep"));
    write("configuration.nix", "{ imports = [ /srv/link ]; }");

    Applied done = (Applied) config().remove(MODULES, "vfio_pci");

    assertThat(far).hasContent(GOOD);
    assertThat(done.changed()).isTrue();
  }

  @Test
  void anUndoLeavesWhatSomebodyElseWroteSince() throws IOException {
    Path file = write("configuration.nix", BAD);
    config().remove(MODULES, "vfio_pci");
    Files.writeString(file, GOOD + "# by somebody else\n");

    try {
      rescue().undo();
    } catch (Trouble e) {
      assertThat(e.getMessage()).contains("was changed since");
    }
    assertThat(file).hasContent(GOOD + "# by somebody else\n");
  }

  @Test
  void takesBackOneFileAfterTheOther() throws IOException {
    write("configuration.nix", "{ imports = [ ./one.nix ./gpu.nix ]; }");
    Path one = write("one.nix", BAD);
    Path two = write("gpu.nix", BAD);

    Applied done = (Applied) config().remove(MODULES, "vfio_pci");
    assertThat(done.notes()).last().asString().contains("one file each time");
    assertThat(person.told).filteredOn(t -> t.startsWith("--- ")).hasSize(2);
    assertThat(one).hasContent(GOOD);
    assertThat(two).hasContent(GOOD);

    rescue().undo();
    assertThat(one).hasContent(GOOD);
    assertThat(two).hasContent(BAD);
    rescue().undo();
    assertThat(one).hasContent(BAD);
    assertThat(((Applied) rescue().undo()).changed()).isFalse();
  }

  @Test
  void takesBackEachOfTwoEditsThatFollowedAtOnce() throws IOException {
    Path file = write("configuration.nix", BAD);
    config().remove(MODULES, "vfio_pci");
    config().remove(MODULES, "vfio");
    assertThat(file).hasContent("{ pkgs, ... }:\n{\n  boot.initrd.kernelModules = [ ];\n}\n");

    rescue().undo();
    assertThat(file).hasContent(GOOD);
    rescue().undo();
    assertThat(file).hasContent(BAD);
  }

  @Test
  void writesNothingThatNixDoesNotParse() throws IOException {
    Path file = write("configuration.nix", BAD);
    here = 1;

    assertRefused(
        () -> config().remove(MODULES, "vfio_pci"), "does not parse", "error: the nix here");
    assertThat(file).hasContent(BAD);
    assertThat(backups()).isEmpty();
  }

  @Test
  void asksTheInstalledSystemsNixWhereTheLiveOneHasNone() throws IOException {
    Path file = write("configuration.nix", BAD);
    here = 127;
    inside = 1;
    assertRefused(() -> config().remove(MODULES, "vfio_pci"), "error: the nix inside");
    assertThat(file).hasContent(BAD);

    inside = 0;
    config().remove(MODULES, "vfio_pci");
    assertThat(file).hasContent(GOOD);
  }

  @Test
  void asksWhereThereIsNoNixToCheckTheText() throws IOException {
    Path file = write("configuration.nix", BAD);
    here = 127;
    inside = 125;
    config().remove(MODULES, "vfio_pci");
    assertThat(file).hasContent(GOOD);
    assertThat(person.asked).first().isEqualTo("Go on without the check?");

    person = FakePerson.no();
    assertThatThrownBy(() -> config().remove(MODULES, "vfio"))
        .isInstanceOf(Trouble.NotApproved.class)
        .hasMessageContaining("could not be checked");
    assertThat(file).hasContent(GOOD);
  }

  @Test
  void changesNoFileOfTheStore() throws IOException {
    Path made = Files.createDirectories(root.resolve("nix/store/aaaa-etc")).resolve("c.nix");
    Files.writeString(made, BAD);
    Files.createSymbolicLink(
        nixos.resolve("configuration.nix"), Path.of("/nix/store/aaaa-etc/c.nix"));

    assertRefused(
        () -> config().remove(MODULES, "vfio_pci"), "lies in the Nix store", "/aaaa-etc/c.nix");
    assertThat(made).hasContent(BAD);
    assertThat(made.getParent()).isDirectoryNotContaining(p -> p.toString().contains(".thaw-"));
  }

  @Test
  void writesNoFileWhenOneOfThemDoesNotParse() throws IOException {
    write("configuration.nix", "{ imports = [ ./one.nix ./gpu.nix ]; }");
    Path one = write("one.nix", BAD);
    Path two = write("gpu.nix", BAD.replace("{ pkgs", "# odd\n{ pkgs"));

    assertRefused(() -> config().remove(MODULES, "vfio_pci"), "gpu.nix", "error: odd");
    assertThat(one).hasContent(BAD);
    assertThat(Files.readString(two)).contains("vfio_pci");
  }

  @Test
  void refusesAFileThatWasChangedMeanwhile() throws IOException {
    Path file = write("configuration.nix", BAD);
    Config config = config();
    Files.writeString(file, BAD + "# by somebody else\n");

    assertRefused(
        () -> config.remove(MODULES, "vfio_pci"),
        "/etc/nixos/configuration.nix was changed meanwhile.",
        "config() again");
    assertThat(file).hasContent(BAD + "# by somebody else\n");
  }

  @Test
  void writesNothingThatWasNotApproved() throws IOException {
    Path file = write("configuration.nix", BAD);
    person = FakePerson.no();

    assertThatThrownBy(() -> config().remove(MODULES, "vfio_pci"))
        .isInstanceOf(Trouble.NotApproved.class);
    assertThat(file).hasContent(BAD);
    assertThat(backups()).isEmpty();
  }

  @Test
  void keepsEveryOtherByte() throws IOException {
    String text = "# Müller\r\n" + BAD.replace("\n", "\r\n") + "# end \u00ff\t";
    write("configuration.nix", "{ imports = [ ./utf.nix ./old.nix ]; }");
    Path utf = write("utf.nix", text);
    byte[] latin =
        "# M\u00fcller \u0080\r\n{ boot.initrd.kernelModules = [ \"vfio_pci\" \"\u00e9\" ]; }"
            .getBytes(ISO_8859_1);
    Path old = write("old.nix", "");
    Files.write(old, latin);

    config().remove(MODULES, "vfio_pci");

    assertThat(Files.readAllBytes(utf))
        .isEqualTo(text.replace("    \"vfio_pci\"\r\n", "").getBytes(UTF_8));
    assertThat(Files.readAllBytes(old))
        .isEqualTo(new String(latin, ISO_8859_1).replace("\"vfio_pci\" ", "").getBytes(ISO_8859_1));
    assertRefused(() -> config().add(MODULES, "→", "old.nix"), "can't hold what is to be written");
  }

  @Test
  void keepsModeAndWritesThroughALinkInsideTheInstalledSystem() throws IOException {
    Path real = Files.createDirectories(root.resolve("home/ada")).resolve("my conf $(x)'.nix");
    Files.writeString(real, BAD);
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-------"));
    Files.createSymbolicLink(
        nixos.resolve("configuration.nix"), Path.of("/home/ada/my conf $(x)'.nix"));

    config().remove(MODULES, "vfio_pci");

    assertThat(real).hasContent(GOOD);
    assertThat(Files.getPosixFilePermissions(real)).hasSize(2);
    assertThat(nixos.resolve("configuration.nix")).isSymbolicLink();
  }

  @Test
  void readsTheRestOfAFileThatTheSurveyCut() throws IOException {
    String many = "# a line\n".repeat(40_000) + BAD;
    Path file = write("configuration.nix", many);

    config().remove(MODULES, "vfio_pci");

    assertThat(file).hasContent("# a line\n".repeat(40_000) + GOOD);
  }

  @Test
  void leavesWhatNeedsAPersonAndSaysWhere() throws IOException {
    Path file =
        write("configuration.nix", "{\n  boot.initrd.kernelModules = f [ \"vfio_pci\" ];\n}\n");

    assertRefused(
        () -> config().remove(MODULES, "vfio_pci"),
        "/etc/nixos/configuration.nix",
        "Line 2",
        "edit(\"/etc/nixos/configuration.nix\")");
    assertThat(Files.readString(file)).contains("vfio_pci");
    assertRefused(
        () -> config().remove(MODULES, "vfio_pci", "nowhere.nix"), "has no file nowhere.nix");
  }

  @Test
  void needsTheSystemMounted() throws IOException {
    write("configuration.nix", BAD);
    var elsewhere = new Config(rescue(), Installed.at("", List.of(), configuration()));

    assertRefused(() -> elsewhere.remove(MODULES, "vfio_pci"), "mountAll() first.");
  }

  private static void assertRefused(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Trouble.Refused.class,
            trouble -> assertThat(trouble.getMessage() + " " + trouble.next()).contains(parts));
  }

  private Path write(String path, String text) throws IOException {
    Path file = nixos.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private List<Path> backups() throws IOException {
    try (var files = Files.list(nixos)) {
      return files.filter(file -> file.toString().contains(".thaw-")).toList();
    }
  }

  private Config config() throws IOException {
    return new Config(rescue(), Installed.at(root.toString(), List.of(), configuration()));
  }

  /** The configuration as the survey reads it. */
  private Configuration configuration() throws IOException {
    var files = new ArrayList<ConfigFile>();
    try (var paths = Files.walk(nixos)) {
      for (Path path : new TreeSet<>(paths.filter(p -> p.toString().endsWith(".nix")).toList())) {
        Path real = path;
        while (Files.isSymbolicLink(real)) {
          real = Path.of(root + Files.readSymbolicLink(real).toString());
        }
        byte[] bytes = Files.readAllBytes(real);
        int read = Math.min(bytes.length, MOST_READ);
        files.add(
            new ConfigFile(
                "/etc/nixos/" + nixos.relativize(path),
                bytes.length,
                new String(bytes, 0, read, UTF_8),
                read == bytes.length));
      }
    }
    return new Configuration("/etc/nixos", files, Optional.empty(), List.of());
  }

  /** Nix, which this computer may not have: objects as told, and to texts that begin oddly. */
  private Interceptor nix() {
    return (command, output, next) -> {
      if (!command.argv().contains("nix-instantiate")) {
        return next.run(command, output);
      }
      if (interrupts && command.argv().contains("ask")) {
        throw new Trouble.Interrupted(command);
      }
      boolean live = command.argv().getFirst().equals("nix-instantiate");
      int status = live ? here : inside;
      String message = "error: the nix " + (live ? "here" : "inside") + "\n";
      try (var text = command.stdin().open().get()) {
        if (new String(text.readAllBytes(), UTF_8).startsWith("# odd")) {
          status = 1;
          message = "error: odd\n";
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      output.err(message.getBytes(UTF_8), message.length());
      return new CommandResult(command, status, new byte[0], new byte[0], Duration.ZERO);
    };
  }

  private Rescue rescue() {
    var approver = new Approver(person);
    String record = directory.resolve("record").toString();
    var chain =
        new InterceptorChain(
            new LocalMachine(null), List.of(nix(), approver, new ActionRecorder(record)));
    return new Rescue(chain, approver, record, person, root.toString());
  }
}
