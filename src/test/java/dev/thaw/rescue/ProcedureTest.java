package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.nixos.Fstab;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where a rescue stands, by what is mounted. */
class ProcedureTest {

  private static final Fstab FSTAB =
      Fstab.parse(
          """
          UUID=a / ext4 x-initrd.mount 0 1
          UUID=b /boot vfat nofail 0 2
          UUID=c /home ext4 defaults 0 2
          UUID=d none swap
          tmpfs /tmp tmpfs
          """);

  private static State state(String... points) {
    return new State(
        "/mnt",
        Stream.of(points).map(p -> new LiveMount(p, "/dev/x", "ext4", List.of("rw"))).toList(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private static Procedure.Step next(Procedure procedure) {
    return procedure.steps().stream()
        .filter(step -> step.standing() != Procedure.Standing.DONE)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aMountAllThatWasCutOffAfterTheRootIsDoneInPart() {
    Procedure.Step step = next(Procedure.of(state("/mnt"), Optional.of(FSTAB)));

    assertThat(step.standing()).isEqualTo(Procedure.Standing.PART);
    assertThat(step.call()).isEqualTo("mountAll()");
    assertThat(step.what())
        .isEqualTo("1 filesystem at /mnt, writable, without /boot, /home: it mounts the rest");
  }

  @Test
  void whereTheStoreIsNotMountedItIsDoneInPart() {
    Procedure.Step step = next(Procedure.of(state("/mnt"), Optional.empty()));

    assertThat(step.standing()).isEqualTo(Procedure.Standing.PART);
    assertThat(step.what()).contains("without its store");
  }

  @Test
  void whatTheRescueNeedsNotIsToldAndNoMore() {
    Procedure procedure = Procedure.of(state("/mnt", "/mnt/boot"), Optional.of(FSTAB));

    assertThat(procedure.steps().getFirst().standing()).isEqualTo(Procedure.Standing.DONE);
    assertThat(procedure.steps().getFirst().what()).endsWith("without /home");
    assertThat(next(procedure).call()).isEqualTo("config(), edit()");
  }
}
