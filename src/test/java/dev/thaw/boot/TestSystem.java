package dev.thaw.boot;

import dev.thaw.boot.bios.DiskStart;
import dev.thaw.boot.diagnosis.BootChains;
import dev.thaw.boot.initrd.Initrd;
import dev.thaw.boot.initrd.Opening;
import dev.thaw.boot.remembered.CrashReport;
import dev.thaw.boot.remembered.EmptyFiles;
import dev.thaw.boot.remembered.Firmware;
import dev.thaw.boot.remembered.LoadOption;
import dev.thaw.boot.remembered.PastBoots;
import dev.thaw.boot.remembered.Remembered;
import dev.thaw.boot.remembered.Room;
import dev.thaw.boot.remembered.StateFile;
import dev.thaw.nixos.Accounts;
import dev.thaw.nixos.BootFile;
import dev.thaw.nixos.BootPartition;
import dev.thaw.nixos.FilesystemLocation;
import dev.thaw.nixos.FstabEntry;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.GenerationBuilder;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.InstallationBuilder;
import dev.thaw.nixos.Mount;
import dev.thaw.nixos.PartitionBuilder;
import dev.thaw.nixos.Stage1;
import dev.thaw.nixos.loader.BootLoader;
import dev.thaw.nixos.loader.BootMenu;
import dev.thaw.nixos.loader.BootTree;
import dev.thaw.nixos.loader.Grub;
import dev.thaw.nixos.loader.LoaderConf;
import dev.thaw.nixos.loader.LoaderEntry;
import dev.thaw.nixos.loader.SystemdBoot;
import dev.thaw.nixos.loader.TestMenus;
import dev.thaw.storage.BlockDevice;
import dev.thaw.storage.BlockDeviceBuilder;
import dev.thaw.storage.Btrfs;
import dev.thaw.storage.DeviceType;
import dev.thaw.storage.DiskError;
import dev.thaw.storage.DiskHealth;
import dev.thaw.storage.ErrorMark;
import dev.thaw.storage.Force;
import dev.thaw.storage.Health;
import dev.thaw.storage.LastUse;
import dev.thaw.storage.Pool;
import dev.thaw.storage.PoolBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A machine that boots, generation 57 by default: an ESP, an ext4 root. A test breaks one thing of
 * it.
 */
public final class TestSystem {

  /** The UUID of the root's filesystem. */
  public static final String ROOT = "11111111-aaaa";

  private static final String SPEC = "/dev/disk/by-uuid/" + ROOT;

  /** What stage 1 mounts. */
  public final List<FstabEntry> early = new ArrayList<>(List.of(entry(SPEC, "/", "ext4")));

  /** What stage 2 mounts. */
  public final List<FstabEntry> late = new ArrayList<>();

  /** What is on the boot partition, with the sizes. */
  public final Map<String, Long> files =
      new HashMap<>(
          Map.of("/EFI/BOOT/BOOTX64.EFI", 90L, "/EFI/nixos/k57", 5L, "/EFI/nixos/i57", 7L));

  /** The numbers of the generations that the menu lists; 57 is the default. */
  public final List<Integer> menu = new ArrayList<>(List.of(57));

  /** Those of which every boot was counted as failed. */
  public final List<Integer> exhausted = new ArrayList<>();

  /** The systems that another loader's menu starts; empty where systemd-boot starts it. */
  public final List<String> grub = new ArrayList<>();

  /** Which loader that is. */
  public BootLoader other = new Grub();

  /** What GRUB would start if it kept no choice. */
  public String unsaved = "";

  /** What lies on a second boot partition, at /boot2; empty when there is none. */
  public final Map<String, Long> mirror = new HashMap<>();

  /** What is wrong with the boot partition's filesystem; mostly empty. */
  public String dirty = "";

  /** Whether a third partition holds a filesystem that nothing mounts, UUID 7777. */
  public boolean spare;

