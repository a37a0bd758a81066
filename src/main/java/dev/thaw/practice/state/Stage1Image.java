package dev.thaw.practice.state;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * What is in an initrd.
 *
 * @param kernel the kernel's version
 * @param systemd whether stage 1 is systemd's, and not the script
 * @param forced the modules that are loaded first, in order
 * @param available the modules that are at hand for the devices that are found
 * @param mounts the lines of what stage 1 mounts, as in fstab
 * @param luks the containers that are opened: the device by the name
 * @param hostId eight hexadecimal digits; empty when it is not set
 * @param forceImport whether a pool of another system is imported all the same
 * @param keys the datasets whose keys are asked for; {@link #ALL_KEYS} for all
 * @param tools the programs that not every initrd has: {@code lvm}, {@code mdadm}
 */
public record Stage1Image(
    String kernel,
    boolean systemd,
    List<String> forced,
    List<String> available,
    List<String> mounts,
    Map<String, String> luks,
    String hostId,
    boolean forceImport,
    List<String> keys,
    List<String> tools) {

  private static final List<String> PROGRAMS = List.of("cat", "modprobe", "mount", "udevadm");

  /** That all keys are asked for, as zfs is told it. */
  public static final String ALL_KEYS = "-a";

  /** What both kinds import by; the case is always in it, whatever the configuration says. */
  private static final String IMPORT_LIB =
      """
      for o in $(cat /proc/cmdline); do
        case $o in
          zfs_force|zfs_force=1|zfs_force=y)
            ZFS_FORCE="-f"
            ;;
        esac
      done
      poolImported() {
        pool="$1"
        "zpool" list "$pool" >/dev/null 2>/dev/null
      }
      poolImport() {
        pool="$1"
        "zpool" import -d "/dev/disk/by-id" -N $ZFS_FORCE "$pool"
      }
      """;

  /**
   * As a record's own. Java makes that one anew in every process, which for this many components
   * takes a fifth of a start.
   */
  @Override
  public String toString() {
    return "Stage1Image[kernel="
        + kernel
        + ", systemd="
        + systemd
        + ", forced="
        + forced
        + ", available="
        + available
        + ", mounts="
        + mounts
        + ", luks="
        + luks
        + ", hostId="
        + hostId
        + ", forceImport="
        + forceImport
        + ", keys="
        + keys
        + ", tools="
        + tools
        + "]";
  }

  /** How many bytes its modules add to the archive's length: more with more modules. */
  long weight() {
    return 4096L * (forced.size() + available.size());
  }

  /** The archive itself: cpio, compressed. */
  byte[] archive() {
    var cpio = new Cpio();
    String modules = StorePath.of("linux-" + kernel + "-modules-shrunk", forced, available);
    cpio.directory("lib");
    cpio.link("lib/modules", modules + "/lib/modules");
    cpio.directories(modules.substring(1) + "/lib/modules/" + kernel + "/kernel");
    for (List<String> list : List.of(forced, available)) {
      for (String module : list) {
        String file = module.replace('_', '-') + ".ko.xz";
        cpio.file(
            modules.substring(1) + "/lib/modules/" + kernel + "/kernel/" + file,
            "module " + module + "\n",
            0444);
      }
    }
    String programs = StorePath.of(systemd ? "initrd-bin-env" : "extra-utils", tools) + "/bin";
    cpio.directories(programs.substring(1));
    Stream.concat(PROGRAMS.stream(), tools.stream())
        .forEach(name ->
            cpio.file(programs.substring(1) + "/" + name, "the practice machine's\n", 0555));
    if (systemd) {
      systemd(cpio);
    } else {
      scripted(cpio);
    }
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(cpio.end());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The pools that stage 1 imports. */
  public List<String> pools() {
    return mounts.stream()
        .map(line -> line.split(" "))
        .filter(fields -> fields[2].equals("zfs"))
        .map(fields -> fields[0].split("/")[0])
        .distinct()
        .toList();
  }

  private String force() {
    return forceImport ? "-f" : "";
  }

  /** What loads the keys of a pool: by a prompt of systemd, or zfs's own. */
  private String loading(String pool) {
    return keys.stream()
        .filter(key -> key.equals(ALL_KEYS) || key.split("/")[0].equals(pool))
        .map(key ->
            systemd
                ? "systemd-ask-password \"Enter key for $ds:\" | zfs load-key \"$ds\"\n"
                : "zfs load-key " + key + "\n")
        .collect(Collectors.joining());
  }

  /** A file in the store, and the link to it where it is looked for. */
  private static void linked(Cpio cpio, String path, String name, String text) {
    String file = StorePath.of(name, text);
    cpio.directories("nix/store");
    cpio.file(file.substring(1), text, 0444);
    cpio.directories(path.substring(0, path.lastIndexOf('/')));
    cpio.link(path, file);
  }

  private void systemd(Cpio cpio) {
    linked(
        cpio,
        "etc/modules-load.d/nixos.conf",
        "etc-modules-load.d-nixos.conf",
        String.join("\n", forced));
    String list = mounts.stream().map(line -> line + "\n").collect(Collectors.joining());
    String fstab = StorePath.of("initrd-fstab", list);
    cpio.file(fstab.substring(1), list, 0444);
    linked(
        cpio,
        "etc/systemd/system.conf",
        "initrd-system.conf",
        "[Manager]\nDefaultEnvironment=PATH=/bin:/sbin\n\nManagerEnvironment=PATH=/bin:/sbin"
            + " SYSTEMD_SYSROOT_FSTAB="
            + fstab
            + "\n");
    units(cpio);
    linked(
        cpio, "etc/initrd-release", "initrd-release", "ID=nixos\nPRETTY_NAME=\"NixOS (Initrd)\"\n");
    var crypttab = new StringBuilder();
    luks.forEach(
        (name, device) -> crypttab.append(name).append(' ').append(device).append(" - luks\n"));
    linked(cpio, "etc/crypttab", "initrd-crypttab", crypttab.toString());
    String init = StorePath.of("systemd", kernel) + "/lib/systemd/systemd";
    cpio.directories(init.substring(1, init.lastIndexOf('/')));
    cpio.file(init.substring(1), "the practice machine's systemd\n", 0555);
    cpio.link("init", init);
  }

  /** What imports the pools: their units, in a folder of units. */
  private void units(Cpio cpio) {
    String units = StorePath.of("initrd-units", pools(), forceImport);
    cpio.directories(units.substring(1));
    cpio.link("etc/systemd/system", units);
    for (String pool : pools()) {
      String name = "zfs-import-" + pool;
      String script = StorePath.of("unit-script-" + name + "-start", IMPORT_LIB, keys);
      cpio.directories(script.substring(1) + "/bin");
      cpio.file(
          script.substring(1) + "/bin/" + name + "-start",
          "#! /bin/sh\n" + IMPORT_LIB + "poolImported \"" + pool + "\" || exit 1\n" + loading(pool),
          0555);
      String unit = StorePath.of("unit-" + name + ".service", script, forceImport);
      cpio.directories(unit.substring(1));
      cpio.file(
          unit.substring(1) + "/" + name + ".service",
          "[Unit]\nDescription=Import ZFS pool \""
              + pool
              + "\"\n\n[Service]\nEnvironment=\"ZFS_FORCE="
              + force()
              + "\"\nExecStart="
              + script
              + "/bin/"
              + name
              + "-start \nRemainAfterExit=true\nType=oneshot\n",
          0444);
      cpio.link(units.substring(1) + "/" + name + ".service", unit + "/" + name + ".service");
    }
  }

  private void scripted(Cpio cpio) {
    var script = new StringBuilder();
    script.append("#! /bin/ash\n\ntargetRoot=/mnt-root\n\n");
    script.append("echo\necho \"<<< NixOS Stage 1 >>>\"\necho\n\n");
    script.append("for i in ").append(String.join(" ", forced)).append("; do\n");
    script.append("    info \"loading module $(basename $i)...\"\n    modprobe $i\ndone\n\n");
    luks.forEach((name, device) ->
        script.append("cryptsetup luksOpen ").append(device).append(' ').append(name).append('\n'));
    if (!pools().isEmpty()) {
      script.append("\nZFS_FORCE=\"").append(force()).append("\"\n").append(IMPORT_LIB);
    }
    for (String pool : pools()) {
      script.append("\necho -n \"importing root ZFS pool \\\"").append(pool).append("\\\"...\"\n");
      script.append("poolImported \"").append(pool).append("\" || poolImport \"").append(pool);
      script.append("\"\n").append(loading(pool));
    }
    String path = StorePath.of("stage-1-init.sh", script, mounts);
    String info = StorePath.of("initrd-fsinfo", mounts);
    script.append("\nexec 3< ").append(info).append('\n');
    var lines = new StringBuilder();
    for (String line : mounts) {
      String[] fields = line.split(" ");
      lines.append(String.join("\n", fields[1], fields[0], fields[2], fields[3])).append('\n');
    }
    cpio.directories("nix/store");
    cpio.file(info.substring(1), lines.toString(), 0444);
    cpio.file(path.substring(1), script.toString(), 0555);
    cpio.link("init", path);
  }

  /** Writes a cpio archive in the format that the kernel reads (newc). */
  private static final class Cpio {
    private static final int FILE = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int LINK = 0120000;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final java.util.Set<String> made = new java.util.HashSet<>();
    private int inode = 1;

    void directory(String path) {
      if (made.add(path)) {
        entry(path, DIRECTORY | 0755, new byte[0]);
      }
    }

    void directories(String path) {
      for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
        directory(path.substring(0, slash));
      }
      directory(path);
    }

    void file(String path, String text, int mode) {
      entry(path, FILE | mode, text.getBytes(StandardCharsets.UTF_8));
    }

    void link(String path, String target) {
      entry(path, LINK | 0777, target.getBytes(StandardCharsets.UTF_8));
    }

    byte[] end() {
      entry("TRAILER!!!", 0, new byte[0]);
      return out.toByteArray();
    }

    private void entry(String path, int mode, byte[] content) {
      byte[] name = (path + "\0").getBytes(StandardCharsets.UTF_8);
      String head =
          "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x"
              .formatted(inode++, mode, 0, 0, 1, 1, content.length, 0, 0, 0, 0, name.length, 0);
      out.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
      out.writeBytes(name);
      pad();
      out.writeBytes(content);
      pad();
    }

    private void pad() {
      while (out.size() % 4 != 0) {
        out.write(0);
      }
    }
  }
}
