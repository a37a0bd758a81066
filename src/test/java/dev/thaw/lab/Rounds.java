package dev.thaw.lab;

import dev.thaw.boot.BootCheck;
import dev.thaw.boot.Diagnosis;
import dev.thaw.boot.InitrdCache;
import dev.thaw.boot.Symptom;
import dev.thaw.boot.diagnosis.Diagnosing;
import dev.thaw.machine.Command;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.Machine;
import dev.thaw.nixos.BootSpaces;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.Survey;
import dev.thaw.rescue.State;
import dev.thaw.storage.Containers;
import dev.thaw.storage.Datasets;
import dev.thaw.storage.Disks;
import dev.thaw.storage.Pools;
import java.util.List;
import java.util.Map;

/** What is recorded of each machine of the lab: looked at as it lies there, and mounted. */
final class Rounds {

  /** The last line on each machine's screen. */
  static final Map<String, String> SCREENS =
      Map.of(
          "article", "loading module vfio_pci...",
          "flake", "Starting Load Kernel Modules...",
          "luks", "loading module vfio_pci...",
          "older", "loading module vfio_pci...",
          "grub", "loading module vfio_pci...",
          "full", "loading module vfio_pci...",
          "uuid",
              "waiting for device /dev/disk/by-uuid/8c1d4b7a-0b3f-4a63-8d55-2f6e91c0a7d4 to"
                  + " appear...");

  private static final String ESP = "mount -o fmask=0077,dmask=0077 LABEL=BOOT /mnt/boot";

  /** How each is mounted by hand. */
  private static final Map<String, List<String>> MOUNT =
      Map.of(
          "flake",
          List.of(
              "zpool import -f -N -R /mnt rpool",
              "mount -t zfs -o zfsutil rpool/root /mnt",
              "mount -t zfs -o zfsutil rpool/nix /mnt/nix",
              "mount -t zfs -o zfsutil rpool/var /mnt/var",
              "mount -t zfs -o zfsutil rpool/home /mnt/home",
              ESP),
          "luks",
          List.of(
              "printf 'thaw lab' | cryptsetup open --key-file -"
                  + " UUID=7d0a3c5e-4f0e-4a53-9a53-0d8f5f1b2c6e cellar",
              "mount -o subvol=@root /dev/mapper/cellar /mnt",
              "mount -o subvol=@nix /dev/mapper/cellar /mnt/nix",
              "mount -o subvol=@home /dev/mapper/cellar /mnt/home",
              "mount -o subvol=@log /dev/mapper/cellar /mnt/var/log",
              ESP));

  private static final List<String> PLAIN = List.of("mount LABEL=nixos /mnt", ESP);

  private Rounds() {}

  /** All that is asked of a machine. */
  static void of(String name, Staged machine) {
    machine.stage("broken");
    look(machine, name);
    machine.stage("mounting");
    for (String line : MOUNT.getOrDefault(name, PLAIN)) {
      machine.run(Command.changes("mount it", "sh", "-c", line)).orFail("Look at the lab.");
    }
    machine.stage("mounted");
    look(machine, name);
    Installation installation = Survey.look(machine, "/mnt").getFirst();
    BootCheck.of(machine, installation, "/mnt");
    BootSpaces.look(machine, installation, "/mnt");
  }

  private static void look(Machine machine, String name) {
    Disks.look(machine);
    Pools.look(machine);
    Datasets.look(machine);
    Containers.look(machine);
    State.look(machine, "/mnt");
    Survey.look(machine, "/mnt");
    diagnosis(machine, name);
  }

  /** What keeps it from booting. */
  static Diagnosis diagnosis(Machine machine, String name) {
    return Diagnosing.look(
        machine, FakePerson.nobody(), "/mnt", new InitrdCache(), Symptom.of(SCREENS.get(name)));
  }
}
