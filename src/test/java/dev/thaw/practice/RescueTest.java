package dev.thaw.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.machine.Command;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Generation;
import dev.thaw.practice.machines.MachineStore;
import dev.thaw.rescue.Applied;
import dev.thaw.rescue.Folder;
import dev.thaw.rescue.RebuildWish;
import dev.thaw.rescue.Rescue;
import dev.thaw.storage.Disks;
import dev.thaw.storage.Pools;
import org.junit.jupiter.api.Test;

/** The article's machine, rescued by the helpers' own rooms as a real one is. */
class RescueTest {

  private final Practice practice = Practice.of("vfio");
  private final Rescue rescue = practice.rescue(FakePerson.yes());

  @Test
  void hangsBeforeTheRescueAndStartsAfterIt() {
    assertThat(practice.reboot())
        .endsWith("hangs there, and nothing more comes.\n" + PracticeMachine.LIVE_AGAIN)
        .contains("loading module zfs...\n  loading module vfio_pci...\npractice:vfio hangs");

    rescue.mountAll(1);
    rescue.config().remove("boot.initrd.kernelModules", "vfio_pci");
    Applied rebuilt = (Applied) rescue.rebuild(RebuildWish.USUAL);
    rescue.leave();

    assertThat(rebuilt.summary()).isEqualTo("Rebuilt: generation 58 boots next.");
    assertThat(practice.reboot())
        .doesNotContain("vfio_pci")
        .contains("<<< NixOS Stage 2 >>>")
        .contains("practice:vfio has started: atlas runs from its own disk.");
    assertThat(rescue.installations().getFirst().generations())
        .extracting(Generation::number)
        .containsExactly(58, 57);
  }

  @Test
  void nixIsAskedWhatAnEditCameTo() {
    rescue.mountAll(1);
    String option = "boot.initrd.kernelModules";

    assertThat(((Applied) rescue.config().remove(option, "vfio_pci")).notes().getFirst())
        .startsWith("Nix confirms: boot.initrd.kernelModules of atlas no longer lists vfio_pci: [ ")
        .contains("\"zfs\"");
    assertThat(((Applied) rescue.config().set("boot.loader.timeout", "9")).notes().getFirst())
        .isEqualTo("Nix confirms: boot.loader.timeout of atlas is now 9.");
    assertThat(((Applied) rescue.config().unset("boot.loader.timeout")).notes().getFirst())
        .isEqualTo("Nix says: boot.loader.timeout of atlas is now 5.");
    assertThat(((Applied) rescue.config().set("boot.loader.timeuot", "9")).notes())
        .startsWith(
            "Nix can't evaluate it as it is now: The option `boot.loader.timeuot' does not exist."
                + " Definition values: - In `/etc/nixos/configuration.nix': 9.");
  }

  @Test
  void nixIsAskedOfAFlakesHost() {
    Rescue flake = Practice.of("missing-driver").rescue(FakePerson.yes());
    flake.mountAll(1);

    assertThat(
            ((Applied) flake.config().add("boot.initrd.availableKernelModules", "mpt3sas"))
                .notes()
                .getFirst())
        .startsWith("Nix confirms: boot.initrd.availableKernelModules of ")
        .contains(" lists mpt3sas: [ ");
  }

  @Test
  void staysBrokenWhenNothingIsTakenBack() {
    rescue.mountAll(1);
    Applied rebuilt = (Applied) rescue.rebuild(RebuildWish.USUAL);
    assertThat(rebuilt.notes().getFirst())
        .startsWith("Generation 57 is the one that was there before");
    rescue.leave();

    assertThat(practice.reboot()).contains("hangs there");
  }

  @Test
  void whereARebuildMendsItTheMountsComeFirst() {
    Rescue full = Practice.of("esp-full").rescue(FakePerson.yes());
    assertThat(((Applied) full.mend(full.diagnose(""))).notes())
        .containsExactly("Next: mountAll(), then rebuild().");
    full.mountAll(1);
    assertThat(((Applied) full.mend(full.diagnose(""))).notes())
        .containsExactly("Next: rebuild().");
  }

  @Test
  void lookingChangesNothing() {
    byte[] before = MachineStore.bytes(practice.state);
    Disks.look(rescue.machine());
    Pools.look(rescue.machine());
    rescue.installations();
    rescue.config();
    rescue.network();
    rescue.state();
    assertThat(Folder.look(rescue.machine(), "", "/").names()).contains("etc/");
    rescue.planning().mountAll(1);

    assertThat(new String(MachineStore.bytes(practice.state))).isEqualTo(new String(before));
  }

  @Test
  void isNamedAsAPracticeMachine() {
    assertThat(practice.machine.name()).isEqualTo("practice:vfio");
    assertThat(practice.says("frobnicate"))
        .isEqualTo("127\nfrobnicate: command not found: the practice machine has no frobnicate.\n");
    assertThatThrownBy(() -> PracticeMachine.fresh("none", text -> {}))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessage("There is no practice machine none.");
  }

  @Test
  void recordsWhatWasDoneUntilTheRestart() {
    rescue.mountAll(1);
    assertThat(rescue.record()).hasSize(6).allSatisfy(e -> assertThat(e.status()).contains(0));

    practice.reboot();
    assertThat(rescue.record()).isEmpty();
    assertThat(rescue.state().isMounted()).isFalse();
  }

  @Test
  void takesBackTheLastStep() {
    rescue.mountAll(1);
    rescue.undo();
    assertThat(practice.says("findmnt -n -o TARGET /mnt/home")).isEqualTo("1\n");
    assertThat(practice.says("findmnt -n -o TARGET /mnt/boot")).isEqualTo("0\n/mnt/boot\n");
  }

  @Test
  void tellsWhatALineComplainedOfThoughItSucceeded() {
    FakePerson person = FakePerson.yes();
    String line = "echo given; echo a warning >&2";
    assertThat(practice.rescue(person).sh(line, true)).isEqualTo("given\n");
    assertThat(person.told).containsExactly("  a warning");
  }

  @Test
  void hasNoTerminalAndSaysSo() {
    assertThatThrownBy(
            () -> practice.machine.run(Command.changes("open a shell", "bash").onTerminal()))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessage("The practice machine has no terminal.");
  }

  @Test
  void anInterruptEndsACommand() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> practice.sh("true")).isInstanceOf(Trouble.Interrupted.class);
    assertThat(practice.says("true")).isEqualTo("0\n");
  }
}