  /** What is on the boot partition where the copies lie elsewhere; empty where they don't. */
  public final Map<String, Long> esp = new HashMap<>();

  /** Where the boot partition belongs; empty where nothing says it. */
  public String bootPoint = "/boot";

  /** What the entry of generation 57 names beside its own initrd. */
  public final List<String> further = new ArrayList<>();

  /** The modules that stage 1 loads by force. */
  public final List<String> forced = new ArrayList<>(List.of("dm_mod"));

  /** What generation 56 loads by force. */
  public final List<String> forcedBefore = new ArrayList<>();

  /** The modules in the initrd. */
  public final List<String> modules = new ArrayList<>(List.of("ahci", "sd_mod", "ext4", "dm_mod"));

  /** The programs in the initrd. */
  public final List<String> programs = new ArrayList<>(List.of("mount", "udevadm"));

  /** Pools that are there beside that of the root. */
  public final List<Pool> pools = new ArrayList<>();

  /** Who can log in. */
  public Accounts accounts = Accounts.UNKNOWN;

  /** Whether there is a second disk, sdb, with nothing on it. */
  public boolean secondDisk;

  /** What a BIOS starts of each disk. */
  public final List<DiskStart> firstSectors = new ArrayList<>();

  /** The files of the system's state. */
  public final List<StateFile> stateFiles = new ArrayList<>();

  /** What the entry of generation 57 says beside init=. */
  public final List<String> entryOptions = new ArrayList<>();

  /** The btrfs filesystems, with their devices. */
  public final List<Btrfs> btrfs = new ArrayList<>();

  /** The encrypted datasets, each with the one whose key it needs. */
  public final Map<String, String> encrypted = new HashMap<>();

  /** The pools for which stage 1 loads keys. */
  public final Set<String> keyed = new HashSet<>();

  /** What came of opening a line of the fstab, by its folder, where it is not as one expects. */
  public final Map<String, Mount> mounted = new HashMap<>();

  /** Where the nix store lies, where that is not what the root is on. */
  public Optional<FilesystemLocation> store = Optional.empty();

  /** What the root's partition is made into, on which the filesystem is; empty for nothing. */
  public Optional<DeviceType> volume = Optional.empty();

  /** The systems of the menu that are in the store. */
  public final List<String> systems = new ArrayList<>(List.of(system(57)));

  /** What the container on the root's disk is open as; empty when it is not, or there is none. */
  public String openAs = "";

  /** The kernel's parameters. */
  public final List<String> params = new ArrayList<>();

  /** What the root's disk holds now. */
  public String uuid = ROOT;

  /** What is on the disk: of another kind for containers and pools. */
  public String fsType = "ext4";

  /** The generation that the profile leads to. */
  public int current = 57;

  /** Whether the systems are whole in the store. */
  public boolean whole = true;

  /** How much of the boot partition is free. */
  public long free = 100L << 20;

  /** Whether the menu names copies, and not the store's own files. */
  public boolean copied = true;

  /** What lies in the folder /boot itself. */
  public BootTree bare = BootTree.EMPTY;

  /** The configuration's text. */
  public String configuration = "{ }";

  /** What runs in the initrd. */
  public Stage1 stage1 = Stage1.SYSTEMD;

  /** Whether pools are imported by force; empty when that is not known. */
  public Optional<Boolean> force = Optional.of(true);

  /** How well the pool is. */
  public Health health = Health.ONLINE;

  /** Whether the live system has the pool, to write to it. */
  public boolean imported;

  /** Who had the pool last. */
  public Optional<LastUse> lastUse = Optional.empty();

  /** The containers that both initrds open. */
  public final List<Opening> openings = new ArrayList<>();

  /** Why the initrd can't be read; empty when it can. */
  public String trouble = "";

  /** What comparing every byte said. */
  public final List<BootCheck.Check> checks = new ArrayList<>();

