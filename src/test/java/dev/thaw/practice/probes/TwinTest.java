package dev.thaw.practice.probes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.NeedsRoot;
import dev.thaw.boot.BootCheck;
import dev.thaw.boot.EvidenceCollector;
import dev.thaw.boot.remembered.RememberedFormat;
import dev.thaw.machine.Command;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.LocalMachine;
import dev.thaw.machine.Probe;
import dev.thaw.machine.Scripts;
import dev.thaw.machine.Stdin;
import dev.thaw.machine.TestFiles;
import dev.thaw.nixos.Survey;
import dev.thaw.nixos.SurveyFormat;
import dev.thaw.nixos.SurveyRows;
import dev.thaw.practice.Practice;
import dev.thaw.rescue.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Thaw's scripts, run by this computer's shell on a tree of files, and as the practice machine
 * answers them on the same tree: section by section the same. Needs root: the tree is mounted at
 * {@code /mnt}, where only the script sees it.
 */
@NeedsRoot
class TwinTest {

  /** Sections that hold files with their texts. */
  private static final Pattern TEXTS = Pattern.compile("menus \\d+|.* entries");

  /** Sections that tell of this computer's own disks and firmware. */
  private static final Pattern OF_THIS_COMPUTER =
      Pattern.compile(
          "(?:.* )?space.*|vfat.*|drivers|btrfs|start .*|crashes (?:pstore|live)|errors.*|keys");

  @TempDir Path folder;
  private Practice practice;

  @BeforeEach
  void makeBoth() throws IOException {
    TwinTree tree = TwinTree.make();
    tree.real(folder);
    practice = Practice.of("vfio");
    tree.practice(practice.state, source());
  }

  /** What the tree lies on here. */
  private String source() {
    Command command = Command.looks("look", "findmnt", "-nvro", "SOURCE", "-T", folder.toString());
    try (var machine = new LocalMachine(null)) {
      return machine.run(command).text().strip();
    }
  }

  /** A script with its arguments. */
  record Run(String name, String script, List<String> words) {
    static Run of(Class<?> beside, String name, String... words) {
      return new Run(name, Scripts.read(beside, name + ".sh"), List.of(words));
    }

    List<String> argv() {
      String text = Scripts.read(Probe.class, "prelude.sh") + script + "\nexit 0\n";
      var argv = new ArrayList<>(List.of("sh", "-c", text, "thaw-" + name));
      argv.addAll(words);
      return argv;
    }

    @Override
    public String toString() {
      return name + " " + words;
    }
  }

  static Stream<Run> probes() {
    return Stream.of(
        new Run(
            "survey",
            Stream.of("open", "assemble", "accounts", "survey")
                .map(part -> Scripts.read(Survey.class, part + ".sh"))
                .collect(Collectors.joining()),
            List.of("/mnt")),
        Run.of(Survey.class, "room", "/mnt", "/boot", "/boot/EFI", "/nosuch"),
        Run.of(
            Survey.class,
            "more",
            "/mnt",
            "/etc/nixos/flake.nix",
            "/nosuch",
            "/home/me/flake/hosts",
            "/etc/os-release",
            "/home/me/flake/configuration.nix"),
        Run.of(
            State.class,
            "points",
            "/mnt",
            "/",
            "/etc/hostname",
            "/nosuch/below",
            "/loop/x",
            "/home/../..",
            "/nix/var/nix/profiles/system"),
        Run.of(State.class, "file", "/mnt", "/etc/hostname"),
        Run.of(State.class, "file", "/mnt", "/etc/os-release"),
        Run.of(State.class, "file", "/mnt", "/loop"),
        Run.of(State.class, "folder", "/mnt", "/home/me/flake"),
        Run.of(State.class, "folder", "/mnt", "/nosuch"),
        Run.of(
            BootCheck.class,
            "same",
            "/nosuch",
            "/mnt",
            "kernel",
            "whole",
            TwinTree.STORE + "linux/bzImage",
            "/boot/EFI/nixos/k.efi",
            "other",
            "whole",
            TwinTree.STORE + "initrd/initrd",
            "/boot/EFI/nixos/k.efi",
            "begun",
            "begins",
            TwinTree.STORE + "linux/bzImage",
            "/boot/begun",
            "link",
            "whole",
            "/etc/hostname",
            "/boot/EFI/nixos/k.efi",
            "gone",
            "whole",
            TwinTree.STORE + "linux/bzImage",
            "/boot/gone",
            "named",
            "named",
            TwinTree.STORE + "linux/bzImage",
            "/boot/loader/named",
            "nameless",
            "named",
            TwinTree.STORE + "linux/bzImage",
            "/boot/loader/loader.conf",
            "there",
            "there",
            "",
            "/boot/limine.conf",
            "empty",
            "there",
            "",
            "/swapfile"),
        new Run(
            "boot",
            EvidenceCollector.script(),
            List.of(
                "/mnt",
                "",
                "",
                "",
                "9",
                "5",
                "/nosuch",
                TwinTree.SYSTEM,
                "2",
                TwinTree.SYSTEM,
                TwinTree.STORE + "gone",
                TwinTree.STORE + "initrd/initrd",
                TwinTree.STORE + "gone/initrd")),
        Run.of(
            State.class,
            "leftovers",
            "/mnt/etc/NIXOS",
            "/mnt/swapfile",
            "/mnt/boot/limine.conf",
            "/mnt/boot/limine/limine.conf"));
  }

