package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.NeedsRoot;
import dev.thaw.OneAtATime;
import dev.thaw.machine.Command;
import dev.thaw.machine.Effect;
import dev.thaw.machine.ExecutionMode;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.Interceptor;
import dev.thaw.machine.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The procedure rehearsed: each plan as if the steps before had been done, and nothing done; on
 * real disks, as root.
 */
@NeedsRoot
@ExtendWith(OneAtATime.class)
class RehearsalTest {

  private static final String MODULES = "boot.initrd.kernelModules";

  @TempDir Path directory;
  private LoopSystem system;
  private int number;
  private final FakePerson person = FakePerson.nobody();

  /** The commands that reached the machine and may have changed something. */
  private final List<Command> changing = new ArrayList<>();

  private final Interceptor watch =
      (command, output, next) -> {
        if (command.effect() == Effect.CHANGES) {
          changing.add(command);
        }
        return next.run(command, output);
      };

  private Rescue rehearsal;

  @BeforeEach
  void startARehearsal() throws IOException {
    system = new LoopSystem(directory);
    number = system.number();
    rehearsal = system.rescue(person, watch);
    rehearsal.mode(ExecutionMode.DRY_RUN);
  }

  @AfterEach
  void takeTheDisksAway() {
    system.close();
  }

  @Test
  void showsThePlansThatTheRealRunHasAndChangesNothing() {
    String before = system.sums();
    List<ActionResult> shown =
        List.of(
            rehearsal.mountAll(number),
            rehearsal.config().remove(MODULES, "vfio_pci"),
            rebuild(rehearsal),
            rehearsal.rollback(56),
            rehearsal.leave(),
            rehearsal.reboot());

    assertThat(shown).allMatch(Plan.class::isInstance);
    assertThat(changing).isEmpty();
    assertThat(person.asked).isEmpty();
    assertThat(rehearsal.record()).isEmpty();
    assertThat(rehearsal.approver().acted()).isZero();
    assertThat(system.mounted()).isEmpty();
    assertThat(system.sums()).isEqualTo(before);

    FakePerson owner = FakePerson.yes();
    Rescue real = system.rescue(owner);
    List<ActionResult> meant = new ArrayList<>();
    meant.add(real.planning().mountAll(number));
    real.mountAll(number);
    meant.add(real.planning().config().remove(MODULES, "vfio_pci"));
    real.config().remove(MODULES, "vfio_pci");
    meant.add(rebuild(real.planning()));
    meant.add(real.planning().rollback(56));
    meant.add(real.planning().leave());
    real.leave();
    meant.add(real.planning().reboot());
    assertThat(shown.stream().map(RehearsalTest::lines))
        .isEqualTo(meant.stream().map(RehearsalTest::lines).toList());
    // Where there is no Nix on this computer, that is told before.
    assertThat(person.told)
        .filteredOn(told -> !told.contains("could not be checked"))
        .containsExactly(owner.told.get(differences(owner)));
  }

  @Test
  void goesOnAsIfEachStepHadBeenDone() throws IOException {
    assertThatThrownBy(() -> rebuild(rehearsal)).isInstanceOf(Trouble.Refused.class);
    assertThat(((Applied) rehearsal.leave()).changed()).isFalse();

    rehearsal.mountAll(number);
    assertThat(((Applied) rehearsal.mountAll(number)).changed()).isFalse();
    assertThat(rehearsal.installations())
        .singleElement()
        .satisfies(it -> assertThat(it.mountedAt()).isEqualTo(system.mnt.toString()));
    assertThat(rehearsal.procedure().steps().getFirst().what())
        .isEqualTo("2 filesystems at %s, writable, in this rehearsal".formatted(system.mnt));
    assertThatThrownBy(() -> rehearsal.reboot()).hasMessageContaining("still mounted");

    rehearsal.config().remove(MODULES, "vfio_pci");
    assertThat(((Applied) rehearsal.config().remove(MODULES, "vfio_pci")).changed()).isFalse();
    rehearsal.config().add(MODULES, "nvme");
    assertThat(person.told.getLast())
        .contains("-  boot.initrd.kernelModules = [ \"vfio\" ];")
        .contains("+  boot.initrd.kernelModules = [ \"vfio\" \"nvme\" ];");

    // The boot menu, and what was written brought to the disks.
    assertThat(lines(rehearsal.rollback(57))).hasSize(2);
    rebuild(rehearsal);
    assertThat(marks()).containsExactly("57", "56");
    assertThat(lines(rehearsal.rollback(57))).hasSize(3);
    assertThat(marks()).containsExactly("57 current default", "56");
    rehearsal.rollback(56);
    assertThat(marks()).containsExactly("57", "56 current default");

    rehearsal.leave();
    assertThat(((Applied) rehearsal.leave()).changed()).isFalse();
    assertThatThrownBy(() -> rehearsal.config().unset(MODULES))
        .hasMessageContaining("nothing is mounted");
    rehearsal.mountAll(number);
    assertThat(rehearsal.config().show("configuration.nix")).contains("[ \"vfio\" \"nvme\" ]");
    assertThat(changing).isEmpty();
  }

  @Test
  void takesBackWhatWasRehearsedStepByStep() {
    rehearsal.mountAll(number);
    rehearsal.config().remove(MODULES, "vfio_pci");
    rehearsal.config().set("boot.loader.timeout", "3");

    assertThat(lines(rehearsal.undo())).singleElement().asString().startsWith("thaw-restore-file ");
    assertThat(rehearsal.config().show("configuration.nix"))
        .doesNotContain("vfio_pci", "timeout")
        .contains("vfio");
    rehearsal.undo();
    assertThat(rehearsal.config().show("configuration.nix")).isEqualTo(LoopSystem.CONFIGURATION);
    assertThat(lines(rehearsal.undo())).containsExactly("umount -- %s/home".formatted(system.mnt));
    rehearsal.undo();
    assertThat(((Applied) rehearsal.undo()).changed()).isFalse();
    assertThat(rehearsal.state().mountedInside()).isEmpty();
  }

