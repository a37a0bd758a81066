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

  private static State state(LiveMount... mounts) {
    return new State(
        "/mnt", List.of(mounts), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
  }

  private static LiveMount mount(String point, String access) {
    return new LiveMount(point, "/dev/x", "ext4", List.of(access));
  }

  private static Procedure.Milestone next(Procedure procedure) {
    return procedure.steps().stream()
        .filter(step -> step.progress() != Procedure.Progress.DONE)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aMountAllThatWasCutOffAfterTheRootIsDoneInPart() {
    Procedure.Milestone step = next(Procedure.of(state("/mnt"), Optional.of(FSTAB)));

    assertThat(step.progress()).isEqualTo(Procedure.Progress.PART);
    assertThat(step.call()).isEqualTo("mountAll()");
    assertThat(step.what())
        .isEqualTo("1 filesystem at /mnt, writable, without /boot, /home: it mounts the rest");
  }

  @Test
  void whereTheStoreIsNotMountedItIsDoneInPart() {
    Procedure.Milestone step = next(Procedure.of(state("/mnt"), Optional.empty()));

    assertThat(step.progress()).isEqualTo(Procedure.Progress.PART);
    assertThat(step.what()).contains("without its store");
  }

  @Test
  void whatTheRescueNeedsNotIsToldAndNoMore() {
    Procedure procedure = Procedure.of(state("/mnt", "/mnt/boot"), Optional.of(FSTAB));

    assertThat(procedure.steps().getFirst().progress()).isEqualTo(Procedure.Progress.DONE);
    assertThat(procedure.steps().getFirst().what()).endsWith("without /home");
    assertThat(next(procedure).call()).isEqualTo("config(), edit()");
  }

  @Test
  void whatHasToBeWrittenToAndIsReadOnlyIsNoMountAllThatIsDone() {
    State boot = state(mount("/mnt", "rw"), mount("/mnt/boot", "ro"), mount("/mnt/home", "rw"));
    State root = state(mount("/mnt", "ro"), mount("/mnt/boot", "rw"), mount("/mnt/home", "rw"));

    for (State state : List.of(boot, root)) {
      Procedure procedure = Procedure.of(state, Optional.of(FSTAB));
      String which = state == boot ? "/boot" : "/";

      assertThat(next(procedure).progress()).isEqualTo(Procedure.Progress.PART);
      assertThat(next(procedure).what())
          .isEqualTo(
              "3 filesystems at /mnt, writable, but not %s: it says what to do".formatted(which));
      assertThat(procedure.steps())
          .filteredOn(step -> step.call().equals("rebuild()"))
          .allSatisfy(step -> assertThat(step.progress()).isEqualTo(Procedure.Progress.LATER));
    }
  }

  @Test
  void whatIsMountedOverAReadOnlyOneAndWhatTheRescueNeedsNotStopsNothing() {
    State state =
        state(
            mount("/mnt", "rw"),
            mount("/mnt/boot", "ro"),
            mount("/mnt/boot", "rw"),
            mount("/mnt/home", "ro"));

    assertThat(next(Procedure.of(state, Optional.of(FSTAB))).call()).isEqualTo("config(), edit()");
  }
}