  @ParameterizedTest
  @MethodSource("probes")
  void aProbePrintsTheSame(Run run) {
    Map<String, String> real = sections(real(Command.looks("look", run.argv())));
    Map<String, String> twin = sections(practice.machine.run(Command.looks("look", run.argv())));
    assertThat(twin).containsExactlyEntriesOf(real);
  }

  @Test
  void theProbesHaveSomethingToSay() {
    probes().forEach(run -> assertThat(run.argv().get(2)).hasSizeGreaterThan(500));
    assertThat(sections(real(Command.looks("look", probes().findFirst().orElseThrow().argv()))))
        .containsKeys("bare 1 menus", "files 1", "generation 1 system-profiles/test-1-link");
  }

  @Test
  void ofAPasswordOnlyItsKindLeavesTheMachine() {
    Run survey = probes().findFirst().orElseThrow();
    String accounts = sections(real(Command.looks("look", survey.argv()))).get("accounts 1");
    assertThat(accounts)
        .contains("me:$6$:20000", "root:locked:", "gone:empty:", "bare:des:", "plain:none:")
        .contains("\"hashedPassword\":\"=$y$\"", "\"password\":\"x\"")
        .doesNotContain("hushed", "ghty", "salt");
  }

  static Stream<Command> changes() throws Exception {
    String text = "new text\n";
    String hostname = "/mnt/boot/limine.conf";
    return Stream.of(
        TestFiles.writing("/mnt/etc/new", Stdin.of(text), "600"),
        TestFiles.writing(hostname, Stdin.of(text), "644"),
        TestFiles.writing(hostname, Stdin.of(text), "644").reading(Stdin.of("cut")),
        TestFiles.writing("/mnt/etc/hostname", Stdin.of(text), "644"),
        TestFiles.writing("/mnt/nosuch/new", Stdin.of(text), "644"),
        TestFiles.writing("/mnt/boot/EFI", Stdin.of(text), "644"),
        script("restore-file", "/mnt/boot/loader/loader.conf", hostname, sum("timeout: 6\n")),
        script("restore-file", "/mnt/boot/loader/loader.conf", hostname, sum("other")),
        script("restore-file", "/mnt/nosuch", hostname, sum("other")),
        script("restore-file", "/mnt/swapfile", "/mnt/etc/new", sum("other")),
        rescue("make-room", "drop", "/mnt", "/boot", "/keep", "/EFI/nixos/k.efi", "/gone"),
        rescue("make-room", "keep", "/mnt", "/boot", "/keep", "/EFI/nixos/k.efi", "/grub/grubenv"),
        rescue("make-room", "try", "/mnt", "/boot", "/etc/hostname", "/EFI/nixos/k.efi"),
        rescue("put-back", "mild", "/mnt", "/boot", "/persist", "/EFI/nixos", "0", "/x"),
        rescue("put-back", "mild", "/mnt", "/boot", "/persist", "/a/b/c/d/e", "0", "/x"),
        rescue("put-back", "whole", "/mnt", "/boot", "/persist", "/EFI/nixos", "1", "k.efi", "/x"),
        rescue(
            "put-back",
            "whole",
            "/mnt",
            "/boot",
            "/boot/limine",
            "/EFI/nixos",
            "0",
            "/limine.conf"),
        record("/mnt/record", "a", "{\"id\":\"a\"}", "sh", "-c", "exit 3"),
        record("/mnt/swapfile", "a", "{\"id\":\"a\"}", "true"));
  }

