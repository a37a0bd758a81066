package dev.thaw.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.BootCheck;
import dev.thaw.boot.Diagnosis;
import dev.thaw.boot.InitrdCache;
import dev.thaw.boot.Symptom;
import dev.thaw.boot.diagnosis.Diagnosing;
import dev.thaw.machine.Command;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.Machine;
import dev.thaw.machine.Probe;
import dev.thaw.machine.TestFiles;
import dev.thaw.nixos.Survey;
import dev.thaw.rescue.Rescue;
import dev.thaw.rescue.State;
import dev.thaw.storage.Containers;
import dev.thaw.storage.Datasets;
import dev.thaw.storage.Disks;
import dev.thaw.storage.Pools;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The practice machine {@code vfio} and the lab's {@code article}, side by side: the same commands
 * and the same looks, before, during and after the same rescue. Identifiers, sizes and times are
 * evened out, nothing else.
 */
final class SideBySide {

  private static final String FILE = "/mnt/etc/nixos/configuration.nix";
  private static final String SCREEN = "loading module vfio_pci...";
  private static final String INSIDE =
      "nixos-enter -- /nix/var/nix/profiles/system/sw/bin/bash --login -c ";

  private static final List<String> BEFORE =
      List.of(
          "lsblk",
          "lsblk -f",
          "blkid",
          "blkid /dev/nosuch",
          "findmnt",
          "findmnt /mnt",
          "zpool list",
          "zpool status",
          "zpool import",
          "zpool import nosuch",
          "zpool import -N -R /mnt nvmepool",
          "zpool export nvmepool",
          "zfs list",
          "zfs mount nvmepool/root",
          "mount -t zfs nvmepool/root /mnt",
          "mount UUID=1234-5678 /mnt",
          "mount /dev/nosuch /mnt",
          "mount /dev/nvme0n1p2 /mnt",
          "mount -t ext4 /dev/nvme0n1p1 /mnt",
          "mount /dev/nvme0n1p1 /nosuch",
          "umount /mnt",
          "umount /nosuch",
          "ls /nosuch",
          "cat /mnt",
          "mkdir /mnt",
          "mkdir /a/b/c",
          "rm /mnt",
          "rmdir /nosuch",
          "modprobe zfs",
          "modprobe -r nosuch",
          "cryptsetup status foo",
          "cryptsetup close foo",
          "cryptsetup open /dev/nvme0n1p2 foo",
          "efibootmgr",
          "ip route",
          "hostid",
          "hostname",
          "id",
          "pwd",
          "od -An -tx1 /etc/hostid",
          "readlink -f /mnt/../etc");

  private static final List<String> MOUNT =
      List.of(
          "zpool import -f -N -R /mnt nvmepool",
          "zpool import -f -N -R /mnt nvmepool",
          "mount -t zfs -- nvmepool/root /mnt",
          "mount -t zfs nvmepool/root /mnt",
          "mount -t zfs -- nvmepool/nix /mnt/nix",
          "mount -t zfs -- nvmepool/var /mnt/var",
          "mount -t vfat -o fmask=0077,dmask=0077 -- UUID=3C1A-7F02 /mnt/boot",
          "mount -t zfs -- nvmepool/home /mnt/home");

  private static final List<String> MOUNTED =
      List.of(
          "zpool list -H -o name,health,readonly,altroot",
          "zpool status",
          "zpool get readonly,altroot nvmepool",
          "zfs list -o name,mountpoint,mounted,canmount",
          "zfs mount nvmepool/root",
          "zfs umount nvmepool/root",
          "findmnt -R /mnt",
          "findmnt /mnt/boot",
          "mount | grep /mnt",
          "lsblk",
          "umount /mnt",
          "cd /mnt && umount /mnt",
          "cat /mnt/boot/loader/loader.conf",
          "cat /mnt/boot/loader/entries/*",
          "ls /mnt/boot/EFI/nixos | wc -l",
          "cat /mnt/etc/fstab",
          "readlink /mnt/nix/var/nix/profiles/system",
          "readlink -f /mnt/nix/var/nix/profiles/system",
          "ls /mnt$(readlink /mnt/nix/var/nix/profiles/system-57-link)",
          "cat /mnt$(readlink /mnt/nix/var/nix/profiles/system-57-link)/boot.json",
          "cat /mnt$(readlink /mnt/nix/var/nix/profiles/system-57-link)/kernel-params",
          "nixos-enter --root /nosuch -c true",
          INSIDE + "'nix-env -p /nix/var/nix/profiles/system --list-generations'",
          INSIDE + "'cat /etc/hostname /etc/fstab'",
          INSIDE + "'nixos-rebuild dry-build --option substitute false'");

