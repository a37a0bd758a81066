package dev.thaw.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.BootChain;
import dev.thaw.boot.Forecast;
import dev.thaw.boot.Stage;
import dev.thaw.machine.ActionRecorder;
import dev.thaw.machine.Approver;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.InterceptorChain;
import dev.thaw.machine.Machine;
import dev.thaw.rescue.RebuildWish;
import dev.thaw.rescue.Rescue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What {@code bootChain()} and {@code diagnose()} say will happen, held to what the disk really
 * does: one machine is brought into state after state, each is forecast on the live medium and
 * kept, and afterwards each boots by itself.
 */
@Tag("lab")
@Tag("rest")
class ForecastLabTest {

  private static final int STAGE_2 = 0;
  private static final int HANG = 10;
  private static final int FAILED = 11;

  /** Of the boot partition, beside it is left less than an initrd takes. */
  private static final String FILL =
      "head -c $(($(df -B1 --output=avail /mnt/boot | tail -n 1) - 1048576)) /dev/zero"
          + " >/mnt/boot/filler";

  private static final String ESP =
      "mkdir -p /tmp/esp && mount LABEL=BOOT /tmp/esp && %s; umount /tmp/esp";

  /**
   * What was forecast.
   *
   * @param state how the disk was then, and what it was kept as
   * @param generation which starts
   */
  private record Foreseen(String state, int generation, Forecast forecast) {}

  private final List<Foreseen> foreseen = new ArrayList<>();

  /** The system of each generation. */
  private final Map<Integer, String> systems = new HashMap<>();

  private LabMachine lab;
  private final FakePerson person = FakePerson.yes();
  private Rescue rescue;

  /** The last line of the machine's own first boot. */
  private String screen;

  @Test
  void whatIsForecastIsWhatHappens() {
    try (var machine = LabMachine.broken("older")) {
      lab = machine;
      Shown first = lab.boot();
      assertThat(first.status()).as(first.out()).isEqualTo(HANG);
      screen = lastLine(first);

      onTheLiveMedium(this::mendItStepByStep);
      onTheLiveMedium(this::breakWhatWasMended);

      var all = new SoftAssertions();
      compare(foreseen.getFirst(), first, all);
      for (Foreseen each : foreseen.subList(1, foreseen.size())) {
        compare(each, lab.boot(each.state()), all);
      }
      all.assertAll();
    }
  }

  private void onTheLiveMedium(Runnable work) {
    lab.live();
    try (Machine machine = lab.machine()) {
      var approver = new Approver(person);
      var chain =
          new InterceptorChain(
              machine, List.of(approver, new ActionRecorder(ActionRecorder.DEFAULT_DIRECTORY)));
      rescue = new Rescue(chain, approver, ActionRecorder.DEFAULT_DIRECTORY, person, "/mnt");
      work.run();
      rescue
          .installations()
          .getFirst()
          .generations()
          .forEach(generation -> systems.put(generation.number(), generation.toplevel()));
    } finally {
      lab.stop();
    }
  }

  /** From the machine as it hangs to one that is rescued, and not left properly. */
  private void mendItStepByStep() {
    foresee("broken", 57, Forecast.Hangs.class);

    rescue.mountAll(0);
    rescue.config().remove("boot.initrd.kernelModules", "vfio_pci");
    sh("umount /mnt/boot");
    assertThat(rescue.enter("nixos-rebuild boot --option substitute false 2>&1; true"))
        .contains("'/boot' is not a mounted partition");
    rescue.leave();
    foresee("rebuilt-without-esp", 57, Forecast.Hangs.class);

    rescue.mountAll(0);
    rescue.rollback(56);
    rescue.leave();
    foresee("older-by-default", 56, Forecast.Boots.class);

    rescue.mountAll(0);
    rescue.config().set("boot.zfs.forceImportRoot", "false");
    sh(FILL);
    // By hand: rebuild() would have made room first.
    assertThat(rescue.enter("nixos-rebuild boot --option substitute false 2>&1; true"))
        .contains("No space left on device");
    rescue.leave();
    foresee("esp-full", 56, Forecast.Boots.class);

    rescue.mountAll(0);
    sh("rm /mnt/boot/filler");
    rebuild();
    rescue.leave();
    foresee("exported-without-force", 59, Forecast.Boots.class);

    rescue.importPool("nvmepool");
    sh("zpool sync");
  }

