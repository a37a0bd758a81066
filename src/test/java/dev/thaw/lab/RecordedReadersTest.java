package dev.thaw.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.Diagnosis;
import dev.thaw.boot.Finding;
import dev.thaw.machine.Machine;
import dev.thaw.machine.Scripts;
import dev.thaw.nixos.BootPartition;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.Mount;
import dev.thaw.nixos.Survey;
import dev.thaw.rescue.State;
import dev.thaw.storage.BlockDevice;
import dev.thaw.storage.Containers;
import dev.thaw.storage.Datasets;
import dev.thaw.storage.Disks;
import dev.thaw.storage.Pools;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Thaw reads of what the lab's machines printed what these machines are; {@code lab/README.md} and
 * {@code lab/machines} say what that is.
 */
class RecordedReadersTest {

  /** Those that every run of the lab has. */
  @Test
  void theMachinesOfTheCoreAreRecorded() {
    assertThat(Recording.machines()).contains("article", "flake", "grub", "uuid", "full");
  }

  static List<String> machines() {
    return Recording.machines();
  }

  @ParameterizedTest
  @MethodSource("machines")
  void readsWhatTheMachineIsAndWhatKeepsItFromBooting(String name) {
    assertThat(read(name, name.equals("article") ? "before" : "broken"))
        .isEqualTo(Scripts.read(RecordedReadersTest.class, "read/" + name + "-broken.txt"));
  }

  @ParameterizedTest
  @MethodSource("machines")
  void readsTheSameOfItWhenItIsMounted(String name) {
    assertThat(read(name, "mounted"))
        .isEqualTo(Scripts.read(RecordedReadersTest.class, "read/" + name + "-mounted.txt"));
  }

  private static String read(String name, String stage) {
    try (var machine = new RecordedMachine(name)) {
      machine.stage(stage);
      var lines = new ArrayList<String>();
      lines.add("disks: " + disks(machine));
      lines.add("pools: " + pools(machine));
      lines.add("luks: " + luks(machine));
      lines.add("mounted: " + mounted(machine));
      Survey.look(machine, "/mnt").forEach(found -> installation(found, lines));
      diagnosis(Rounds.diagnosis(machine, name), lines);
      return String.join("\n", lines) + "\n";
    }
  }

  private static String disks(Machine machine) {
    return Disks.all(Disks.look(machine))
        .filter(device -> !device.fsType().isEmpty())
        .map(device -> device.path() + " " + device.fsType() + label(device))
        .collect(Collectors.joining(", "));
  }

  private static String label(BlockDevice device) {
    return device.label().isEmpty() ? "" : " “" + device.label() + "”";
  }

  private static String pools(Machine machine) {
    List<String> pools =
        Pools.look(machine).stream()
            .map(pool ->
                pool.name()
                    + (pool.imported() ? " imported at " + pool.altroot() : "")
                    + pool.lastUse().map(use -> " last used by " + use.host()).orElse(""))
            .toList();
    if (pools.isEmpty()) {
      return "none";
    }
    return String.join(", ", pools)
        + " with "
        + Datasets.look(machine).stream()
            .map(dataset -> dataset.name().replaceFirst("^[^/]*/?", "/"))
            .collect(Collectors.joining(" "));
  }

  private static String luks(Machine machine) {
    String all =
        Containers.look(machine).luks().stream()
            .map(one ->
                one.device()
                    + " version "
                    + one.version()
                    + one.mapper().map(as -> " open as " + as).orElse(" locked"))
            .collect(Collectors.joining(", "));
    return all.isEmpty() ? "none" : all;
  }

  private static String mounted(Machine machine) {
    String all =
        State.look(machine, "/mnt").mountedInside().stream()
            .map(mount -> mount.point() + " (" + mount.fsType() + ")")
            .collect(Collectors.joining(", "));
    return all.isEmpty() ? "nothing" : all;
  }

  private static void installation(Installation found, List<String> lines) {
    lines.add(
        "host %s, NixOS %s, hostid %s, root %s %s"
            .formatted(
                found.hostName(),
                found.nixosVersion().replaceFirst("^(\\d\\d\\.\\d\\d).*", "$1"),
                found.hostId(),
                found.root().type(),
                found.root().source()));
    for (Generation generation : found.generations()) {
      lines.add(
          "generation %d: %s stage 1%s%s%s"
              .formatted(
                  generation.number(),
                  generation.stage1(),
                  generation.isCurrent() ? ", current" : "",
                  generation.isDefault() ? ", default" : "",
                  generation.closureExists() ? "" : ", not whole"));
    }
    for (BootPartition boot : found.bootPartitions()) {
      lines.add(
          "boot partition %s at %s%s%s"
              .formatted(
                  boot.device(),
                  boot.mountPoint(),
                  boot.isUsed() ? ", used" : "",
                  boot.tree().menus().stream()
                      .map(menu -> ", " + menu.loader().label())
                      .collect(Collectors.joining())));
    }
    lines.add(
        "configuration %s: %s%s"
            .formatted(
                found.configuration().directory(),
                found.configuration().files().stream()
                    .map(file -> file.path().replaceFirst(".*/nixos/", ""))
                    .collect(Collectors.joining(" ")),
                found.configuration().git().map(git -> ", git " + git.branch()).orElse("")));
    String missing =
        found.mounts().stream()
            .filter(mount -> mount.state() != Mount.State.FOUND)
            .filter(mount -> mount.state() != Mount.State.NO_DEVICE)
            .map(mount -> mount.entry().file() + " " + mount.state())
            .collect(Collectors.joining(", "));
    lines.add("not found: " + (missing.isEmpty() ? "nothing" : missing));
  }

  private static void diagnosis(Diagnosis diagnosis, List<String> lines) {
    Stream<Finding> findings = diagnosis.findings().stream();
    findings.forEach(
        finding -> lines.add(finding.id() + ", " + finding.certainty() + ": " + finding.what()));
  }
}
