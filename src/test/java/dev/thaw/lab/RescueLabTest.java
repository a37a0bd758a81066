package dev.thaw.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The helpers on real machines, called by scripts; {@link RunbookLabTest} plays the notebooks. */
@Tag("lab")
@Tag("rest")
class RescueLabTest {

  private static final int STAGE_2 = 0;

  @Test
  void leavesEveryByteOnTheDiskAsItWasWhileLooking() {
    try (var machine = LabMachine.broken("article")) {
      String before = machine.sum();

      machine.live();
      Shown look = machine.thaw("lab/look.jsh");
      assertThat(look.status()).as(look.out()).isZero();
      assertThat(look.out()).contains("nvmepool").contains("atlas");
      machine.stop();

      assertThat(machine.sum()).isEqualTo(before);
    }
  }

  @Test
  void rescuesTheMachineFromTheLiveMediumItself(@TempDir Path directory) throws IOException {
    Path medium = Stick.in(directory);
    try (var machine = LabMachine.broken("article")) {
      machine.live("--with", medium.toString());
      Shown rescue =
          machine.ssh(
              "JAVA_HOME=/media/thaw/java /media/thaw/thaw play --yes --on local"
                  + " --set symptom='loading module vfio_pci...' rescue-stage-1");
      assertThat(rescue.status()).as(rescue.out()).isZero();
      machine.stop();

      Shown after = machine.boot();
      assertThat(after.status()).as(after.out()).isEqualTo(STAGE_2);
    }
  }

  @Test
  void makesAnOlderGenerationBootWithoutBuildingAndActsOnlyOnce() {
    try (var machine = LabMachine.broken("older")) {
      machine.live();
      Shown rescue = machine.thaw("--yes", "src/test/resources/dev/thaw/lab/twice.jsh");
      assertThat(rescue.status()).as(rescue.out()).isZero();
      assertThat(rescue.out()).contains("generation 56 boots next");
      machine.stop();

      Shown after = machine.boot();
      assertThat(after.status()).as(after.out()).isEqualTo(STAGE_2);
    }
  }

  @Test
  void goesOnAfterItWasKilledInTheMiddleAndLeavesNothingBehind() throws Exception {
    try (var machine = LabMachine.broken("flake")) {
      machine.live();
      machine.killThawOnceItPrints("$ mount -t zfs -o zfsutil", "--yes", "mountAll()");

      Shown rest =
          machine.thaw(
              "--yes",
              "history(); mountAll(); enter(\"hostname\"); config().log();"
                  + " config().restore(\"HEAD~1\"); rebuild(dryRun=true); leave(); pools()");

      assertThat(rest.status()).as(rest.out()).isZero();
      assertThat(rest.out())
          .contains("import the pool rpool")
          .contains("meadow is mounted at /mnt")
          .contains("Everything is unmounted, exported and closed.")
          .doesNotContain("needs force to be imported");
    }
  }
}