  /** The names of the generations' variants. */
  public final List<String> specialisations = new ArrayList<>();

  /** The names of generation 57's variants that are judged, each with the initrd of 56. */
  public final List<String> variants = new ArrayList<>();

  /** The variant that starts when nobody chooses; empty for the generation itself. */
  public String defaultVariant = "";

  /** The disks of which SMART says nothing. */
  public final List<String> withoutSmart = new ArrayList<>();

  /** Which of its filesystems say that they have errors. */
  public final List<ErrorMark> marks = new ArrayList<>();

  /** What of its disks reports errors. */
  public final List<DiskError> errors = new ArrayList<>();

  /** The boots that its journal knows. */
  public PastBoots boots = PastBoots.NOT_KEPT;

  /** The room on its disks. */
  public final List<Room> rooms =
      new ArrayList<>(
          List.of(new Room("/", 9L << 30, 5L << 30, 4L << 30, 9000, 5000, "ext4", "1")));

  /** What the firmware keeps. */
  public Firmware firmware = Firmware.unread("nobody looked");

  /** What the kernel left when it crashed. */
  public final List<CrashReport> crashes = new ArrayList<>();

  /** The empty files of what starts. */
  public EmptyFiles empty = new EmptyFiles(9, List.of());

  /** The screen's last lines. */
  public String screen = "";

  /** A machine that boots. */
  public TestSystem() {
    starts(new LoadOption(1, true, "Linux Boot Manager", "guid-sda1", "/EFI/BOOT/BOOTX64.EFI"));
  }

  /** A line of an fstab. */
  public static FstabEntry entry(String spec, String file, String type) {
    return new FstabEntry(1, spec, file, type, List.of("x-initrd.mount"), 0, 0);
  }

  /** A line of an fstab that stage 2 mounts. */
  public static FstabEntry late(String spec, String file, String type) {
    return new FstabEntry(2, spec, file, type, List.of("defaults"), 0, 0);
  }

  /** The system of a generation. */
  public static String system(int number) {
    return "/nix/store/x" + number + "-nixos-system-atlas-1";
  }

  /** The findings. */
  public List<Finding> findings() {
    return dev.thaw.boot.failure.Catalogue.judge(evidence());
  }

  /** The findings of one kind that the disks bear out. */
  public List<Finding> findings(String failure) {
    return findings().stream()
        .filter(finding -> finding.id().equals(failure) && !isOnlyOnScreen(finding))
        .toList();
  }

  /** Whether nothing but the screen shows it. */
  public static boolean isOnlyOnScreen(Finding finding) {
    return finding.mend() instanceof Mend.ByHand hand && hand.text().startsWith("explain(");
  }

  /** The chain of what boots by default. */
  public BootChain chain() {
    return BootChains.of(evidence());
  }

  /** All that is known. */
  public Evidence evidence() {
    var initrd =
        new Initrd(
            stage1,
            forced,
            Set.copyOf(modules),
            Set.copyOf(programs),
            openings,
            early,
            imports(),
            keyed,
            trouble);
    var before =
        new Initrd(
            stage1,
            forcedBefore,
            Set.copyOf(modules),
            Set.copyOf(programs),
            openings,
            early,
            imports(),
            keyed,
            trouble);
    return Evidence.of(installation(), Symptom.of(screen))
        .with(
            Map.of("/nix/store/i57", initrd, "/nix/store/i56", before),
            new MachineEvidence(
                secondDisk
                    ? List.of(disk(), device("sdb", DeviceType.DISK, "", "", "", List.of()))
                    : List.of(disk()),
                Stream.concat(pools().stream(), pools.stream()).toList(),
                btrfs,
                encrypted,
                Map.of("sda", List.of("sd_mod", "ahci")),
                Optional.of(Set.copyOf(systems)),
                true,
                new DiskHealth(errors, List.of(), withoutSmart, marks),
                firstSectors))
        .with(checks)
        .with(new Remembered(boots, rooms, stateFiles, firmware, crashes, Optional.of(empty)));
  }