  private static final List<String> REBUILD =
      List.of(
          "umount /mnt/boot",
          INSIDE + "'nixos-rebuild boot --option substitute false' 2>&1 | tail -n 2",
          "mount -t vfat -o fmask=0077,dmask=0077 -- UUID=3C1A-7F02 /mnt/boot",
          INSIDE + "'nixos-rebuild boot --option substitute false'",
          "readlink /mnt/nix/var/nix/profiles/system",
          "ls /mnt/boot/loader/entries",
          "cat /mnt/boot/loader/loader.conf",
          "ls /mnt/boot/EFI/nixos | wc -l",
          INSIDE + "'nix-env -p /nix/var/nix/profiles/system --switch-generation 41'");

  private static final List<String> LEAVE =
      List.of("umount -R /mnt", "zpool export nvmepool", "zpool export nvmepool", "zpool import");

  private final Staged real;
  private final Staged practice;
  private final List<String> differences = new ArrayList<>();

  private SideBySide(Staged real, Staged practice) {
    this.real = real;
    this.practice = practice;
  }

  /** What the two answer differently, before, during and after the same rescue. */
  static List<String> differences(Staged real, Staged practice) {
    var both = new SideBySide(real, practice);
    both.rescue();
    return both.differences;
  }

  private void rescue() {
    stage("before");
    looks("before");
    probe("before", "network", "cache.nixos.org");
    lines("before", BEFORE);
    stage("mounting");
    lines("mounting", MOUNT);
    stage("mounted");
    looks("mounted");
    looksInside("mounted");
    lines("mounted", MOUNTED);

    stage("rebuilding");
    edit(real, "\"vfio_pci\" ", "");
    edit(practice, "\"vfio_pci\" ", "");
    lines("rebuilding", REBUILD);
    stage("rebuilt");
    looks("rebuilt");
    looksInside("rebuilt");

    stage("leaving");
    lines("leaving", LEAVE);
    stage("left");
    looks("left");
  }

  private void stage(String name) {
    real.stage(name);
    practice.stage(name);
  }

  private void lines(String when, List<String> lines) {
    for (String line : lines) {
      Command command =
          Command.changes("run " + line, "sh", "-c", line).within(Duration.ofMinutes(5));
      compare(when + ": " + line, shown(real.run(command)), shown(practice.run(command)));
    }
  }

  private static String shown(CommandResult result) {
    return result.status() + "\n" + result.text() + result.errText();
  }

  private void looks(String when) {
    look(when + ": disks()", Disks::look);
    look(when + ": pools()", Pools::look);
    look(when + ": datasets()", Datasets::look);
    look(when + ": containers", Containers::look);
    look(when + ": installs()", machine -> Survey.look(machine, "/mnt"));
    look(when + ": state", machine -> State.look(machine, "/mnt"));
    look(when + ": diagnose()", SideBySide::diagnosis);
  }

  /** Without what a machine remembers, which was not asked for when the lab was recorded. */
  private static Diagnosis diagnosis(Machine machine) {
    Diagnosis whole =
        Diagnosing.look(
            machine, FakePerson.nobody(), "/mnt", new InitrdCache(), Symptom.of(SCREEN));
    return new Diagnosis(
        whole.screen(),
        whole.findings(),
        whole.chains(),
        whole.notes(),
        whole.systems(),
        whole.installation(),
        List.of(),
        List.of());
  }

  /** What only looks into the mounted system. */
  private void looksInside(String when) {
    look(
        when + ": what the boot loader reads",
        machine -> BootCheck.of(machine, Survey.look(machine, "/mnt").getFirst(), "/mnt"));
    for (String path : List.of("/etc/nixos/configuration.nix", "/etc/hostname", "/nosuch")) {
      probe(when, "file", "/mnt", path);
    }
    probe(
        when,
        "points",
        "/mnt",
        "/",
        "/boot",
        "/etc/hostname",
        "/nix/var/nix/profiles/system",
        "/var/../home",
        "/nosuch/below");
  }

