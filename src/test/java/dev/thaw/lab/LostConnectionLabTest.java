package dev.thaw.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A look at a real machine that is cut off while it has the pool imported: it is exported again,
 * and where nothing was left that could, it is told of and taken back. Nothing is changed on the
 * disk.
 */
@Tag("lab")
@Tag("rest")
class LostConnectionLabTest {

  /** Keeps the pool open long enough: {@code zfs} is slow to answer. */
  private static final String SLOW =
      "printf '#!/bin/sh\\nsleep 6\\nexec /usr/sbin/zfs \"$@\"\\n' >/run/wrappers/bin/zfs;"
          + " chmod 755 /run/wrappers/bin/zfs";

  private static final String QUICK = "rm /run/wrappers/bin/zfs";

  /** What a look opens, and where. */
  private static final String OPEN = "zpool list -H -o name,altroot,readonly; ls /tmp";

  private static final String ONCE_OPEN = "until zpool list nvmepool; do sleep 0.1; done; ";

  @Test
  void aLookThatIsCutOffLeavesNothingBehind() throws Exception {
    try (var machine = LabMachine.broken("article")) {
      String before = machine.sum();
      machine.live();
      String nothing = machine.ssh(OPEN).out();
      machine.ssh(SLOW);

      // The far end's sshd dies: every session of it, also the one that says so.
      Process look = machine.startThaw("datasets()");
      machine.ssh(ONCE_OPEN + "killall -9 sshd-session");
      assertThat(said(look)).containsIgnoringCase("connection").contains("lost");
      isSoon(nothing, machine);

      // The near end's ssh dies, and then Thaw itself.
      look = machine.startThaw("datasets()");
      machine.ssh(ONCE_OPEN);
      look.descendants()
          .filter(LostConnectionLabTest::isSsh)
          .forEach(ProcessHandle::destroyForcibly);
      assertThat(said(look)).containsIgnoringCase("connection").contains("lost");
      isSoon(nothing, machine);

      look = machine.startThaw("datasets()");
      machine.ssh(ONCE_OPEN);
      look.destroyForcibly().waitFor();
      isSoon(nothing, machine);

      leaveADeadLook(machine);
      Shown plan = machine.thaw("mountAll(dryRun=true)");
      assertThat(plan.status()).as(plan.out()).isZero();
      assertThat(plan.out()).contains("which a look that was cut off has left imported");
      Shown leave = machine.thaw("--yes", "leave()");
      assertThat(leave.status()).as(leave.out()).isZero();
      // An empty folder in the live system's memory is all that is left.
      assertThat(machine.ssh(OPEN).out()).doesNotContain("nvmepool");
      assertThat(machine.ssh("findmnt --list").out()).doesNotContain("/tmp/thaw.");

      machine.stop();
      assertThat(machine.sum()).isEqualTo(before);
    }
  }

  @Test
  void whatADeadLookLeftIsNotInTheWay() throws Exception {
    try (var machine = LabMachine.broken("article")) {
      machine.live();
      leaveADeadLook(machine);
      Shown mount = machine.thaw("--yes", "mountAll(); leave()");
      assertThat(mount.status()).as(mount.out()).isZero();
      assertThat(mount.out()).contains("atlas is mounted at /mnt, writable.");
    }
  }

  /** All that could clean up after a look is killed with it: the pool stays imported. */
  private static void leaveADeadLook(LabMachine machine) throws Exception {
    machine.ssh(SLOW);
    Process look = machine.startThaw("datasets()");
    machine.ssh(ONCE_OPEN + "pkill -9 -f '^sh -c .*thaw[-]'");
    said(look);
    machine.ssh(QUICK);
    assertThat(machine.ssh(OPEN).out()).contains("nvmepool\t/tmp/thaw.");
  }

  private static boolean isSsh(ProcessHandle process) {
    return process.info().command().orElse("").toLowerCase(Locale.ROOT).endsWith("/ssh");
  }

  /** What it printed until its end, which is a failure. */
  private static String said(Process thaw) throws Exception {
    String out =
        new String(thaw.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(thaw.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(thaw.exitValue()).as(out).isNotZero();
    return out;
  }

  /** What was open is closed by what is left of the look, within a minute. */
  private static void isSoon(String nothing, LabMachine machine) throws InterruptedException {
    String now = "";
    for (int i = 0; i < 20; i++) {
      now = machine.ssh(OPEN).out();
      if (now.equals(nothing)) {
        return;
      }
      Thread.sleep(3000);
    }
    assertThat(now).isEqualTo(nothing);
  }
}