  private Map<String, Boolean> imports() {
    var imports = new HashMap<String, Boolean>();
    force.ifPresent(forced ->
        early.stream()
            .filter(entry -> entry.type().equals("zfs"))
            .forEach(entry -> imports.put(entry.spec().split("/")[0], forced)));
    return imports;
  }

  private Installation installation() {
    var generations = new ArrayList<Generation>();
    for (int number = Math.max(current, 57); number >= 50; number--) {
      if (number == current || menu.contains(number)) {
        generations.add(generation(number));
      }
    }
    var partition = partition("/dev/sda1", bootPoint, esp.isEmpty() ? files : esp, true);
    var partitions = new ArrayList<>(List.of(partition));
    if (!mirror.isEmpty()) {
      partitions.add(partition("/dev/sdb1", "/boot2", mirror, false));
    }
    var place =
        openAs.isEmpty()
            ? new FilesystemLocation("/dev/sda2", fsType, uuid, "")
            : new FilesystemLocation("/dev/mapper/" + openAs, "ext4", ROOT, "");
    return InstallationBuilder.installation(system(57))
        .on(store.orElse(place), place)
        .mounts(Stream.concat(early.stream(), late.stream()).map(this::mount).toList())
        .generations(generations)
        .boots(bootPoint.isEmpty() ? List.of() : partitions, bare)
        .configuration(Broken.configuration(configuration))
        .accounts(accounts)
        .build();
  }

  private BootPartition partition(
      String device, String point, Map<String, Long> holds, boolean theOne) {
    return PartitionBuilder.esp(device, "E-E", point)
        .holding(tree(holds))
        .theOne(theOne)
        .trouble(dirty)
        .build();
  }

  /** What a loader reads where these files are. */
  public BootTree tree(Map<String, Long> holds) {
    return new BootTree(200L << 20, free, holds, List.of(grub.isEmpty() ? systemdBoot() : grub()));
  }

  private BootMenu systemdBoot() {
    return new BootMenu(
        new SystemdBoot(),
        menu.stream().map(this::loaderEntry).toList(),
        Optional.empty(),
        Optional.of(new LoaderConf("", "nixos-generation-57.conf", "")),
        "");
  }

  private BootMenu grub() {
    BootMenu plain = TestMenus.starting(other, grub);
    return new BootMenu(plain.loader(), plain.entries(), plain.first(), plain.conf(), unsaved);
  }

  private Mount mount(FstabEntry entry) {
    if (mounted.containsKey(entry.file())) {
      return mounted.get(entry.file());
    }
    boolean there =
        early.contains(entry)
            && !entry.spec().endsWith("/gone")
            && (!entry.spec().contains("by-uuid") || entry.spec().endsWith(uuid));
    if (!there && entry.type().equals(fsType) && entry.file().equals("/")) {
      return new Mount(entry, Mount.State.ELSEWHERE, "/dev/sda2", "it was found there");
    }
    return new Mount(
        entry,
        there ? Mount.State.FOUND : Mount.State.MISSING,
        there && entry.spec().startsWith("/") ? "/dev/sda2" : "",
        "");
  }

  private LoaderEntry loaderEntry(int number) {
    var initrds = new ArrayList<>(List.of("/EFI/nixos/i" + number));
    initrds.addAll(number == 57 ? further : List.of());
    return new LoaderEntry(
        "nixos-generation-" + number + (exhausted.contains(number) ? "+0-3" : "") + ".conf",
        "NixOS",
        "Generation " + number,
        "nixos",
        "",
        "/EFI/nixos/k" + number,
        initrds,
        Stream.concat(Stream.of("init=" + system(number) + "/init"), entryOptions.stream())
            .toList());
  }

