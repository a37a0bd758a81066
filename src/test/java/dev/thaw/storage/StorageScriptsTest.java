package dev.thaw.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.machine.Command;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.OutputListener;
import dev.thaw.machine.Probe;
import dev.thaw.machine.Scripts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The probes' own scripts, under both shells, with tools of our making. */
class StorageScriptsTest {

  /** A zpool with one pool to import, "my pool", which wants -f. */
  private static final String ZPOOL =
      """
      case "$*" in
        'list -H -o guid,name,altroot') printf '1\\ttank\\t/mnt\\n' ;;
        'list -H -o altroot my pool') cat "$here/altroot" 2>/dev/null || exit 1 ;;
        'import') printf '   pool: my pool\\n     id: 42\\n  state: ONLINE\\n\\n   pool: tank\\n     id: 43\\n' ;;
        'import '*' -f 42') touch "$here/altroot"; while [ "$1" != -R ]; do shift; done; echo "$2" >"$here/altroot" ;;
        'import '*' 42') echo "cannot import 'my pool': $(cat "$here/refusal")" >&2; exit 1 ;;
        'export my pool') rm "$here/altroot" ;;
        *) exit 2 ;;
      esac
      """;

  private static final String ZFS =
      """
      for last; do :; done
      case $last in
        tank) printf 'tank\\tmountpoint\\t/mnt\\tlocal\\n' ;;
        *) printf '%s/a b\\tmountpoint\\t%s/x\\tlocal\\n' "$last" "$(cat "$here/altroot")" ;;
      esac
      """;

  @TempDir Path directory;