  @Test
  void goesOnFromWhatIsReallyMounted() throws IOException {
    Rescue real = system.rescue(FakePerson.yes());
    real.mountAll(number);
    real.config().remove(MODULES, "vfio_pci");
    Path file = system.mnt.resolve("etc/nixos/configuration.nix");
    Files.writeString(file, Files.readString(file) + "# " + "x".repeat(300_000) + "\n");

    rehearsal.config().remove(MODULES, "vfio");
    rehearsal.config().add(MODULES, "nvme");
    assertThat(person.told.getLast())
        .contains("-  boot.initrd.kernelModules = [ ];")
        .contains("+  boot.initrd.kernelModules = [ \"nvme\" ];");
    rehearsal.leave();
    assertThat(rehearsal.installations().getFirst().mountedAt()).isEmpty();
    assertThat(lines(rehearsal.mountAll(0))).hasSize(2);
    assertThat(changing).isEmpty();
    assertThat(file).content().contains("[ \"vfio\" ]");
    assertThat(system.mounted()).hasSize(2);
  }

  @Test
  void showsALineOfThePersonsOwnAndRefusesIt() {
    assertThatThrownBy(() -> rehearsal.enter("ls")).hasMessageContaining("nothing is mounted");
    rehearsal.mountAll(number);

    assertThatThrownBy(() -> rehearsal.enter("rm -rf /nix"))
        .isInstanceOf(Trouble.HeldBack.class)
        .hasMessageStartingWith("Not done, because this is only a rehearsal: ")
        .hasMessageContaining("'rm -rf /nix'");
    assertThatThrownBy(() -> rehearsal.sh("touch /tmp/x", false))
        .isInstanceOf(Trouble.HeldBack.class)
        .hasMessageContaining("'touch /tmp/x'");
  }

  @Test
  void opensNeitherAShellNorAnEditor() {
    rehearsal.mountAll(number);

    assertThat(lines(rehearsal.enter())).singleElement().asString().startsWith("thaw-enter");
    Plan plan = (Plan) rehearsal.config().edit();

    assertThat(plan.title()).isEqualTo("Edit /etc/nixos/configuration.nix");
    assertThat(lines(plan)).singleElement().asString().startsWith("cp -a -- " + system.mnt);
    assertThat(person.asked).isEmpty();
  }

  @Test
  void aDryRunOfOneStepIsNotGoneOnFromAndInEarnestNothingOfARehearsalRemains() {
    rehearsal.planning().mountAll(number);
    assertThat(rehearsal.state().isMounted()).isFalse();

    rehearsal.mountAll(number);
    assertThat(rehearsal.state().isMounted()).isTrue();
    rehearsal.mode(ExecutionMode.APPLY);
    rehearsal.mode(ExecutionMode.DRY_RUN);

    assertThat(rehearsal.state().isMounted()).isFalse();
    assertThat(rehearsal.mountAll(number)).isInstanceOf(Plan.class);
  }

  @Test
  void onlyLookingRefusesEachActingHelperAndAsksNothing() throws IOException {
    system.rescue(FakePerson.yes()).mountAll(number);
    Rescue looking = system.rescue(person);
    looking.mode(ExecutionMode.READ_ONLY);
    int before = looking.record().size();

    List.<Runnable>of(
            () -> looking.config().remove(MODULES, "vfio_pci"),
            () -> looking.config().edit(),
            () -> rebuild(looking),
            () -> looking.rollback(56),
            () -> looking.enter(),
            () -> looking.enter("true"),
            () -> looking.undo(),
            () -> looking.leave())
        .forEach(step ->
            assertThatThrownBy(step::run)
                .isInstanceOf(Trouble.HeldBack.class)
                .hasMessageStartingWith("Not done, because only looking was asked for: "));
    assertThat(((Applied) looking.config().remove(MODULES, "none")).changed()).isFalse();
    assertThat(person.asked).isEmpty();
    assertThat(looking.approver().acted()).isZero();
    assertThat(looking.record()).hasSize(before);
    assertThat(system.mounted()).hasSize(2);
    assertThat(system.mnt.resolve("etc/nixos/configuration.nix"))
        .hasContent(LoopSystem.CONFIGURATION);
  }

  private static ActionResult rebuild(Rescue rescue) {
    return rescue.rebuild(RebuildWish.USUAL.offline());
  }

  /** The generations, with what distinguishes one. */
  private List<String> marks() {
    return rehearsal.installations().getFirst().generations().stream()
        .map(it ->
            it.number() + (it.isCurrent() ? " current" : "") + (it.isDefault() ? " default" : ""))
        .toList();
  }

  /** Where the difference stands among what was told. */
  private static int differences(FakePerson person) {
    for (int i = 0; i < person.told.size(); i++) {
      if (person.told.get(i).startsWith("--- ")) {
        return i;
      }
    }
    throw new AssertionError("No difference was shown.");
  }

  /** A plan's commands, without the time in a backup's name. */
  private static List<String> lines(ActionResult plan) {
    return ((Plan) plan)
        .steps().stream()
            .map(step -> step.shown().replaceAll("\\.thaw-[0-9-]+", ".thaw-TIME"))
            .toList();
  }
}
