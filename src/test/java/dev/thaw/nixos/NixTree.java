package dev.thaw.nixos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Builds what lies on the disk of a NixOS machine, in a folder: as much as the survey looks at. */
public final class NixTree {

  /** The store path of the system of generation {@code n}. */
  public static String toplevel(int n, String host) {
    return "/nix/store/" + hash('t', n) + "-nixos-system-" + host + "-25.11.20260101.abcdef0";
  }

  private static String hash(char letter, int n) {
    return String.valueOf(letter).repeat(30) + "%02d".formatted(n);
  }

  private final Path nix;
  private final String host;

  /**
   * A store that will be mounted at /nix.
   *
   * @param nix the folder that becomes /nix
   */
  public NixTree(Path nix, String host) {
    this.nix = nix;
    this.host = host;
  }

  private Path real(String path) {
    return nix.resolve(path.substring("/nix/".length()));
  }

  /** Makes generation {@code n} and the profile's link to it. */
  public NixTree generation(int n, String fstab) throws IOException {
    String top = toplevel(n, host);
    String kernel = "/nix/store/" + hash('k', n) + "-linux-6.12." + n + "/bzImage";
    String initrd = "/nix/store/" + hash('i', n) + "-initrd-linux-6.12." + n + "/initrd";
    String etc = "/nix/store/" + hash('c', n) + "-etc/etc";
    String table = "/nix/store/" + hash('f', n) + "-etc-fstab";
    write(kernel, "k".repeat(5000 + n));
    write(initrd, "i".repeat(7000 + n));
    write(table, fstab);
    write(etc + "/hostname", host + "\n");
    link(etc + "/fstab", table);
    link(top + "/etc", etc);
    link(top + "/kernel", kernel);
    link(top + "/initrd", initrd);
    write(top + "/init", "#! /nix/store/bash/bin/bash\n");
    write(top + "/kernel-params", "loglevel=4 quiet");
    write(top + "/nixos-version", "25.11.20260101.abcdef0");
    write(
        top + "/boot.json",
        """
        {"org.nixos.bootspec.v1": {"system": "x86_64-linux", "init": "%1$s/init",
         "kernel": "%2$s", "initrd": "%3$s", "kernelParams": ["loglevel=4", "quiet"],
         "label": "NixOS Xantusia 25.11 (Linux 6.12.%4$d)", "toplevel": "%1$s"},
         "org.nixos.specialisation.v1": {}, "org.nixos.systemd-boot": {"sortKey": "nixos"}}
        """
            .formatted(top, kernel, initrd, n));
    String profiles = "/nix/var/nix/profiles/";
    link(profiles + "system-" + n + "-link", top);
    Files.deleteIfExists(real(profiles + "system"));
    link(profiles + "system", "system-" + n + "-link");
    write("/nix/var/nix/db/db.sqlite", "");
    return this;
  }

  /** Replaces a file of the store by a link. */
  void replace(String path, String target) throws IOException {
    Files.delete(real(path));
    link(path, target);
  }

  private void write(String path, String text) throws IOException {
    Files.createDirectories(real(path).getParent());
    Files.writeString(real(path), text);
  }

  private void link(String path, String target) throws IOException {
    Files.createDirectories(real(path).getParent());
    Files.createSymbolicLink(real(path), Path.of(target));
  }
}