  private FakeTools zfs(String shell, String refusal) throws Exception {
    Files.writeString(directory.resolve("refusal"), refusal);
    return new FakeTools(directory, shell)
        .with("modprobe", "exit 0")
        .with("zpool", ZPOOL)
        .with("zfs", ZFS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void aPoolOfAnotherHostIsForcedOnlyReadOnlyAndExportedAgain(String shell) throws Exception {
    FakeTools machine =
        zfs(shell, "pool was previously in use from another system.\nLast accessed by atlas");
    ListWithNotes<Dataset> datasets = Datasets.look(machine);
    assertThat(datasets).extracting(Dataset::name).containsExactly("tank", "my pool/a b");
    assertThat(datasets).extracting(d -> d.mountPoint().text()).containsExactly("/", "/x");
    assertThat(datasets.notes())
        .as("the second tank")
        .singleElement()
        .asString()
        .contains("left alone");
    assertThat(machine.log())
        .filteredOn(line -> line.startsWith("zpool import -"))
        .hasSize(2)
        .allMatch(line -> line.contains("-N -o readonly=on -o cachefile=none -R "));
    assertThat(machine.log()).contains("zpool export my pool");
    assertThat(directory.resolve("altroot")).doesNotExist();
    assertNothingLeft();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pool is imported on atlas (hostid: 0x7f0101)\nExport the pool on the other system",
        "pool has the multihost property on and the\nsystem's hostid is not set.",
        "I/O error"
      })
  void noOtherRefusalIsEverForced(String refusal) throws Exception {
    FakeTools machine = zfs("dash", refusal);
    ListWithNotes<Dataset> datasets = Datasets.look(machine);
    assertThat(datasets).extracting(Dataset::name).containsExactly("tank");
    assertThat(datasets.notes().getFirst())
        .startsWith("Pool my pool can't be looked into, even read-only: cannot import");
    assertThat(machine.log()).noneMatch(line -> line.contains(" -f"));
    assertNothingLeft();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void anInterruptWhileAPoolIsOpenExportsIt(String shell) throws Exception {
    FakeTools machine = zfs(shell, "pool was previously in use from another system.");
    machine.with("zfs", "case $* in *tank) exit 0 ;; esac; touch \"$here/reading\"; sleep 1");
    Process process = machine.start(commandOf());
    for (int i = 0; i < 200 && !Files.exists(directory.resolve("reading")); i++) {
      Thread.sleep(20);
    }
    assertThat(directory.resolve("altroot")).exists();
    process.destroy();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
    assertThat(directory.resolve("altroot")).doesNotExist();
    assertNothingLeft();
  }

  /** The command that the datasets probe would run. */
  private static Command commandOf() {
    var command = new AtomicReference<Command>();
    var catching =
        new dev.thaw.machine.Machine() {
          @Override
          public String name() {
            return "catching";
          }

          @Override
          public CommandResult run(Command asked, OutputListener output) {
            command.set(asked);
            return new CommandResult(asked, 0, new byte[0], new byte[0], java.time.Duration.ZERO);
          }

          @Override
          public void close() {}
        };
    Datasets.look(catching);
    return command.get();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void poolsPrintsLabelsOfEveryMemberAndScansWhenNothingIsFound(String shell) {
    FakeTools machine =
        new FakeTools(directory, shell)
            .with("modprobe", "exit 0")
            .with(
                "blkid", "case $* in *zfs_member*) echo /dev/sda2; echo '/dev/with space' ;; esac")
            .with(
                "zdb",
                "printf -- '---\\nLABEL 0\\n---\\n"
                    + "    version: 5000\\n"
                    + "    pool_guid: 948392\\n"
                    + "    state: 1\\n"
                    + "    Uberblock[0]\\n\\tmagic = 1\\n\\ttxg = 4\\n'")
            .with(
                "zpool",
                "case \"$*\" in import) echo 'no pools available to import' >&2; exit 1 ;; 'import"
                    + " -d /dev') cat \"$here/pools\" ;; esac");
    write("pools", PoolsTest.IMPORTABLE.replaceAll("(?m)^status:.*\n", ""));
    ListWithNotes<Pool> pools = Pools.look(machine);
    assertThat(pools).extracting(Pool::name).containsExactly("nvmepool");
    assertThat(pools.getFirst().force()).isEqualTo(new Force.NotNeeded());
    assertThat(pools.notes()).isEmpty();
    assertThat(machine.log()).contains("zdb -lu /dev/sda2", "zdb -lu /dev/with space");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void whatTookTooLongOrFailedIsNotRemembered(String shell) {
    String script =
        Scripts.read(Probe.class, "prelude.sh")
            + "recall() { return 1; }; keep() { echo kept >&2; }\n"
            + Scripts.read(Pools.class, "pools.sh");
    Command command = Command.looks("list the ZFS pools", "sh", "-c", script, "thaw-pools");
    FakeTools machine =
        new FakeTools(directory, shell).with("modprobe", "exit 0").with("blkid", "exit 2");
    machine.with("zpool", "echo 'no pools available to import' >&2; exit 1");
    assertThat(machine.run(command).errText()).isEqualTo("kept\n");
    for (String failure : List.of("exit 124", "echo 'cannot open /dev/sda' >&2; exit 1")) {
      machine.with("zpool", failure);
      assertThat(machine.run(command).errText()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void withoutAnyStorageToolEachLookIsNotesAndNoFailure(String shell) {
    var names =
        List.of("zpool", "zfs", "zdb", "blkid", "udevadm", "mdadm", "vgs", "pvs", "lvs", "btrfs");
    FakeTools machine = new FakeTools(directory, shell);
    names.forEach(name -> machine.with(name, "exit 127"));
    machine.with("modprobe", "exit 1");
    assertThat(Pools.look(machine).notes()).hasSize(1);
    assertThat(Datasets.look(machine).notes()).hasSize(1);
    assertThat(Containers.look(machine).notes()).hasSize(4);
    machine.with("lsblk", "echo '{\"blockdevices\": []}'");
    assertThat(Disks.look(machine)).isEmpty();
    assertNothingLeft();
  }

  private void write(String name, String text) {
    try {
      Files.writeString(directory.resolve(name), text);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The scripts' own directories in RAM are gone. */
  private void assertNothingLeft() {
    assertThat(directory.toFile().list((at, name) -> name.startsWith("thaw."))).isEmpty();
  }
}
