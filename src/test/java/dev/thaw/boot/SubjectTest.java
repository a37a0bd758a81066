package dev.thaw.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.diagnosis.Diagnosing;
import dev.thaw.boot.failure.Catalogue;
import dev.thaw.storage.LastUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a screen names is held to what the machine has, whatever kind of thing it is. */
class SubjectTest {

  /** A machine, what its screen would show with the right name, and the finding that bears it. */
  record Case(
      String failure, String before, String name, String after, Certainty exact, TestSystem on) {

    String screen(String typed) {
      return before + typed + after;
    }

    @Override
    public String toString() {
      return screen(name);
    }
  }

  private static TestSystem machine() {
    return new TestSystem();
  }

  private static TestSystem noDriver() {
    TestSystem system = machine();
    system.modules.remove("ahci");
    return system;
  }

  private static TestSystem foreign() {
    TestSystem system = machine().onZfs();
    system.force = Optional.of(false);
    system.lastUse = Optional.of(new LastUse("nixos", "8425e349", Optional.empty(), false));
    return system;
  }

  private static TestSystem moved() {
    TestSystem system = machine();
    system.uuid = "2222";
    return system;
  }

  private static TestSystem late() {
    TestSystem system = machine();
    system.late.add(TestSystem.late("/dev/disk/by-label/archive", "/data/archive", "ext4"));
    return system;
  }

  private static TestSystem lateBeyondAscii() {
    TestSystem system = machine();
    system.late.add(TestSystem.late("/dev/disk/by-label/archive", "/data/Müllers Fotos", "ext4"));
    return system;
  }

  private static TestSystem volume() {
    TestSystem system = machine();
    system.late.add(TestSystem.late("/dev/mapper/vault-photos", "/srv/photos", "ext4"));
    return system;
  }

  private static TestSystem resume() {
    TestSystem system = machine();
    system.params.add("resume=/dev/disk/by-uuid/9b7c33d1-swap");
    return system;
  }

  private static TestSystem locked() {
    TestSystem system = machine().inLuks();
    system.uuid = "4444-5555";
    return system;
  }

  private static TestSystem collected() {
    TestSystem system = machine();
    system.menu.add(41);
    return system;
  }

  private static TestSystem incomplete() {
    TestSystem system = machine();
    system.whole = false;
    return system;
  }

  private static TestSystem absent() {
    TestSystem system = machine();
    system.forced.add("corsair_psu");
    return system;
  }

  private static final String ROOT = "/dev/disk/by-uuid/" + TestSystem.ROOT;

  static Stream<Case> cases() {
    Certainty sure = Certainty.SURE;
    return Stream.of(
        new Case(
            "driver-missing", "waiting for device ", ROOT, " to appear.....", sure, noDriver()),
        new Case(
            "driver-missing",
            "[ TIME ] Timed out waiting for device ",
            ROOT,
            ".\n[DEPEND] Dependency failed for /sysroot.",
            sure,
            noDriver()),
        new Case(
            "driver-missing",
            "[*] A start job is running for ",
            ROOT,
            " (1min 2s / 1min 30s)",
            sure,
            noDriver()),
        new Case(
            "driver-missing",
            "Timed out waiting for device ",
            "dev-disk-by\\x2duuid-11111111\\x2daaaa.device",
            ".",
            sure,
            noDriver()),
        new Case("device-gone", "waiting for device ", ROOT, " to appear....", sure, moved()),
        new Case(
            "stage-2-mount-missing",
            "Timed out waiting for device ",
            "/dev/disk/by-label/archive",
            ".\nDependency failed for /data/archive.",
            sure,
            late()),
        new Case(
            "stage-2-mount-missing",
            "[FAILED] Failed to mount ",
            "/data/archive",
            ".",
            sure,
            late()),
        new Case(
            "stage-2-mount-missing",
            "[DEPEND] Failed to mount ",
            "data-archive.mount",
            ".",
            sure,
            late()),
        new Case(
            "stage-2-mount-missing",
            "[DEPEND] Failed to mount ",
            "data-M\\xc3\\xbcllers\\x20Fotos.mount",
            ".",
            sure,
            lateBeyondAscii()),
        new Case(
            "stage-2-mount-missing",
            "[TIME] Timed out waiting for device ",
            "/dev/mapper/vault-photos",
            ".",
            sure,
            volume()),
        new Case(
            "stage-2-mount-missing",
            "[TIME] Timed out waiting for device ",
            "/dev/vault/photos",
            ".",
            sure,
            volume()),
        new Case(
            "luks-device-missing", "", "/dev/disk/by-uuid/3333", " is unavailable", sure, locked()),
        new Case(
            "resume-device",
            "Starting Resume from hibernation using device ",
            "/dev/disk/by-uuid/9b7c33d1-swap",
            "...",
            sure,
            resume()),
        new Case(
            "zfs-pool-foreign",
            "cannot import '",
            "tank",
            "': pool was previously in use from another system.",
            sure,
            foreign()),
        new Case(
            "zfs-pool-foreign",
            "[FAILED] Failed to start Import ZFS pool \"",
            "tank",
            "\".",
            sure,
            foreign()),
        new Case(
            "zfs-pool-foreign",
            "filesystem '",
            "tank/root",
            "' cannot be mounted, unable to open the dataset\nretrying...",
            sure,
            foreign()),
        new Case(
            "menu-stale-entry",
            "stage 2 init script (/mnt-root/",
            TestSystem.system(41) + "/init",
            ") not found",
            Certainty.LIKELY,
            collected()),
        new Case(
            "system-gone",
            "stage 2 init script (/mnt-root/",
            TestSystem.system(57) + "/init",
            ") not found",
            sure,
            incomplete()),
        new Case(
            "module-not-found",
            "modprobe: FATAL: Module ",
            "corsair_psu",
            " not found in directory /lib/modules/6.12.58",
            sure,
            absent()));
  }