  private static Command script(String name, String... words) {
    return changes("machine", Scripts.read(Probe.class, name + ".sh"), name, words);
  }

  private static Command record(String... words) {
    return changes("record", Scripts.read(Probe.class, "record.sh"), "record", words);
  }

  private static Command rescue(String name, String... words) {
    String text = Scripts.read(Probe.class, "prelude.sh") + Scripts.read(State.class, name + ".sh");
    return changes(name, text, name, words);
  }

  private static Command changes(String purpose, String text, String name, String... words) {
    var argv = new ArrayList<>(List.of("sh", "-c", text, "thaw-" + name));
    argv.addAll(List.of(words));
    return Command.changes(purpose, argv);
  }

  private static String sum(String text) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void aChangeIsTheSame(Command command) throws IOException {
    CommandResult real = real(command);
    CommandResult twin = practice.machine.run(command);
    assertThat(shown(twin)).isEqualTo(shown(real));
    assertThat(TwinTree.lies(practice.state)).isEqualTo(TwinTree.lies(folder));
    // Twice is no harm, and no different.
    assertThat(shown(practice.machine.run(command))).isEqualTo(shown(real(command)));
    assertThat(TwinTree.lies(practice.state)).isEqualTo(TwinTree.lies(folder));
  }

  private static String shown(CommandResult result) {
    return result.status() + "\n" + result.text() + result.errText();
  }

  /** Runs it here, with the tree at {@code /mnt}. */
  private CommandResult real(Command command) {
    var argv =
        new ArrayList<>(
            List.of(
                "unshare",
                "-m",
                "--propagation",
                "private",
                "sh",
                "-c",
                "export LC_ALL=C.UTF-8; mount --bind \"$1\" /mnt && shift && exec \"$@\"",
                "sh",
                folder.toString()));
    argv.addAll(command.argv());
    try (var machine = new LocalMachine(null)) {
      return machine.run(command.withArgv(argv));
    }
  }

  private static Map<String, String> sections(CommandResult result) {
    assertThat(result.status()).as(result.errText()).isZero();
    var sections = new LinkedHashMap<String, String>();
    Probe.parse(result.out())
        .all()
        .forEach((name, section) -> {
          if (!OF_THIS_COMPUTER.matcher(name).matches()) {
            sections.put(name, section.status() + "\n" + evened(name, section) + section.errText());
          }
        });
    return sections;
  }

  /**
   * Times, the sizes of folders, what this computer's disks are, and the order of folders aside.
   */
  private static String evened(String name, Probe.Section section) {
    if (TEXTS.matcher(name).matches()
        || name.startsWith("files ") && section.text().startsWith("/")) {
      List<SurveyRows.Text> texts = SurveyRows.Text.read(section.out(), SurveyFormat.ENTRY_LIMIT);
      if (!texts.isEmpty()) {
        return texts.stream()
            .map(SurveyRows.Text::toString)
            .sorted()
            .collect(Collectors.joining("\n"));
      }
    }
    String even =
        section
            .text()
            .replaceAll("(?<=\0found\0)[^\0]*", "FOUND")
            .replaceAll("(?<=\0|^)(d\0[^\0]*\0)\\d+\0", "$1SIZE\0")
            .replaceAll("\\b\\d+\\.\\d{10}\\b", "TIME");
    if (name.equals(RememberedFormat.ROOM)) {
      return even.replaceAll("(?m) .*", " ROOM");
    }
    if (even.indexOf('\0') < 0) {
      return even;
    }
    String[] values = even.split("\0", -1);
    Arrays.sort(values);
    return String.join("\0", values);
  }
}
