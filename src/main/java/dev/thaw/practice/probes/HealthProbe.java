package dev.thaw.practice.probes;

import dev.thaw.machine.Probe;
import dev.thaw.practice.state.Device;
import dev.thaw.practice.state.MachineState;
import dev.thaw.storage.HealthFormat;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code health.sh}: what is said of the disks' health. */
final class HealthProbe {

  private static final Pattern ERRORS =
      Pattern.compile(
          "(I/O|critical [a-z]+) error,? (on )?dev |Buffer I/O error on device"
              + "|ata[0-9.]+: (failed command|exception Emask)"
              + "|nvme[0-9]+: (I/O .*[Tt]imeout|controller is down)|mmcblk[0-9]+: .*error"
              + "|(EXT4-fs|XFS) error|XFS \\(.*I/O error|BTRFS .*errs: wr ");

  /** What a superblock says where nothing is wrong. */
  private static final int CLEAN = 1;

  private HealthProbe() {}

  /** Adds the sections; no btrfs is on these machines, and no filesystem with errors. */
  static void add(Answer answer, MachineState state) {
    Probe.Section log = answer.program(HealthFormat.LOG, "dmesg");
    answer.text(
        HealthFormat.LOG,
        0,
        log.text()
            .lines()
            .filter(line -> ERRORS.matcher(line).find())
            .map(line -> line + "\n")
            .collect(Collectors.joining()));
    for (Device device : state.devices) {
      if (device.type.equals("disk")) {
        answer.program(
            HealthFormat.smart(device.name),
            "smartctl",
            "-n",
            "standby",
            "-H",
            "/dev/" + device.name);
      }
    }
    answer.text(HealthFormat.BTRFS, 0, "");
    answer.program(HealthFormat.ZPOOL, "zpool", "status", "-v");
    answer.text(
        HealthFormat.EXT,
        0,
        state.devices.stream()
            .filter(device -> device.holds.matches("ext[234]"))
            .map(device -> HealthFormat.ext(device.name, CLEAN, 0) + "\n")
            .collect(Collectors.joining()));
  }
}
