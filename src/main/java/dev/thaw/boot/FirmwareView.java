package dev.thaw.boot;

import dev.thaw.boot.remembered.Firmware;
import dev.thaw.boot.remembered.LoadOption;
import dev.thaw.nixos.BootPartition;
import dev.thaw.nixos.loader.BootLoader;
import dev.thaw.nixos.loader.BootTree;
import dev.thaw.nixos.loader.Extlinux;
import dev.thaw.nixos.loader.Grub;
import dev.thaw.storage.BlockDevice;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the firmware's list says of the boot partition of an installation.
 *
 * @param device the partition's name now
 * @param guid the partition's own GUID; may be empty
 * @param programs the loader's programs on it
 * @param fallbackFile the file that firmware takes where an entry names none; empty where that is
 *     missing
 * @param working the entries that name a file of it that is there
 * @param dead those that name one that is missing
 * @param firstOther the entry that is tried before them, and that names a file of another one of
 *     the machine's partitions, or another program on this one
 * @param order the numbers of the entries, as the firmware tries them
 * @param next the name of the one that it tries first, once
 */
public record FirmwareView(
    String device,
    String guid,
    List<String> programs,
    String fallbackFile,
    List<LoadOption> working,
    List<LoadOption> dead,
    Optional<LoadOption> firstOther,
    List<Integer> order,
    Optional<String> next) {

  private static final List<String> FALLBACKS =
      List.of("/EFI/BOOT/BOOTX64.EFI", "/EFI/BOOT/BOOTAA64.EFI", "/EFI/BOOT/BOOTIA32.EFI");

  /** Copies the lists. */
  public FirmwareView {
    programs = List.copyOf(programs);
    working = List.copyOf(working);
    dead = List.copyOf(dead);
    order = List.copyOf(order);
  }

  /** Whether the file that firmware takes where an entry names none is there. */
  public boolean fallback() {
    return !fallbackFile.isEmpty();
  }

  /**
   * The view; empty where it is not certain which partition the firmware starts from, or where that
   * may be a BIOS.
   */
  public static Optional<FirmwareView> of(Evidence evidence) {
    return evidence
        .installation()
        .loader()
        .flatMap(loader ->
            esp(evidence, loader)
                .filter(partition -> isOfUefi(loader, partition.tree()))
                .map(partition -> of(evidence, partition, loader)));
  }

  /**
   * The partition that the firmware starts the loader from: of those in use, the one that has it;
   * where none has, the only one that can.
   */
  private static Optional<BootPartition> esp(Evidence evidence, BootLoader loader) {
    List<BootPartition> used =
        evidence.installation().bootPartitions().stream()
            .filter(partition -> partition.isUsed() && !partition.device().isEmpty())
            .filter(partition -> partition.type().equals("vfat"))
            .filter(partition -> !partition.partitionType().equals(BootPartition.XBOOTLDR))
            .toList();
    Optional<BootPartition> holding =
        used.stream()
            .filter(partition ->
                partition.tree().files().keySet().stream().anyMatch(file -> isLoader(file, loader)))
            .findFirst();
    return holding.isPresent() || used.size() != 1
        ? holding
        : evidence.installation().bootPartition().filter(used::contains);
  }

  /** GRUB and extlinux start from a BIOS, too: then nothing of EFI is there. */
  private static boolean isOfUefi(BootLoader loader, BootTree tree) {
    return !(loader instanceof Extlinux)
        && (!(loader instanceof Grub)
            || tree.files().keySet().stream()
                .anyMatch(file -> file.toLowerCase(Locale.ROOT).endsWith(".efi")));
  }

  private static FirmwareView of(Evidence evidence, BootPartition partition, BootLoader loader) {
    Firmware firmware = evidence.remembered().firmware();
    BootTree tree = partition.tree();
    String guid =
        evidence
            .surroundings()
            .devices()
            .filter(device -> device.isNamed(partition.device()))
            .map(device -> device.partUuid().toLowerCase(Locale.ROOT))
            .findFirst()
            .orElse("");
    String fallback =
        FALLBACKS.stream().filter(file -> tree.sizeOf(file) >= 0).findFirst().orElse("");
    List<LoadOption> own =
        firmware.tried().stream()
            .filter(LoadOption::active)
            .filter(entry -> !guid.isEmpty() && entry.partition().equals(guid))
            .toList();
    List<LoadOption> there =
        own.stream().filter(entry -> isThere(entry, tree, !fallback.isEmpty())).toList();
    List<LoadOption> working =
        there.stream()
            .filter(entry -> entry.file().isEmpty() || isLoader(entry.file(), loader))
            .toList();
    return new FirmwareView(
        partition.device(),
        guid,
        tree.files().keySet().stream().filter(loader::isProgram).sorted().toList(),
        fallback,
        working,
        own.stream().filter(entry -> !there.contains(entry)).toList(),
        firstOther(evidence, guid, there, working),
        firmware.order(),
        firmware.next().isEmpty()
            ? Optional.empty()
            : Optional.of(LoadOption.name(firmware.next().getAsInt())));
  }

  private static boolean isThere(LoadOption entry, BootTree tree, boolean fallback) {
    return entry.file().isEmpty() ? fallback : tree.sizeOf(entry.file()) >= 0;
  }

  private static boolean isLoader(String file, BootLoader loader) {
    return loader.isProgram(file) || FALLBACKS.stream().anyMatch(file::equalsIgnoreCase);
  }

  /** The network, drives as such and what is not there now are passed over, the stick as well. */
  private static Optional<LoadOption> firstOther(
      Evidence evidence, String guid, List<LoadOption> there, List<LoadOption> working) {
    Set<String> present =
        evidence.surroundings().disks().stream()
            .filter(disk -> !disk.isLiveMedium())
            .flatMap(BlockDevice::all)
            .map(device -> device.partUuid().toLowerCase(Locale.ROOT))
            .filter(id -> !id.isEmpty())
            .collect(Collectors.toSet());
    return evidence.remembered().firmware().tried().stream()
        .filter(LoadOption::active)
        .filter(entry -> present.contains(entry.partition()))
        .filter(entry -> !entry.partition().equals(guid) || there.contains(entry))
        .filter(entry -> isFile(entry, evidence))
        .findFirst()
        .filter(entry -> !working.contains(entry));
  }

  /** Whether the file is there, as far as the files of its partition were read. */
  private static boolean isFile(LoadOption entry, Evidence evidence) {
    return evidence.installation().bootPartitions().stream()
        .filter(partition ->
            evidence
                .surroundings()
                .devices()
                .anyMatch(device ->
                    device.isNamed(partition.device())
                        && device.partUuid().equalsIgnoreCase(entry.partition())))
        .allMatch(
            partition -> entry.file().isEmpty() || partition.tree().sizeOf(entry.file()) >= 0);
  }
}
