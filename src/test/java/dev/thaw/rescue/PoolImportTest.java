package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.machine.Trouble;
import dev.thaw.storage.BlockDevice;
import dev.thaw.storage.BlockDeviceBuilder;
import dev.thaw.storage.DeviceType;
import dev.thaw.storage.Force;
import dev.thaw.storage.Pool;
import dev.thaw.storage.PoolBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PoolImportTest {

  private static final Force NOT_NEEDED = new Force.NotNeeded();

  @Test
  void forcesOnlyWithTheReasonShown() {
    Plan needed = plan("p", pool("p", "1", new Force.Needed("last used by host atlas")));
    Plan not = plan("p", pool("p", "1", NOT_NEEDED));

    assertThat(needed.steps().getFirst().argv())
        .containsExactly("zpool", "import", "-f", "-N", "-R", "/mnt", "p");
    assertThat(needed.steps().getFirst().purpose()).contains("by force: last used by host atlas");
    assertThat(not.steps().getFirst().argv())
        .containsExactly("zpool", "import", "-N", "-R", "/mnt", "p");
    assertThat(not.steps().getFirst().undo()).containsExactly(new StorageAction.ExportPool("p"));
  }

  @Test
  void looksAtEveryDeviceForAPoolThatIsNotFoundOtherwise() {
    Plan plan = plan("p", pool("p", "1", false, "", NOT_NEEDED, "/dev"));

    assertThat(plan.steps().getFirst().argv())
        .containsExactly("zpool", "import", "-d", "/dev", "-N", "-R", "/mnt", "p");
  }

  @Test
  void refusesAPoolThatAnotherSystemUses() {
    assertThatThrownBy(() ->
            plan(
                "p",
                pool("p", "1", new Force.Forbidden("it is in use now on atlas", "Shut it down."))))
        .hasMessageContaining("in use now on atlas");
  }

  @Test
  void refusesWhileAHibernatedSystemLiesOnTheDisks() {
    BlockDevice swap = disk("/dev/sda2", "swsuspend");

    assertThatThrownBy(
            () -> PoolImport.plan("p", List.of(pool("p", "1", NOT_NEEDED)), List.of(swap), NOTHING))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessageContaining("A hibernated system lies in /dev/sda2");
  }

  @Test
  void wantsTheNumberWhenTwoPoolsHaveOneName() {
    Pool first = pool("p", "111", NOT_NEEDED);
    Pool second = pool("p", "222", NOT_NEEDED);

    assertThatThrownBy(() -> plan("p", first, second)).hasMessageContaining("2 pools called p");
    assertThat(plan("222", first, second).steps().getFirst().argv().getLast()).isEqualTo("222");
  }

  @Test
  void saysWhichPoolsThereAreWhenThereIsNoneOfThatName() {
    assertThatThrownBy(() -> plan("q", pool("p", "1", NOT_NEEDED)))
        .isInstanceOfSatisfying(
            Trouble.class, trouble -> assertThat(trouble.next()).contains("There is: p"));
  }

  private static final State NOTHING =
      new State(
          "/mnt", List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

  private static Plan plan(String name, Pool... pools) {
    return PoolImport.plan(name, List.of(pools), List.of(), NOTHING);
  }

  private static BlockDevice disk(String path, String fsType) {
    return BlockDeviceBuilder.device(path, DeviceType.PART).content(fsType, "", "").build();
  }

  private static Pool pool(String name, String guid, Force force) {
    return pool(name, guid, false, "", force);
  }

  static Pool pool(String name, String guid, boolean imported, String altroot, Force force) {
    return pool(name, guid, imported, altroot, force, "");
  }

  private static Pool pool(
      String name, String guid, boolean imported, String altroot, Force force, String directory) {
    PoolBuilder pool =
        PoolBuilder.pool(name, guid).lastUsed(Optional.empty(), force).directory(directory);
    return (imported ? pool.importedBelow(altroot) : pool).build();
  }
}
