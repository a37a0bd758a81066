package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.machine.Command;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.LocalMachine;
import dev.thaw.machine.Machine;
import dev.thaw.machine.OutputListener;
import dev.thaw.machine.Probe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateTest {

  private static final String MOUNTINFO =
      """
      22 1 0:20 / / rw,relatime - overlay overlay rw,lowerdir=/x
      80 22 0:44 / /mnt rw,relatime shared:30 master:2 - zfs nvmepool/root rw,xattr,noacl
      81 80 259:1 / /mnt/my\\040files\\134 ro,relatime shared:31 - vfat /dev/nvme0n1p1 rw
      90 22 0:50 / /mntx rw - tmpfs tmpfs rw
      torn line
      """;

  @Test
  void readsMountsPoolsContainersVolumesArraysAndHolders() {
    State state =
        State.parse(
            "/mnt",
            sections(
                Map.of(
                    "mountinfo", MOUNTINFO,
                    "pools", "nvmepool\t/mnt\toff\tONLINE\nlive\t-\ton\tONLINE\n",
                    "mapped",
                        "CRYPT-LUKS2-0f1e-cryptroot\tcryptroot\n"
                            + "LVM-abc\tvg0-root\nLVM-abd\tvg0-swap\nLVM-abe\tmy--vg-a--b\n",
                    "arrays", "ARRAY /dev/md/root metadata=1.2 name=atlas:root UUID=a:b:c:d\n",
                    "holders", "4711\tbash -i \n")));

    assertThat(state.mountedInside())
        .extracting(LiveMount::point)
        .containsExactly("/mnt", "/mnt/my files\\");
    assertThat(state.mountedInside()).extracting(LiveMount::readOnly).containsExactly(false, true);
    assertThat(state.isMounted()).isTrue();
    assertThat(state.isWritable()).isTrue();
    assertThat(state.poolsInside())
        .extracting(State.ImportedPool::name)
        .containsExactly("nvmepool");
    assertThat(state.containers()).containsExactly("cryptroot");
    assertThat(state.volumeGroups()).containsExactly("vg0", "my-vg");
    assertThat(state.arrays()).containsExactly("/dev/md/root");
    assertThat(state.holders()).containsExactly(new State.Holder(4711, "bash -i "));
  }

  @Test
  void tellsWhatAKilledLookHasLeftFromWhatOneHasOpenNow(@TempDir Path tools) throws Exception {
    Process look = new ProcessBuilder("sh", "-c", "sleep 60; :", "thaw-datasets").start();
    Process other = new ProcessBuilder("sleep", "60").start();
    try {
      String list =
          "#!/bin/sh\nprintf 'left\\t/tmp/thaw.4194304.0/pool\\ton\\tONLINE\\n"
              + "reused\\t/tmp/thaw.%d.1/altroot\\ton\\tONLINE\\n"
              + "now\\t/tmp/thaw.%d.0/pool\\ton\\tONLINE\\nown\\t/mnt\\toff\\tONLINE\\n'\n";
      Path zpool = tools.resolve("zpool");
      Files.writeString(zpool, list.formatted(other.pid(), look.pid()));
      assertThat(zpool.toFile().setExecutable(true)).isTrue();

      State state = State.look(with(tools), "/mnt");

      assertThat(state.poolsLeft())
          .extracting(State.ImportedPool::name)
          .containsExactly("left", "reused");
    } finally {
      look.descendants().forEach(ProcessHandle::destroy);
      look.destroy();
      other.destroy();
    }
  }

  /** This computer, with these tools ahead of its own. */
  private static Machine with(Path tools) {
    var local = new LocalMachine(null);
    return new Machine() {
      @Override
      public String name() {
        return "with tools";
      }

      @Override
      public CommandResult run(Command command, OutputListener output) {
        var argv = new ArrayList<>(List.of("env", "PATH=" + tools + ":" + System.getenv("PATH")));
        argv.addAll(command.argv());
        return local.run(command.withArgv(argv), output);
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void readsNothingFromNothing() {
    State state = State.parse("/mnt", new Probe.Sections(Map.of()));

    assertThat(state.isMounted()).isFalse();
    assertThat(state.mounts()).isEqualTo(List.of());
  }

  private static Probe.Sections sections(Map<String, String> texts) {
    var sections = new HashMap<String, Probe.Section>();
    texts.forEach((name, text) ->
        sections.put(
            name, new Probe.Section(0, text.getBytes(StandardCharsets.UTF_8), new byte[0])));
    return new Probe.Sections(sections);
  }
}
