package dev.thaw.rescue;

import dev.thaw.machine.ActionRecorder;
import dev.thaw.machine.Approver;
import dev.thaw.machine.Command;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.Interceptor;
import dev.thaw.machine.InterceptorChain;
import dev.thaw.machine.LocalMachine;
import dev.thaw.machine.Machine;
import dev.thaw.nixos.NixTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A NixOS on two ext4 disks behind loop devices, the root and home; needs root. */
public final class LoopSystem implements AutoCloseable {

  static final String CONFIGURATION =
      """
      { ... }:
      {
        boot.initrd.kernelModules = [ "vfio_pci" "vfio" ];
      }
      """;

  final String rootId = UUID.randomUUID().toString();
  final Path mnt;
  private final Path directory;
  private final Machine machine = new LocalMachine(null);
  private final List<String> loops = new ArrayList<>();

  /**
   * Makes the disks, mounted nowhere.
   *
   * @param directory where their images are, and the record
   */
  public LoopSystem(Path directory) throws IOException {
    this.directory = directory;
    mnt = Files.createDirectories(directory.resolve("mnt"));
    String homeId = UUID.randomUUID().toString();
    String root = disk("root", rootId);
    disk("home", homeId);
    mount(root);
    Files.createDirectories(mnt.resolve("etc/nixos"));
    Files.createFile(mnt.resolve("etc/NIXOS"));
    Files.writeString(mnt.resolve("etc/nixos/configuration.nix"), CONFIGURATION);
    Files.createDirectories(mnt.resolve("home"));
    String fstab =
        """
        /dev/disk/by-uuid/%s / ext4 x-initrd.mount 0 1
        /dev/disk/by-uuid/%s /home ext4 defaults 0 2
        /dev/disk/by-label/nowhere /media ext4 nofail 0 2
        """
            .formatted(rootId, homeId);
    new NixTree(mnt.resolve("nix"), "atlas").generation(56, fstab).generation(57, fstab);
    run("umount", mnt.toString());
    // Without udev, mount asks a cache that looks at a device again only after two seconds: it
    // would still know the disk that an earlier test had behind the same loop device.
    run("rm", "-f", "/run/blkid/blkid.tab");
  }

  @Override
  public void close() {
    machine.run(Command.changes("tidy up", "umount", "-R", mnt.toString()));
    loops.forEach(loop -> run("losetup", "-d", loop));
  }

  /** The number of the installation on these disks: this computer may have others. */
  public int number() {
    var found = rescue(FakePerson.nobody()).installations();
    for (int i = 0; i < found.size(); i++) {
      if (found.get(i).store().uuid().equals(rootId) || !found.get(i).mountedAt().isEmpty()) {
        return i + 1;
      }
    }
    throw new AssertionError("The installation was not found: " + found.notes());
  }

  /** A rescue of this computer, whose commands pass {@code first} before all else. */
  Rescue rescue(FakePerson person, Interceptor... first) {
    var approver = new Approver(person);
    String record = directory.resolve("record").toString();
    var links = new ArrayList<>(List.of(first));
    links.addAll(List.of(approver, new ActionRecorder(record)));
    return new Rescue(
        new InterceptorChain(machine, links), approver, record, person, mnt.toString());
  }

  /** Mounts the filesystem with that name or UUID at the root. */
  void mount(String device) {
    run("mount", "-t", "ext4", device, mnt.toString());
  }

  void run(String... argv) {
    machine.run(Command.changes("set up the test", argv)).orFail("This test needs root.");
  }

  /** The mount points at the root and below it. */
  List<String> mounted() {
    return State.look(machine, mnt.toString()).mountedInside().stream()
        .map(LiveMount::point)
        .toList();
  }

  /** What is on both disks, byte for byte. */
  String sums() {
    run("sync");
    var sums = new ArrayList<String>();
    for (String name : List.of("root.img", "home.img")) {
      String file = directory.resolve(name).toString();
      sums.add(machine.run(Command.looks("sum", "sha256sum", file)).text());
    }
    return String.join("", sums);
  }

  private String disk(String name, String uuid) {
    Path image = directory.resolve(name + ".img");
    run("truncate", "-s", "32M", image.toString());
    run("mkfs.ext4", "-q", "-F", "-U", uuid, image.toString());
    String loop =
        machine
            .run(Command.changes("attach", "losetup", "-f", "--show", image.toString()))
            .orFail("This test needs root and loop devices.")
            .text()
            .strip();
    loops.add(loop);
    return loop;
  }
}