  private static Finding first(Case it, String screen) {
    it.on().screen = screen;
    return it.on().findings(it.failure()).getFirst();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void toTheLetterItIsAsSureAsTheDisksBearOut(Case it) {
    Finding finding = first(it, it.screen(it.name()));

    assertThat(finding.evidence()).noneMatch(seen -> seen.contains("You typed"));
    if (it.before().startsWith("[FAILED] Failed to mount")
        || it.before().startsWith("[DEPEND]")
        || it.before().equals("filesystem '")) {
      // The place alone does not say why; the disks do.
      assertThat(finding.certainty()).isEqualTo(Certainty.SURE);
    } else {
      assertThat(finding.certainty()).isEqualTo(it.exact());
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aSlipIsNeverSureAndBothReadingsAreTold(Case it) {
    for (String typed : slips(it.name())) {
      Finding finding = first(it, it.screen(typed));

      assertThat(finding.certainty()).as(typed).isNotEqualTo(Certainty.SURE);
      assertThat(finding.evidence())
          .as(typed)
          .anyMatch(seen ->
              seen.startsWith("You typed “") && seen.contains("read as")
                  || seen.contains("nothing of that name")
                  || seen.startsWith("The screen names another"))
          .as(typed)
          .anyMatch(seen -> seen.contains(typed));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatTheMachineHasNothingOfIsOnlyPossible(Case it) {
    String kept = it.name().replaceAll("^.*(\\.(?:mount|device))$|^.*$", "$1");
    String named = it.name().substring(0, it.name().length() - kept.length());
    String typed = named.replaceAll("[a-z0-9](?=[^/]*$)", "q") + kept;
    Finding finding = first(it, it.screen(typed));

    assertThat(finding.certainty()).as(typed).isEqualTo(Certainty.POSSIBLE);
    assertThat(finding.evidence()).anyMatch(seen -> seen.contains("nothing of that name"));
  }

  @Test
  void whereNothingIsFoundItIsSaidThatNothingHasTheName() {
    TestSystem system = machine();
    Symptom screen = Symptom.of("Timed out waiting for device /dev/disk/by-label/backups.");
    system.screen = screen.toString();

    assertThat(Diagnosing.judge(List.of(system.evidence()), screen, List.of()).notes())
        .contains(
            "The screen names “/dev/disk/by-label/backups”: this machine has nothing of that name,"
                + " and nothing that it boots asks for it.");
  }

  @Test
  void twoShortNamesInOneFolderAreNoSlipsOfEachOther() {
    TestSystem system = machine();
    system.late.add(TestSystem.late("/dev/disk/by-label/logs", "/data", "ext4"));
    system.screen = "Timed out waiting for device /dev/disk/by-label/boot.";

    assertThat(system.findings("stage-2-mount-missing").getFirst().certainty())
        .isEqualTo(Certainty.POSSIBLE);
    assertThat(system.findings("stage-2-mount-missing").getFirst().evidence())
        .anyMatch(seen -> seen.contains("nothing of that name"));
  }

  @Test
  void whatTheScreenDoesNotShowIsNoSurerThanWhatItShows() {
    TestSystem system = moved();
    assertThat(system.findings("device-gone").getFirst().certainty()).isEqualTo(Certainty.SURE);

    system.screen = "loading module i915";
    system.stage1 = dev.thaw.nixos.Stage1.SCRIPTED;
    system.forced.add("i915_x");
    assertThat(system.findings())
        .extracting(Finding::id, Finding::certainty)
        .startsWith(
            org.assertj.core.groups.Tuple.tuple("module-hangs", Certainty.POSSIBLE),
            org.assertj.core.groups.Tuple.tuple("device-gone", Certainty.LIKELY));
  }

  @Test
  void aScreenThatIsNotUnderstoodIsSaidToBeFirst() {
    TestSystem system = moved();
    system.screen = "it is all dark";

    assertThat(
            Diagnosing.judge(List.of(system.evidence()), Symptom.of(system.screen), List.of())
                .screen()
                .sentences()
                .getFirst())
        .startsWith("The screen is not understood");
  }

  /** Left out, put in, looking alike, changed over, and the end cut off. */
  private static List<String> slips(String name) {
    var slips = new ArrayList<String>();
    int last = name.lastIndexOf('/') + 1;
    int middle = last + Math.max(1, (name.length() - last) / 2);
    slips.add(name.substring(0, middle) + name.substring(middle + 1));
    slips.add(name.substring(0, middle) + 'x' + name.substring(middle));
    slips.add(name.substring(0, middle) + 'x' + name.substring(middle + 1));
    slips.add(name.substring(0, last + 1) + '-' + name.substring(last + 1));
    for (String[] alike :
        new String[][] {{"m", "rn"}, {"1", "l"}, {"0", "O"}, {"o", "0"}, {"l", "I"}, {"i", "l"}}) {
      int at = name.indexOf(alike[0], last);
      if (at >= 0) {
        slips.add(name.substring(0, at) + alike[1] + name.substring(at + alike[0].length()));
      }
    }
    return slips;
  }

  @Test
  void aNameThatWasCutOffAndFitsTwoAsksWhich() {
    TestSystem system = late();
    system.late.add(TestSystem.late("/dev/disk/by-label/archive-2", "/data/second", "ext4"));
    system.screen = "Timed out waiting for device /dev/disk/by-label/arch";

    List<Finding> gone = system.findings("stage-2-mount-missing");
    assertThat(gone).hasSize(2).allMatch(finding -> finding.certainty() == Certainty.LIKELY);
    for (Finding finding : gone) {
      assertThat(finding.mend())
          .isInstanceOfSatisfying(
              Mend.OneOf.class,
              one -> {
                assertThat(one.mends())
                    .containsOnlyKeys("/dev/disk/by-label/archive", "/dev/disk/by-label/archive-2");
                assertThat(one.mends().values()).allMatch(Mend.AddElement.class::isInstance);
                assertThat(one.sentence()).startsWith("“/dev/disk/by-label/arch” can be");
              });
    }
  }

  @Test
  void ofTwoThatFitTheOneWithoutAFindingIsNoMendEither() {
    TestSystem system = late();
    system.screen = "Timed out waiting for device /dev/sda";

    assertThat(system.findings("stage-2-mount-missing").getFirst().certainty())
        .isEqualTo(Certainty.POSSIBLE);
    system = noDriver();
    system.screen = "Timed out waiting for device /dev/sda";
    assertThat(system.findings("driver-missing").getFirst().mend())
        .isInstanceOfSatisfying(
            Mend.OneOf.class, one -> assertThat(one.mends()).containsKeys("/dev/sda", "/dev/sda1"));
  }

  @Test
  void anotherDeviceThatThereIsLowersTheFinding() {
    TestSystem system = noDriver();
    system.screen = "Timed out waiting for device /dev/disk/by-uuid/E-E.";

    Finding finding = system.findings("driver-missing").getFirst();
    assertThat(finding.certainty()).isEqualTo(Certainty.POSSIBLE);
    assertThat(finding.evidence())
        .contains("The screen names another one: “/dev/disk/by-uuid/E-E”.");
  }

  @Test
  void theLastOfSeveralNamesIsNotTheOnlyOne() {
    TestSystem system = noDriver();
    system.screen =
        "waiting for device " + ROOT + " to appear...\nTimed out waiting for device /dev/sdz9.";

    assertThat(system.findings("driver-missing").getFirst().certainty()).isEqualTo(Certainty.SURE);
  }

  @Test
  void anElidedNameNamesNothing() {
    for (String typed : List.of("/dev/disk/by-uuid/...", "/dev/disk/by-uuid/…", "…", "D")) {
      TestSystem system = noDriver();
      system.screen = "waiting for device " + typed + " to appear...";
      Finding finding = system.findings("driver-missing").getFirst();

      assertThat(finding.certainty()).as(typed).isEqualTo(Certainty.LIKELY);
    }
  }

  @Test
  void everyKindOfFindingThatIsSureHasAMendThatIsNoTaskForHands() {
    for (Case it : cases().toList()) {
      it.on().screen = it.screen(it.name());
      Catalogue.judge(it.on().evidence()).stream()
          .filter(finding -> finding.certainty() == Certainty.SURE)
          .forEach(finding ->
              assertThat(finding.mend())
                  .as(it + ": " + finding.what())
                  .isNotInstanceOf(Mend.ByHand.class));
    }
  }

  @Test
  void whereTheNameIsRightAndItsLineWasReadWithSlipsNothingIsSure() {
    for (Case it : cases().toList()) {
      if (it.exact() != Certainty.SURE) {
        continue;
      }
      String screen = it.screen(it.name());
      String slipped =
          screen
              .replace("Failed", "Faiied")
              .replace("waiting", "waitlng")
              .replace("running", "runnlng")
              .replace("cannot import", "cann0t irnport")
              .replace("cannot be mounted", "cannot be rnounted")
              .replace("unavailable", "unavailabie")
              .replace("hibernation", "hlbernation")
              .replace("init script", "lnit scrlpt")
              .replace("FATAL: Module", "FATAL: Moduie");
      assertThat(slipped).isNotEqualTo(screen);
      Finding finding = first(it, slipped);

      assertThat(finding.certainty()).as(slipped).isNotEqualTo(Certainty.SURE);
      assertThat(finding.evidence())
          .as(slipped)
          .anyMatch(seen -> seen.contains("was read with slips") || seen.contains("read as"));
    }
  }

  @Test
  void aPoolsNameOnALineOfItsOwnIsHeldToTheMachine() {
    TestSystem system = foreign();
    String screen = "   pool: %s\n  status: The pool was last accessed by another system.";
    system.screen = screen.formatted("tank");
    assertThat(system.findings("zfs-pool-foreign").getFirst().certainty())
        .isEqualTo(Certainty.SURE);

    system.screen = screen.formatted("tqnk");
    assertThat(system.findings("zfs-pool-foreign").getFirst().certainty())
        .isEqualTo(Certainty.LIKELY);
    system.screen = screen.formatted("other");
    assertThat(system.findings("zfs-pool-foreign").getFirst().certainty())
        .isEqualTo(Certainty.POSSIBLE);
  }

  @Test
  void whatASentenceNamesIsNoNameOfTheScreen() {
    TestSystem system = foreign();
    for (String said :
        List.of(
            "It says it cannot import my other pool, and importing root ZFS pool never ends.",
            "Dependency failed for the whole thing, filesystem a/b is not the problem",
            "fsck worked, and waiting for device drivers takes ages")) {
      system.screen = said;
      Diagnosing.judge(List.of(system.evidence()), Symptom.of(said), List.of()).notes().stream()
          .filter(note -> note.startsWith("The screen names"))
          .forEach(note -> assertThat(note).as(said).isEmpty());
      assertThat(system.findings())
          .as(said)
          .flatExtracting(Finding::evidence)
          .noneMatch(seen -> seen.startsWith("The screen names") || seen.startsWith("You typed"));
    }
  }
}