  /** The live system's plug was pulled: its pool is not exported. */
  private void breakWhatWasMended() {
    foresee("not-exported-without-force", 59, Forecast.Fails.class);
    byDefault(58);
    foresee("not-exported-with-force", 58, Forecast.Boots.class);

    rescue.mountAll(0);
    sh("mv /mnt" + systems.get(59) + " /mnt/nix/gone");
    rescue.leave();
    byDefault(59);
    foresee("system-gone", 59, Forecast.Fails.class);

    byDefault(58);
    sh(ESP.formatted("truncate -s 4M /tmp/esp/EFI/nixos/*initrd*"));
    foresee("initrd-cut-off", 58, Forecast.Fails.class);
    sh(ESP.formatted("rm /tmp/esp/EFI/nixos/*bzImage*"));
    foresee("kernel-missing", 58, Forecast.Fails.class);
  }

  private void rebuild() {
    rescue.rebuild(RebuildWish.USUAL.offline());
  }

  private void byDefault(int generation) {
    sh(
        ESP.formatted(
            "sed -i 's/^default .*/default nixos-generation-"
                + generation
                + ".conf/' /tmp/esp/loader/loader.conf"));
  }

  private void sh(String line) {
    rescue.sh("set -e; " + line, false);
  }

  /**
   * Forecasts what starts by default, and keeps the disk. Whether a module hangs, only the screen
   * tells: of what hangs, the screen's last line is given.
   */
  private void foresee(String state, int generation, Class<? extends Forecast> expected) {
    boolean hangs = expected == Forecast.Hangs.class;
    BootChain chain =
        hangs
            ? rescue.diagnose(screen).chains().stream()
                .filter(BootChain::isDefault)
                .findFirst()
                .orElseThrow()
            : rescue.bootChain(0);
    if (hangs) {
      Forecast alone = rescue.bootChain(0).forecast();
      assertThat(alone).as(state).isInstanceOf(Forecast.CantTell.class);
      assertThat(alone.sentence()).as(state).contains("vfio_pci may hang");
    }
    assertThat(chain.isDefault()).as(state).isTrue();
    assertThat(chain.generation()).as(state).isEqualTo(generation);
    assertThat(chain.forecast()).as(state).isInstanceOf(expected);
    lab.keep(state);
    foreseen.add(new Foreseen(state, generation, chain.forecast()));
  }

  private void compare(Foreseen each, Shown boot, SoftAssertions all) {
    String what = each + "\n" + boot.out();
    switch (each.forecast()) {
      case Forecast.Boots() -> {
        all.assertThat(boot.status()).as(what).isEqualTo(STAGE_2);
        all.assertThat(boot.out()).as(what).contains(", " + systems.get(each.generation()));
      }
      case Forecast.Hangs(Stage stage, String why) -> {
        all.assertThat(boot.status()).as(what).isEqualTo(HANG);
        all.assertThat(boot.out()).as(what).contains(sign(stage, why));
      }
      case Forecast.Fails(Stage stage, String why) -> {
        all.assertThat(boot.status()).as(what).isEqualTo(FAILED);
        all.assertThat(boot.out()).as(what).contains(sign(stage, why));
      }
      case Forecast.CantTell(String _) -> all.fail(what);
    }
  }

  /** What the screen shows when it ends there, for that reason. */
  private static String sign(Stage stage, String why) {
    return switch (stage) {
      case KERNEL ->
          why.contains("is not on the boot") ? "nothing to start in the boot menu" : "Kernel panic";
      case MODULES -> "verdict: hang (loading module vfio_pci...)";
      case DEVICES -> "cannot import 'nvmepool': pool was previously in use from another system";
      case STAGE_2 -> "stage 2 init script";
      default -> throw new AssertionError("nothing was expected to end at " + stage);
    };
  }

  private static String lastLine(Shown boot) {
    return boot.out()
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("verdict: "))
        .toList()
        .getLast();
  }
}
