package dev.thaw.practice.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.machine.Command;
import dev.thaw.practice.Practice;
import dev.thaw.practice.PracticeMachine;
import dev.thaw.practice.state.MachineState;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How a practice machine is made: its hardware at once, its past when somebody looks. */
class MachineBuilderTest {

  private static final Pattern SECONDS = Pattern.compile("\\b\\d{10}\\b");

  /** A machine as it is kept, but for the moment at which the live system was started. */
  private static String json(MachineState state, long begin) {
    return SECONDS
        .matcher(new String(MachineStore.bytes(state)))
        .replaceAll(
            number -> isNow(Long.parseLong(number.group()), begin) ? "now" : number.group());
  }

  private static boolean isNow(long number, long begin) {
    return number >= begin && number < begin + 3600;
  }

  private static List<String> parts(String json) {
    return List.of(json.split("(?<=\\}),"));
  }

  @ParameterizedTest
  @MethodSource("dev.thaw.practice.PracticeMachines#names")
  void aPastThatIsToldLateLeavesTheSame(String name) {
    long begin = Instant.now().getEpochSecond();
    MachineState whole = MachineBuilder.whole(name, Description.read(name));
    // Volume by volume: a difference is to be read.
    List<String> expected = parts(json(whole, begin));
    List<String> late = parts(json(MachineBuilder.make(name), begin));
    assertThat(late).hasSameSizeAs(expected).anyMatch(part -> part.contains("configuration.nix"));
    for (int i = 0; i < expected.size(); i++) {
      assertThat(late.get(i)).isEqualTo(expected.get(i));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.thaw.practice.PracticeMachines#names")
  void whatIsDoneBeforeItIsToldStays(String name) {
    Practice late = Practice.of(name);
    Practice early = Practice.of(name);
    early.state.tell();
    for (String line :
        new String[] {
          "zpool import -f -N -R /mnt nvmepool; zpool list; lsblk -n -o NAME,FSTYPE",
          "zfs list -H -o name; mkdir -p /mnt; echo x >/tmp/x; cat /proc/mounts",
          "mount -t zfs nvmepool/root /mnt; ls -A /mnt/etc; cat /tmp/x; efibootmgr"
        }) {
      assertThat(late.says(line)).isEqualTo(early.says(line));
    }
  }

  @Test
  void whoAsksForPoolsAndDisksDoesNotWaitForItsPast() {
    MachineState state = MachineBuilder.make("vfio");
    state.tellLater(() -> {
      throw new AssertionError("The past is told.");
    });
    var machine = new PracticeMachine("vfio", new MachineHolder.InMemory(() -> state), text -> {});
    String pools = machine.run(Command.looks("list pools", "zpool", "import")).text();
    assertThat(pools).contains("pool: nvmepool");
    assertThat(machine.run(Command.looks("list disks", "lsblk", "--output", "NAME")).text())
        .contains("nvme0n1p2");
    machine.run(Command.changes("import", "zpool", "import", "-f", "-N", "-R", "/mnt", "nvmepool"));
    assertThatThrownBy(() -> machine.run(Command.looks("list datasets", "zfs", "list")))
        .hasMessage("The past is told.");
  }
}
