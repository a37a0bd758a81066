package dev.thaw.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.helpers.Explanation;
import dev.thaw.helpers.HelperCatalogue;
import dev.thaw.helpers.Helpers;
import dev.thaw.helpers.KnownNames;
import dev.thaw.rescue.Folder;
import dev.thaw.session.Candidate.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompletingTest {

  private static final HelperCatalogue CATALOGUE = HelperCatalogue.of(Helpers.class);

  private static Evaluator evaluator;

  private final KnownNames known = new KnownNames(false);
  private final Completing completing =
      new Completing(CATALOGUE, known, () -> Optional.of(evaluator));
  private final Inspecting inspecting = new Inspecting(CATALOGUE, () -> Optional.of(evaluator));

  @BeforeAll
  static void start() {
    evaluator = Evaluator.withHelpers();
    evaluator.evaluate("var poolside = List.of(1)");
  }

  @AfterAll
  static void end() {
    evaluator.close();
  }

  /** The texts that the cursor, marked as |, could be replaced by. */
  private List<String> at(String marked) {
    int cursor = marked.indexOf('|');
    String cell = marked.replace("|", "");
    Completion completion = completing.at(cell, cursor);
    return completion.candidates().stream()
        .map(candidate -> cell.substring(0, completion.from()) + candidate.text())
        .toList();
  }

  private Candidate first(String typed) {
    return completing.at(typed, typed.length()).candidates().getFirst();
  }

  @Test
  void completesHelpersWithTheirSummary() {
    assertThat(at("importP|")).contains("importPool(");
    assertThat(at("var x = gen|")).contains("var x = generations()");
    assertThat(at("rebu|(flake=true)")).contains("rebuild");
    assertThat(first("mountA").about()).startsWith("Mounts the installed system at /mnt");
    assertThat(at("|")).contains("pools()", "poolside").doesNotContain("String", "abstract");
    assertThat(at("poolsi|")).contains("poolside");
    assertThat(at("lea|ve")).contains("leave(");
    assertThat(at("importPool(\"nvmepool\"|")).isEmpty();
    assertThat(at("pools() |")).isEmpty();
  }

  @Test
  void completesOptionsInsideNamedArguments() {
    assertThat(at("rebuild(fl|")).contains("rebuild(flake=");
    assertThat(at("rebuild(flake=true, |"))
        .contains("rebuild(flake=true, host=", "rebuild(flake=true, dryRun=")
        .doesNotContain("rebuild(flake=true, flake=");
    assertThat(at("importPool(\"a, (b\", d|")).contains("importPool(\"a, (b\", dryRun=");
    assertThat(at("System.out.println(rebuild(ac|")).contains("System.out.println(rebuild(action=");
    assertThat(at("rebuild(|")).contains("rebuild(flake=").doesNotContain("rebuild(pools()");
    assertThat(at("mend(|")).contains("mend(diagnose(", "mend(dryRun=");
    assertThat(first("rebuild(fl").about()).isEqualTo("whether to build the flake; else found out");
    assertThat(at("rebuild(1 + fl|")).doesNotContain("rebuild(1 + flake=");
  }

  @Test
  void completesWhatAnOptionCanBe() {
    assertThat(at("rebuild(flake=|")).containsExactly("rebuild(flake=true", "rebuild(flake=false");
    assertThat(at("rebuild(action=d|")).contains("rebuild(action=dryBuild");
    assertThat(at("explain(mountA|")).contains("explain(mountAll");
  }

  @Test
  void offersTheFailuresOnceThereIsAQuote() {
    assertThat(at("explain(\"zfs-pool-f|")).containsExactly("explain(\"zfs-pool-foreign\"");
    assertThat(at("explain(\"fail|\")")).containsExactly("explain(\"failures");
    assertThat(first("explain(\"zfs-pool-f").about()).startsWith("A ZFS pool was last used");
    assertThat(at("explain(|")).contains("explain(mountAll").noneMatch(one -> one.contains("zfs"));
  }

  @Test
  void offersTheNamesOfWhatIsOnTheMachine() {
    known.learn(Sample.pools("tank", "my \"pool\"\n"));
    known.learn(Sample.installations("configuration.nix", "hosts/atlas.nix"));
    known.learn(Sample.generations(41, 42));
    assertThat(at("importPool(\"t|")).containsExactly("importPool(\"tank\"");
    assertThat(at("importPool(\"t|\")")).containsExactly("importPool(\"tank");
    assertThat(at("importPool(|"))
        .contains("importPool(\"tank\"", "importPool(\"my \\\"pool\\\"\\u000a\"");
    assertThat(at("rollback(4|")).contains("rollback(41", "rollback(42");
    assertThat(at("rollback(41|")).contains("rollback(41").doesNotContain("rollback(42");
    assertThat(at("rollback(41, d|")).contains("rollback(41, dryRun=");
    assertThat(first("rollback(4").about()).contains("kernel 6.12");
    assertThat(at("mountAll(install=|")).containsExactly("mountAll(install=1");
    assertThat(at("edit(\"h|")).containsExactly("edit(\"hosts/atlas.nix\"");
    assertThat(at("config().show(\"conf|")).containsExactly("config().show(\"configuration.nix\"");
    assertThat(at("config().remove(\"boot.|"))
        .containsExactly("config().remove(\"boot.initrd.kernelModules\"");
    assertThat(at("config().set(\"fileSystems|"))
        .containsExactly(
            "config().set(\"fileSystems.\\\"/boot\\\"\"",
            "config().set(\"fileSystems.\\\"/boot\\\".device\"");
    assertThat(at("config().set(\"fileSystems.\\\"/boot\\\".d|"))
        .containsExactly("config().set(\"fileSystems.\\\"/boot\\\".device\"");
    known.learn(Sample.pools("other"));
    assertThat(at("importPool(\"|")).containsExactly("importPool(\"other\"");
  }

  @Test
  void completesMountPointsInAnyString() {
    known.learn(Sample.state("/mnt", "/mnt/home"));
    assertThat(at("sh(\"ls /mnt/h|\")")).containsExactly("sh(\"ls /mnt/home");
    assertThat(at("sh(\"ls |")).isEmpty();
  }

  @Test
  void completesFilesWhereOneIsExpected() {
    known.learn(Sample.state("/mnt", "/mnt/home"));
    known.learn(new Folder("", "/mnt/", List.of("etc/", "home/", "x y")));
    known.learn(new Folder("/mnt", "/etc/", List.of("nixos/", "a\"b", "fstab")));
    assertThat(at("sh(\"ls -l /mnt/|\")"))
        .containsExactly("sh(\"ls -l /mnt/etc/", "sh(\"ls -l /mnt/home/", "sh(\"ls -l /mnt/x y");
    assertThat(at("enter(\"cat /etc/f|")).containsExactly("enter(\"cat /etc/fstab");
    assertThat(at("edit(\"/etc/|"))
        .containsExactly("edit(\"/etc/nixos/", "edit(\"/etc/a\\\"b\"", "edit(\"/etc/fstab\"");
    assertThat(at("unlock(keyFile=\"/mnt/e|")).containsExactly("unlock(keyFile=\"/mnt/etc/");
    assertThat(at("System.out.println(\"/mnt/e|")).isEmpty();
    known.learn(Sample.state());
    assertThat(at("edit(\"/etc/f|")).isEmpty();
  }

  @Test
  void asksForAFolderThatNobodyHasSeen() {
    var asked = new ArrayList<String>();
    known.whenMissed(_ -> {}, (root, folder) -> asked.add(root + ":" + folder));
    known.learn(Sample.state("/mnt"));
    at("enter(\"cat /etc/nix|");
    at("sh(\"cat /e|");
    at("sh(\"cat e|");
    assertThat(asked).containsExactly("/mnt:/etc/", ":/");
  }

  @Test
  void saysWhatComesBeforeAHelperThatIsNotAvailable() {
    assertThat(first("rebu").kind()).isEqualTo(Kind.HELPER);
    known.learn(Sample.state());
    assertThat(first("rebu").kind()).isEqualTo(Kind.NOT_YET);
    assertThat(first("rebu").about())
        .isEqualTo("not yet: nothing is mounted at /mnt; mountAll() first");
    assertThat(first("hin").about()).isEqualTo("not here: for practice machines only");
    known.learn(Sample.state("/mnt"));
    assertThat(first("rebu").kind()).isEqualTo(Kind.HELPER);
  }

  @Test
  void completesJava() {
    assertThat(at("pools().str|")).contains("pools().stream()");
    assertThat(at("var a = 1; poolside.isE|")).contains("var a = 1; poolside.isEmpty()");
    assertThat(at("Health.ONL|")).contains("Health.ONLINE");
    assertThat(first("poolside.isEm").about()).contains("boolean").contains("isEmpty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"// po|", "/* po|", "int n = 1 // po|", "\"\"\"\n po|", "3|", "x.|", "|"})
  void staysCalm(String marked) {
    Completion completion = completing.at(marked.replace("|", ""), marked.indexOf('|'));
    assertThat(completion.candidates()).extracting(Candidate::kind).doesNotContain(Kind.OPTION);
  }

  @Test
  void worksBeforeJavaIsReady() {
    var early = new Completing(CATALOGUE, known, Optional::empty);
    assertThat(early.at("rebuild(fl", 10).candidates())
        .extracting(Candidate::text)
        .containsExactly("flake=");
    assertThat(early.at("pools().s", 9).candidates()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "mountA; ``",
        "mountAll; (diagnosis, install=, dryRun=)  Mounts the installed system at /mnt, as its own"
            + " fstab says.",
        "mountAll(; diagnosis, install=, dryRun=",
        "importPool(; name, dryRun=",
        "importPool(\"a\", ; dryRun=",
        "rebuild(flake=true, ; host=, action=, installBootloader=, sandbox=, fetch=, dryRun=",
        "rebuild(flake=; `whether to build the flake; else found out`",
        "importPool(\"a; ``",
        "List.of(; ``",
        "pools().; ``"
      })
  void hintsAtWhatCanFollow(String typed, String hint) {
    assertThat(inspecting.hint(typed.replaceFirst("^ ", ""))).isEqualTo(hint);
  }

  @Test
  void explainsWhatIsAtTheCursor() {
    assertThat(inspected("mount|All(dryRun=true)")).contains("# mountAll", "- `dryRun`:");
    assertThat(inspected("mountAll(dry|")).contains("# mountAll");
    assertThat(inspected("poolside.size|")).contains("int List<E>.size()");
    assertThat(inspected("nonsense|")).isEmpty();
  }

  private String inspected(String marked) {
    return inspecting
        .at(marked.replace("|", ""), marked.indexOf('|'), false)
        .map(Explanation::markdown)
        .orElse("");
  }
}