  private Generation generation(int number) {
    boolean listed = menu.contains(number);
    List<Generation> its = number == 57 ? variants.stream().map(this::variant).toList() : List.of();
    return GenerationBuilder.generation(number, system(number))
        .params(params)
        .specialisations(specialisations)
        .variants(its)
        .stage1(stage1)
        .marked(number == current, number == 57, listed)
        .whole(whole)
        .files(bootFile("k" + number, 5, listed), bootFile("i" + number, 7, listed))
        .build();
  }

  private Generation variant(String name) {
    return GenerationBuilder.generation(57, system(57) + "-" + name)
        .variant(name)
        .params(params)
        .stage1(stage1)
        .marked(false, name.equals(defaultVariant), true)
        .whole(whole)
        .files(bootFile("k57", 5, true), bootFile("i56", 7, true))
        .build();
  }

  private BootFile bootFile(String name, long size, boolean listed) {
    String path = "/EFI/nixos/" + name;
    return new BootFile(
        "/nix/store/" + name,
        size,
        listed && copied ? path : "",
        listed && copied ? files.getOrDefault(path, -1L) : -1,
        false);
  }

  private BlockDevice disk() {
    BlockDevice esp = device("sda1", DeviceType.PART, "vfat", "E-E", "", List.of());
    BlockDevice root =
        volume.isPresent()
            ? device(
                "sda2",
                DeviceType.PART,
                volume.get() == DeviceType.LVM ? "LVM2_member" : "linux_raid_member",
                "9999",
                "",
                List.of(device("md0", volume.get(), fsType, uuid, "", List.of())))
            : partition();
    BlockDevice third = device("sda3", DeviceType.PART, "ext4", "7777", "", List.of());
    List<BlockDevice> parts = spare ? List.of(esp, root, third) : List.of(esp, root);
    return device("sda", DeviceType.DISK, "", "", "", parts);
  }

  private BlockDevice partition() {
    return device(
        "sda2",
        DeviceType.PART,
        fsType,
        uuid,
        fsType.equals("zfs_member") ? "tank" : "",
        openAs.isEmpty()
            ? List.of()
            : List.of(device("mapper/" + openAs, DeviceType.CRYPT, "ext4", ROOT, "", List.of())));
  }

  private static BlockDevice device(
      String name,
      DeviceType type,
      String fsType,
      String uuid,
      String label,
      List<BlockDevice> children) {
    return BlockDeviceBuilder.device("/dev/" + name, type)
        .content(fsType, label, uuid)
        .partition("", type == DeviceType.PART ? "guid-" + name : "", "")
        .children(children)
        .build();
  }

  /** Lets the firmware have these entries, which it tries in this order. */
  public void starts(LoadOption... entries) {
    firmware =
        new Firmware(
            "",
            Stream.of(entries).map(LoadOption::number).toList(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            List.of(entries),
            Optional.of(new Firmware.VariableRoom(60 << 10, 30 << 10)),
            List.of());
  }

  /** Lets the root be in a container that stage 1 opens as cellar; it is locked here. */
  public TestSystem inLuks() {
    fsType = "crypto_LUKS";
    uuid = "3333";
    openings.add(new Opening("cellar", "/dev/disk/by-uuid/3333"));
    early.clear();
    early.add(entry("/dev/mapper/cellar", "/", "ext4"));
    return this;
  }

  /** Lets the root be in the pool tank. */
  public TestSystem onZfs() {
    fsType = "zfs_member";
    modules.add("zfs");
    early.clear();
    early.add(entry("tank/root", "/", "zfs"));
    return this;
  }

  private List<Pool> pools() {
    Pool tank =
        PoolBuilder.pool("tank", "1")
            .health(health)
            .lastUsed(lastUse, new Force.NotNeeded())
            .build();
    return fsType.equals("zfs_member")
        ? List.of(imported ? tank.with(true, "/mnt") : tank)
        : List.of();
  }
}
