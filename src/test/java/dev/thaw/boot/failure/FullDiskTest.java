package dev.thaw.boot.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.Certainty;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Forecast;
import dev.thaw.boot.TestSystem;
import dev.thaw.boot.remembered.Room;
import org.junit.jupiter.api.Test;

/** A full disk, and one that is not. */
class FullDiskTest {

  private static final long GIB = 1L << 30;
  private final TestSystem system = new TestSystem();

  private void has(Room... rooms) {
    system.rooms.clear();
    for (Room room : rooms) {
      system.rooms.add(room);
    }
  }

  private static Room room(String place, long size, long available, long inodes, long left) {
    return new Room(place, size, available, available, inodes, left, "ext2/ext3", place);
  }

  private Finding only() {
    assertThat(system.findings("root-full")).hasSize(1);
    return system.findings("root-full").getFirst();
  }

  @Test
  void aPlaceWithoutRoomIsSureAndNamedWithWhatIsLeft() {
    has(room("/", 9 * GIB, 5 * GIB, 0, 0), room("/var", 2 * GIB, 3 << 20, 0, 0));

    assertThat(only().certainty()).isEqualTo(Certainty.SURE);
    assertThat(only().subject()).isEqualTo("/var");
    assertThat(only().evidence())
        .containsExactly("/var (ext2/ext3) has 3 MiB of 2.0 GiB left (df).");
    assertThat(system.chain().forecast()).isEqualTo(new Forecast.Boots());
  }

  @Test
  void aPlaceThatCanHoldNoMoreFilesIsFullToo() {
    has(room("/", 9 * GIB, 5 * GIB, 6000, 5));

    assertThat(only().certainty()).isEqualTo(Certainty.SURE);
    assertThat(only().evidence().getFirst()).contains("5 more files of 6000");
  }

  @Test
  void aFilesystemWithoutALimitOfFilesIsNotFullForThat() {
    has(room("/", 9 * GIB, 5 * GIB, 0, 0));
    assertThat(system.findings("root-full")).isEmpty();
  }

  @Test
  void littleRoomIsOnlyPossibleUntilTheScreenSaysSo() {
    has(room("/", 900 * GIB, GIB - 1, 0, 0));
    assertThat(only().certainty()).isEqualTo(Certainty.POSSIBLE);

    system.screen = "cp: error writing '/var/lib/x': No space left on device";
    assertThat(only().certainty()).isEqualTo(Certainty.LIKELY);

    has(room("/", 20 * GIB, GIB - 1, 0, 0));
    assertThat(system.findings("root-full")).isEmpty();
  }

  @Test
  void whatWasNotLookedAtIsNotSaidToBeAbsent() {
    system.screen = "cp: error writing '/var/lib/x': No space left on device";
    assertThat(onScreen()).isEqualTo("The disks show nothing of it.");

    has();
    assertThat(onScreen()).isEqualTo("Whether it is so, the disks can't tell.");
  }

  private String onScreen() {
    return system.findings().stream()
        .filter(TestSystem::isOnlyOnScreen)
        .findFirst()
        .orElseThrow()
        .evidence()
        .getLast();
  }

  @Test
  void onlyGenerationsThatCanBeSparedAreNamed() {
    has(room("/", 9 * GIB, 0, 0, 0));
    assertThat(only().mend().call()).doesNotContain("--delete-generations");

    system.current = 58;
    for (int number = 50; number < 57; number++) {
      system.menu.add(number);
    }
    assertThat(only().mend().call()).contains("--delete-generations 50 51 52 53\"");
  }
}
