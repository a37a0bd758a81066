package dev.thaw.rescue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.machine.Approver;
import dev.thaw.machine.Command;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.Interceptor;
import dev.thaw.machine.InterceptorChain;
import dev.thaw.machine.LocalMachine;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Configuration;
import dev.thaw.nixos.Configuration.ConfigFile;
import dev.thaw.nixos.HostFiles;
import dev.thaw.nixos.Installation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of nix's answers, which are made up here; the questions are looked at, too. */
class EditCheckTest {

  private static final String FLAKE =
      "{ outputs = i: { nixosConfigurations.atlas = i.n.lib.nixosSystem { modules = [ ./a.nix ]; };"
          + " }; }";

  private final List<Command> asked = new ArrayList<>();
  private int status;
  private String out = "";
  private String err = "";
  private boolean late;
  private int known;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          false | ["zfs"]              | Nix confirms: boot.kernelModules of atlas no longer lists kvm: [ "zfs" ].
          false | ["zfs","kvm"]        | Nix says something else: boot.kernelModules of atlas still lists kvm: [ "zfs" "kvm" ].
          true  | ["kvm"]              | Nix confirms: boot.kernelModules of atlas lists kvm: [ "kvm" ].
          true  | []                   | Nix says something else: boot.kernelModules of atlas does not list kvm: [ ].
          true  | {"kvm":true}         | Nix confirms: boot.kernelModules of atlas lists kvm: { kvm = true; }.
          true  | {"kvm":false}        | Nix says something else: boot.kernelModules of atlas does not list kvm: { kvm = false; }.
          true  | ["/nix/store/a-kvm"] | Nix says: boot.kernelModules of atlas is now [ "/nix/store/a-kvm" ].
          """)
  void saysWhetherAnElementIsListed(boolean there, String value, String sentence) {
    out = "{\"value\":" + value + ",\"files\":[]}";

    assertThat(notes(plain(), new EditCheck.Listed("kvm", there)).getFirst()).isEqualTo(sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"root=${disk}\"", "(lib.head params)", "config.my.param"})
  void anElementThatOnlyNixCanWorkOutIsNeitherConfirmedNorMissed(String element) {
    for (boolean there : List.of(true, false)) {
      out = "{\"value\":[\"quiet\",\"root=/dev/sda1\"],\"files\":[]}";

      assertThat(notes(plain(), new EditCheck.Listed(element, there)).getFirst())
          .isEqualTo(
              "Nix says: boot.kernelModules of atlas is now [ \"quiet\" \"root=/dev/sda1\" ].");
    }
  }

  @Test
  void anElementIsANumberToo() {
    out = "{\"value\":[22,80],\"files\":[]}";

    assertThat(notes(plain(), new EditCheck.Listed("80", true)).getFirst())
        .isEqualTo("Nix confirms: boot.kernelModules of atlas lists 80: [ 22 80 ].");
    assertThat(notes(plain(), new EditCheck.Listed("8", false)).getFirst())
        .isEqualTo("Nix confirms: boot.kernelModules of atlas no longer lists 8: [ 22 80 ].");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          vfio-pci   | false | Nix says something else: boot.kernelModules of atlas still lists
          vfio-pci   | true  | Nix confirms: boot.kernelModules of atlas lists vfio-pci
          "vfio_pci" | true  | Nix confirms: boot.kernelModules of atlas lists
          """)
  void anElementIsWhatNixOSTakesForIt(String element, boolean there, String begin) {
    for (String value : List.of("[\"vfio_pci\"]", "{\"vfio_pci\":true}")) {
      out = "{\"value\":" + value + ",\"files\":[]}";

      assertThat(notes(plain(), new EditCheck.Listed(element, there)).getFirst()).startsWith(begin);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          9             | 9         | Nix confirms:
          9             | 5         | Nix says something else:
          /dev/sda1     | "/dev/sda1" | Nix confirms:
          "a"           | "a"       | Nix confirms:
          "a"           | "b"       | Nix says something else:
          "a"           | "b\\na"   | Nix says:
          true          | false     | Nix says something else:
          lib.mkForce 9 | 9         | Nix says:
          atlas         | "b"       | Nix says something else:
          pkgs.vim      | "/nix/store/a-vim"  | Nix says:
          ./motd        | "/nix/store/a-motd" | Nix says:
          vars.name     | "b"       | Nix says:
          /etc/motd     | "/nix/store/a-motd" | Nix says:
          [ "a" ]       | ["z","a"] | Nix says:
          """)
  void comparesOnlyWhatCanBeCompared(String given, String value, String begin) {
    out = "{\"value\":" + value + ",\"files\":[]}";

    assertThat(notes(plain(), new EditCheck.Given(given)).getFirst())
        .startsWith(begin + " boot.kernelModules of atlas is now ");
  }

  @Test
  void namesTheOtherFileThatSetsItAlsoInAFlakesCopy() {
    out =
        "{\"value\":[\"kvm\"],\"files\":[\"/nix/store/0a-source/b.nix\","
            + "\"/nix/store/0a-source/a.nix\",\"/nix/store/9z-source/nixos/x.nix\"]}";
    known = 1;

    assertThat(notes(flake(), new EditCheck.Listed("kvm", false)))
        .contains("It is also set in /etc/nixos/b.nix.", "undo() takes the edit back.")
        .anySatisfy(note -> assertThat(note).contains("does not know /etc/nixos/a.nix: “git add”"));
  }

  @Test
  void whichFilesSetAnOptionIsToldByNixWhereReadingCantTell() {
    out =
        "{\"value\":[],\"files\":[\"/nix/store/0a-source/b.nix\",\"/nix/store/0a-source/z.nix\"]}";
    var asked = new AskedNix(rescue(), flake());

    assertThat(asked.files("boot.kernelModules")).containsExactly("/etc/nixos/b.nix");
    HostFiles files =
        new HostFiles(
            List.of(),
            Optional.empty(),
            List.of(file("a.nix", "{ }"), file("b.nix", "{ }")),
            List.of("why"),
            "atlas",
            true);
    HostFiles told = files.told(asked.files("boot.kernelModules"));
    assertThat(told.own())
        .extracting(part -> part.file().path())
        .containsExactly("/etc/nixos/b.nix");
    assertThat(told.unsure()).extracting(ConfigFile::path).containsExactly("/etc/nixos/a.nix");
    status = 1;
    assertThat(asked.files("boot.kernelModules")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "error: unable to download 'https://github.com/x': Could not resolve hostname (6)",
        "error:\n   … while fetching the input 'github:NixOS/nixpkgs'\n  error: cannot connect",
      })
  void saysThatItWasNotCheckedWhereNixWouldHaveToFetch(String printed) {
    status = 1;
    err = printed;

    assertThat(notes(flake(), new EditCheck.Given("9")))
        .containsExactly(
            "Not checked by nix: it needs what is not in the store, and nix was told to fetch"
                + " nothing. rebuild() will tell.");
  }

  @Test
  void saysThatItWasNotCheckedWithoutNixOrInTime() {
    status = 127;
    assertThat(notes(plain(), new EditCheck.Default()))
        .containsExactly(
            "Not checked by nix: the installed system has no nix that runs. rebuild() will tell.");
    status = 125;
    err = "thaw: cannot put a layer in RAM over /nix/store";
    assertThat(notes(plain(), new EditCheck.Default()).getFirst())
        .startsWith("Not checked by nix: ")
        .contains("cannot put a layer in RAM over /nix/store");
    status = 1;
    err = "error: creating directory '/root/.cache/nix': Read-only file system";
    assertThat(notes(plain(), new EditCheck.Default()).getFirst())
        .startsWith("Not checked by nix: nix could not work in RAM: creating directory");
    late = true;
    assertThat(notes(plain(), new EditCheck.Default()).getFirst())
        .startsWith("Not checked by nix: nix was not done after 2 minutes");
  }

  @Test
  void saysWhatNixHasAgainstIt() {
    status = 1;
    err =
        "error:\n       … while evaluating\n         at «string»:1:3:\n\n"
            + "       error: The option `boot.nope' does not exist. Definition values:\n"
            + "       - In `/etc/nixos/a.nix': true\n       at /x.nix:1:2:\n";

    assertThat(notes(plain(), new EditCheck.Given("true")))
        .startsWith(
            "Nix can't evaluate it as it is now: The option `boot.nope' does not exist. Definition"
                + " values: - In `/etc/nixos/a.nix': true.")
        .endsWith("If that comes of this edit, undo() takes it back.");
    err = "error: attribute '\"/boot\"' missing";
    assertThat(notes(plain(), new EditCheck.Default()))
        .containsExactly("Nix confirms: boot.kernelModules of atlas is set no more.");
  }

  @Test
  void asksInRamAndWithEachNameInQuotes() {
    out = "{\"value\":1}";
    new AskedNix(rescue(), flake()).option("fileSystems.\"/a b\".device");
    new AskedNix(rescue(), plain()).option("boot.kernelModules");

    assertThat(asked.getFirst().argv())
        .containsSubsequence("thaw-enter", "ask", "/mnt", "--nix", "substitute = false")
        .containsSubsequence("nix", "eval", "--offline", "--no-write-lock-file", "--json")
        .contains("/etc/nixos#nixosConfigurations");
    assertThat(asked.getFirst().argv().getLast())
        .contains("names = [ \"fileSystems\" \"/a b\" \"device\" ];")
        .endsWith(" hosts.${\"atlas\"}");
    assertThat(asked.getLast().argv()).contains("nix-instantiate", "--eval", "--strict");
    assertThat(asked).allSatisfy(c -> assertThat(c.effect().name()).isEqualTo("LOOKS"));
    assertThat(asked).allSatisfy(c -> assertThat(c.limit()).isLessThan(Duration.ofMinutes(3)));
  }

  private List<String> notes(Installation installation, EditCheck.Wanted wanted) {
    return EditCheck.notes(
        new AskedNix(rescue(), installation),
        "boot.kernelModules",
        wanted,
        List.of("/etc/nixos/a.nix"));
  }

  private static Installation plain() {
    return Installed.at("/mnt", List.of(), configuration("configuration.nix", "{ }"));
  }

  private static Installation flake() {
    return Installed.at("/mnt", List.of(), configuration("flake.nix", FLAKE));
  }

  private static Configuration configuration(String name, String text) {
    return new Configuration(
        "/etc/nixos",
        List.of(file(name, text), file("a.nix", "{ }"), file("b.nix", "{ }")),
        Optional.of(new Configuration.Git("/etc/nixos", 0, "main", "")),
        List.of());
  }

  private static ConfigFile file(String name, String text) {
    return new ConfigFile("/etc/nixos/" + name, text.length(), text, true);
  }

  private Rescue rescue() {
    Interceptor answers =
        (command, output, next) -> {
          asked.add(command);
          if (late) {
            throw new Trouble.TimedOut(command);
          }
          int ended = command.argv().contains("ls-files") ? known : status;
          output.out(out.getBytes(UTF_8), out.getBytes(UTF_8).length);
          output.err(err.getBytes(UTF_8), err.getBytes(UTF_8).length);
          return new CommandResult(command, ended, new byte[0], new byte[0], Duration.ZERO);
        };
    var person = FakePerson.yes();
    var approver = new Approver(person);
    var chain = new InterceptorChain(new LocalMachine(null), List.of(answers));
    return new Rescue(chain, approver, "/nowhere", person, "/mnt");
  }
}