  /** One of the rescue's probes, as it prints. */
  private void probe(String when, String name, String... words) {
    Probe probe = Probe.of(Rescue.class, name, "compare " + name, Duration.ofMinutes(1));
    look(
        when + ": " + name + " " + String.join(" ", words),
        machine ->
            probe.run(machine, words).all().entrySet().stream()
                .map(section -> section.getKey() + "\n" + shown(section.getValue()))
                .collect(Collectors.joining("\n")));
  }

  private static String shown(Probe.Section section) {
    return section.status() + "\n" + section.text() + section.errText();
  }

  private void look(String what, Function<Machine, Object> look) {
    compare(what, look.apply(real).toString(), look.apply(practice).toString());
  }

  private void compare(String what, String real, String practice) {
    String here = evened(real);
    String there = evened(practice);
    if (!here.equals(there)) {
      int same = Arrays.mismatch(here.toCharArray(), there.toCharArray());
      differences.add(
          "%s%n--- the lab%n%s%n--- the practice machine%n%s"
              .formatted(what, around(same, here), around(same, there)));
    }
  }

  /** A listing is long, and what differs in it is not. */
  private static String around(int place, String text) {
    return text.substring(Math.max(0, place - 300), Math.min(text.length(), place + 500));
  }

  private static final Pattern FILES = Pattern.compile("files=\\{([^}]*)\\}");

  /**
   * The text with identifiers, sizes and times evened out, and the columns that they widen. Files
   * come in the order of a directory's own, which means nothing; the lab's bash has no locale and
   * says so; its kernel is Debian's newest; QEMU announces a way out by IPv6.
   */
  private static String evened(String text) {
    return FILES
        .matcher(plain(text))
        .replaceAll(found -> {
          String[] files = found.group(1).split(", ");
          Arrays.sort(files);
          return "files={" + String.join(", ", files) + "}";
        });
  }

  private static String plain(String text) {
    return text.replaceAll("(?m)^.*warning: setlocale: .*\n", "")
        .replaceAll("(?m)^default via fe80::.*\n", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID")
        .replaceAll("machineid=[0-9a-f]*", "machineid=ID")
        // Who can log in was not asked for yet when the lab was recorded.
        .replaceAll("accounts=[a-z, ]*]", "accounts=]")
        .replaceAll("/nix/store/[0-9a-z]{32}", "/nix/store/HASH")
        .replaceAll("/efi/nixos/[0-9a-z]{32}", "/efi/nixos/HASH")
        .replaceAll("/tmp/thaw\\.[^/\\]\"', ]+", "/tmp/thaw.X")
        .replaceAll("\\b\\d{15,20}\\b", "GUID")
        .replaceAll("\\d{4}-\\d\\d-\\d\\d(t| )\\d\\d:\\d\\d:\\d\\d(z|\\.\\d+z)?", "TIME")
        .replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d utc", "TIME")
        .replaceAll("\\w{3} \\w{3} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\d{4}", "TIME")
        .replaceAll("built on \\d{4}-\\d\\d-\\d\\d", "built on DAY")
        .replaceAll("6\\.12\\.\\d+(\\S*deb13-cloud-amd64)?", "KERNEL")
        .replaceAll("\\b\\d{4,14}k?\\b", "SIZE")
        .replaceAll("\\b\\d+(\\.\\d+)?[kmg]\\b", "SIZE")
        // Accounts were not asked for yet when the lab was recorded.
        .replaceAll("(?m), accounts=[^\\]]*\\]", "]")
        .replaceAll(" +", " ")
        .replaceAll("(?m) $", "");
  }

  private static void edit(Machine machine, String old, String now) {
    var files = new TestFiles(machine);
    String text = new String(files.read(FILE), StandardCharsets.UTF_8);
    assertThat(text).contains(old);
    files.write(FILE, text.replace(old, now).getBytes(StandardCharsets.UTF_8));
  }
}
