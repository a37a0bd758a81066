package dev.thaw.boot;

import dev.thaw.boot.bios.DiskStart;
import dev.thaw.boot.bios.GrubPlace;
import dev.thaw.nixos.BootPartition;
import dev.thaw.nixos.FilesystemLocation;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.loader.BootTree;
import dev.thaw.nixos.loader.Grub;
import dev.thaw.storage.BlockDevice;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a BIOS starts of the machine's disks, where that is to be GRUB.
 *
 * @param disks those with GRUB's code in their first sector
 * @param others those with another code there, paths
 * @param unread those whose first sector could not be read, paths
 */
public record BiosView(List<GrubDisk> disks, List<String> others, List<String> unread) {

  /** What becomes of it when a disk's GRUB is started. */
  public sealed interface Outcome {}

  /** It finds its folder, on {@code device}, which is the installation's. */
  public record Own(BlockDevice device) implements Outcome {}

  /** It finds a folder on {@code device}, and the installation's menu is elsewhere. */
  public record Elsewhere(BlockDevice device) implements Outcome {}

  /** What it looks for is not there. */
  public record Gone() implements Outcome {}

  /** It has no core image: nothing lies where that should be. */
  public record Blank() implements Outcome {}

  /** That can't be told; {@code why} is the end of a sentence. */
  public record CantTell(String why) implements Outcome {}

  /**
   * A disk with GRUB's code.
   *
   * @param path its name now
   * @param place where its core image looks for GRUB's folder; empty when that could not be read
   */
  public record GrubDisk(String path, Optional<GrubPlace> place, Outcome outcome) {}

  /** Copies the lists. */
  public BiosView {
    disks = List.copyOf(disks);
    others = List.copyOf(others);
    unread = List.copyOf(unread);
  }

  /** The view; empty where it isn't GRUB that starts it, or from UEFI, or nobody looked. */
  public static Optional<BiosView> of(Evidence evidence) {
    Installation installation = evidence.installation();
    return installation
        .loader()
        .filter(loader -> loader instanceof Grub)
        .filter(_ -> installation.bootTrees().noneMatch(BiosView::isOfUefi))
        .filter(_ -> !evidence.surroundings().starts().isEmpty())
        .map(_ -> look(evidence));
  }

  private static boolean isOfUefi(BootTree tree) {
    return tree.files().keySet().stream()
        .anyMatch(file -> file.toLowerCase(Locale.ROOT).endsWith(".efi"));
  }

  private static BiosView look(Evidence evidence) {
    MachineEvidence around = evidence.surroundings();
    List<BlockDevice> disks = around.disks().stream().filter(disk -> !disk.isLiveMedium()).toList();
    return new BiosView(
        disks.stream()
            .flatMap(disk ->
                start(disk, around, DiskStart.Code.GRUB)
                    .map(start -> grub(disk, start, evidence))
                    .stream())
            .toList(),
        disks.stream()
            .filter(disk -> start(disk, around, DiskStart.Code.OTHER).isPresent())
            .map(BlockDevice::path)
            .toList(),
        disks.stream()
            .filter(disk ->
                around.starts().stream().noneMatch(start -> start.disk().equals(disk.kernelName())))
            .map(BlockDevice::path)
            .toList());
  }

  private static Optional<DiskStart> start(
      BlockDevice disk, MachineEvidence around, DiskStart.Code code) {
    return around.starts().stream()
        .filter(start -> start.disk().equals(disk.kernelName()) && start.code() == code)
        .findFirst();
  }

  private static GrubDisk grub(BlockDevice disk, DiskStart start, Evidence evidence) {
    Optional<GrubPlace> place = start.core().map(GrubPlace::of);
    Outcome outcome =
        place
            .map(where -> outcome(disk, where, evidence))
            .orElse(
                start.blank()
                    ? new Blank()
                    : new CantTell("what lies behind its first sector was not understood"));
    return new GrubDisk(disk.path(), place, outcome);
  }

  private static Outcome outcome(BlockDevice disk, GrubPlace place, Evidence evidence) {
    MachineEvidence around = evidence.surroundings();
    List<BlockDevice> found = found(disk, place, around).toList();
    if (found.isEmpty()) {
      return switch (place.kind()) {
        case UUID, LABEL ->
            around.hasLocked()
                ? new CantTell(place.words() + " is not seen, and a container is locked")
                : new Gone();
        case PARTITION -> new Gone();
        case VOLUME, ARRAY, OTHER -> new CantTell(place.words() + " is not seen");
      };
    }
    return found.stream()
        .filter(device -> isOwn(device, evidence))
        .findFirst()
        .<Outcome>map(Own::new)
        .orElseGet(() -> new Elsewhere(found.getFirst()));
  }

  private static Stream<BlockDevice> found(
      BlockDevice disk, GrubPlace place, MachineEvidence around) {
    String name = place.name();
    return switch (place.kind()) {
      case PARTITION ->
          disk.children().stream()
              .filter(part -> part.kernelName().matches(".*[^0-9]" + name))
              // Swap space has no folder.
              .filter(part -> !part.fsType().equals("swap"))
              .flatMap(BlockDevice::all);
      case UUID ->
          around
              .devices()
              .filter(device ->
                  device.uuid().equalsIgnoreCase(name) || device.uuid().equals(place.decimal()));
      case LABEL -> around.devices().filter(device -> device.label().equals(name));
      case VOLUME -> linked(around, "dm-uuid-LVM-" + name);
      case ARRAY -> linked(around, "md-uuid-" + name);
      case OTHER -> Stream.empty();
    };
  }

  private static Stream<BlockDevice> linked(MachineEvidence around, String name) {
    return around
        .devices()
        .filter(device ->
            device.links().stream()
                .anyMatch(link -> link.replace(":", "").equals("/dev/disk/by-id/" + name)));
  }

  /** Whether the installation's own GRUB folder lies there. */
  private static boolean isOwn(BlockDevice device, Evidence evidence) {
    Installation installation = evidence.installation();
    List<BootPartition> holding =
        installation.bootPartitions().stream()
            .filter(BootPartition::isUsed)
            .filter(partition -> partition.tree().menu(new Grub()).isPresent())
            .toList();
    if (!holding.isEmpty()) {
      return holding.stream()
          .anyMatch(partition -> is(device, partition.device(), partition.uuid()));
    }
    FilesystemLocation root = installation.root();
    return is(device, root.source(), root.uuid())
        || device.fsType().equals("zfs_member")
            && root.source().split("/", 2)[0].equals(device.label());
  }

  private static boolean is(BlockDevice device, String name, String uuid) {
    return !name.isEmpty() && device.isNamed(name)
        || !uuid.isEmpty() && device.uuid().equalsIgnoreCase(uuid);
  }
}
