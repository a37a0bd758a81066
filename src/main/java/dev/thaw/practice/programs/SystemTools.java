package dev.thaw.practice.programs;

import dev.thaw.boot.remembered.LoadOption;
import dev.thaw.practice.state.FirmwareList;
import dev.thaw.practice.state.KernelFilesystems;
import dev.thaw.practice.state.Live;
import dev.thaw.practice.state.MountEntry;
import dev.thaw.practice.state.Volume;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The small programs about the running system, its modules and its network. */
public final class SystemTools {

  /** Modules that the live image has; others are not found. */
  private static final Set<String> KNOWN =
      Set.of(
          "ahci",
          "btrfs",
          "dm_crypt",
          "dm_mod",
          "efivarfs",
          "ext4",
          "fat",
          "loop",
          "nvme",
          "overlay",
          "sd_mod",
          "spl",
          "usb_storage",
          "usbhid",
          "vfat",
          "vfio",
          "vfio_iommu_type1",
          "vfio_pci",
          "virtio_blk",
          "xhci_pci",
          "zfs");

  private static final String RELEASE = KernelFilesystems.VERSION;

  private SystemTools() {}

  /** {@code modprobe}: loads a kernel module, or takes it away. */
  public static int modprobe(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "r remove a q v n");
    for (String name : options.rest()) {
      String module = name.replace('-', '_');
      if (options.has("r", "remove")) {
        if (!invocation.state().modules.remove(module)) {
          return invocation.fail(1, "modprobe: FATAL: Module " + name + " not found.");
        }
      } else if (!KNOWN.contains(module) && !options.has("q")) {
        return invocation.fail(
            1,
            "modprobe: FATAL: Module " + name + " not found in directory /lib/modules/" + RELEASE);
      } else if (invocation.state().hangs.contains(module)) {
        return invocation.fail(
            1,
            "modprobe: on this machine "
                + name
                + " never returns; the practice machine ends it for you.");
      } else {
        invocation.state().modules.add(module);
      }
    }
    return 0;
  }

  /** {@code lsmod}: which modules are loaded. */
  public static int lsmod(Invocation invocation) {
    invocation.line("%-19s %8s  %s".formatted("Module", "Size", "Used by"));
    for (String module : invocation.state().modules) {
      invocation.line("%-19s %8d  %d".formatted(module, 16384 + module.length() * 4096, 0));
    }
    return 0;
  }

  /** {@code uname}. */
  public static int uname(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "a r n s m");
    Map<String, String> parts = Map.of("s", "Linux", "n", Live.HOST, "r", RELEASE, "m", "x86_64");
    var shown = new ArrayList<String>();
    for (String key : List.of("s", "n", "r", "m")) {
      if (options.has("a")
          || options.has(key)
          || key.equals("s") && invocation.arguments().isEmpty()) {
        shown.add(parts.get(key));
      }
    }
    invocation.line(String.join(" ", shown));
    return 0;
  }

  /** {@code hostname}: the name of the system that it runs in. */
  public static int hostname(Invocation invocation) {
    invocation.line(invocation.environment().getOrDefault("HOSTNAME", Live.HOST));
    return 0;
  }

  /** {@code hostid}. */
  public static int hostid(Invocation invocation) {
    invocation.line(invocation.state().hostId());
    return 0;
  }

  /** {@code id}, for root: nobody else works here. */
  public static int id(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "u g n");
    boolean part = options.has("u", "g");
    invocation.line(
        !part ? "uid=0(root) gid=0(root) groups=0(root)" : options.has("n") ? "root" : "0");
    return 0;
  }

  /** {@code date}. */
  public static int date(Invocation invocation) {
    if (!invocation.arguments().isEmpty()) {
      throw new Options.Unknown(invocation.arguments().getFirst());
    }
    invocation.line(
        DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss 'UTC' yyyy", Locale.ROOT)
            .withZone(ZoneOffset.UTC)
            .format(Instant.ofEpochSecond(invocation.state().now())));
    return 0;
  }

  /** {@code df}: how full the mounted filesystems are. */
  public static int df(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "h T a x=");
    var rows = new ArrayList<List<String>>();
    rows.add(
        List.of(
            "Filesystem",
            options.has("h") ? "Size" : "1K-blocks",
            "Used",
            options.has("h") ? "Avail" : "Available",
            "Use%",
            "Mounted on"));
    List<MountEntry> mounts = new ArrayList<>();
    for (String name : options.rest()) {
      mounts.add(invocation.namespace().spot(invocation.absolute(name), true).mount());
    }
    if (options.rest().isEmpty()) {
      invocation.namespace().mounts().stream()
          .filter(m -> invocation.state().volume(m.volume()).size > 0)
          .forEach(mounts::add);
    }
    for (MountEntry mount : mounts) {
      Volume volume = invocation.state().volume(mount.volume());
      rows.add(
          List.of(
              mount.source(),
              amount(volume.size, options),
              amount(volume.used(), options),
              amount(volume.free(), options),
              (volume.used() * 100 + volume.size - 1) / Math.max(1, volume.size) + "%",
              mount.point()));
    }
    invocation.print(Columns.of(rows, 1, List.of(1, 2, 3, 4)));
    return 0;
  }

  private static String amount(long bytes, Options options) {
    return options.has("h") ? Sizes.df(bytes) : Long.toString((bytes + 1023) / 1024);
  }

  /** {@code ip route}, {@code ip addr}. */
  public static int ip(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "4 6 br brief");
    List<String> words = options.rest();
    if (options.has("6")) {
      return 0;
    }
    if (words.isEmpty() || !List.of("route", "r", "addr", "a").contains(words.getFirst())) {
      return invocation.fail(1, "ip: the practice machine's ip knows only: ip route, ip addr");
    }
    if (words.getFirst().startsWith("r")) {
      invocation.line("default via 10.0.2.2 dev enp0s4 ");
      if (!words.contains("default")) {
        invocation.line("10.0.2.0/24 dev enp0s4 proto kernel scope link src 10.0.2.15 ");
      }
    } else {
      invocation.line("lo               UNKNOWN        127.0.0.1/8 ::1/128 ");
      invocation.line("enp0s4           UP             10.0.2.15/24 ");
    }
    return 0;
  }

  /** {@code ping}: nothing but the gateway answers, unless the machine is online. */
  public static int ping(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "c= W= 4 6 q");
    String host = options.rest().isEmpty() ? "" : options.rest().getFirst();
    boolean number = host.matches("[0-9.]+");
    if (!number && !invocation.state().online) {
      return invocation.fail(2, "ping: " + host + ": Temporary failure in name resolution");
    }
    String address = number ? host : "151.101.2.217";
    boolean answers = invocation.state().online || address.startsWith("10.0.2.");
    invocation.line("PING " + host + " (" + address + ") 56(84) bytes of data.");
    if (answers) {
      invocation.line("64 bytes from " + address + ": icmp_seq=1 ttl=255 time=1.69 ms");
    }
    invocation.print("\n--- " + host + " ping statistics ---\n");
    invocation.line(
        "1 packets transmitted, "
            + (answers ? "1 received, 0%" : "0 received, 100%")
            + " packet loss, time 0ms");
    invocation.line(answers ? "rtt min/avg/max/mdev = 1.692/1.692/1.692/0.000 ms" : "");
    return answers ? 0 : 1;
  }

  /** {@code getent ahosts}: names are resolved only when the machine is online. */
  public static int getent(Invocation invocation) {
    List<String> words = invocation.arguments();
    if (words.size() < 2 || !List.of("ahosts", "hosts").contains(words.getFirst())) {
      return invocation.fail(
          1, "getent: the practice machine's getent knows only: getent ahosts NAME");
    }
    if (!invocation.state().online) {
      return 2;
    }
    invocation.line("151.101.2.217   STREAM " + words.getLast());
    return 0;
  }

  /** {@code curl}: the cache answers only when the machine is online. */
  public static int curl(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "s S f I max-time= L");
    String url = options.rest().isEmpty() ? "" : options.rest().getLast();
    String host = url.replaceFirst("^https?://", "").replaceFirst("/.*", "");
    if (!invocation.state().online) {
      return invocation.fail(6, "curl: (6) Could not resolve host: " + host);
    }
    invocation.line("HTTP/2 200 \r");
    return 0;
  }

  private static String number(LoadOption entry) {
    return entry.name().substring("Boot".length());
  }

  /** {@code efibootmgr}: what the firmware starts. */
  public static int efibootmgr(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "v");
    if (!invocation.state().efi) {
      return invocation.fail(2, "EFI variables are not supported on this system.");
    }
    List<LoadOption> entries = FirmwareList.of(invocation.state());
    invocation.line("BootCurrent: " + number(entries.getLast()));
    invocation.line("Timeout: 1 seconds");
    invocation.line(
        "BootOrder: " + entries.stream().map(SystemTools::number).collect(Collectors.joining(",")));
    for (LoadOption entry : entries) {
      boolean shown = options.has("v") && !entry.file().isEmpty();
      invocation.line(
          entry.name()
              + "* "
              + entry.label()
              + (shown ? "\tFile(" + entry.file().replace('/', '\\') + ")" : ""));
    }
    return 0;
  }

  /** {@code od -An -t… -N4 FILE}: the bytes of a small file in hexadecimal. */
  public static int od(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "A= t= N= j= v");
    byte[] bytes =
        options.rest().isEmpty()
            ? invocation.stdin()
            : invocation.namespace().content(invocation.absolute(options.rest().getFirst())).read();
    int from = Integer.parseInt(options.value("j").orElse("0"));
    int to = Math.min(bytes.length, from + Integer.parseInt(options.value("N").orElse("64")));
    var text = new StringBuilder();
    if (options.value("t").orElse("").equals("x4")) {
      for (int i = to - 1; i >= from; i--) {
        text.append("%02x".formatted(bytes[i]));
      }
      invocation.line(" " + text);
      return 0;
    }
    for (int i = from; i < to; i++) {
      text.append(" %02x".formatted(bytes[i]));
    }
    invocation.line(text.toString());
    return 0;
  }
}
