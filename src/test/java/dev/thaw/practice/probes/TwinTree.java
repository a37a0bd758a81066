package dev.thaw.practice.probes;

import dev.thaw.practice.state.Content;
import dev.thaw.practice.state.MachineState;
import dev.thaw.practice.state.MountEntry;
import dev.thaw.practice.state.MountNamespace;
import dev.thaw.practice.state.Node;
import dev.thaw.practice.state.Volume;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An installation with whatever the probes look at, the odd ones included: the same files for a
 * folder of this computer and for a practice machine.
 */
final class TwinTree {

  static final String STORE = "/nix/store/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-";
  static final String SYSTEM = STORE + "nixos-system-twin-25.11";

  /** Paths with what they hold; a link's target stands behind an arrow. */
  private final Map<String, String> files = new LinkedHashMap<>();

  private TwinTree() {}

  /** The tree. */
  static TwinTree make() {
    var tree = new TwinTree();
    tree.system();
    tree.configuration();
    tree.boot();
    tree.accounts();
    return tree;
  }

  private void system() {
    files.put(SYSTEM + "/init", "#! /bin/sh\n");
    files.put(SYSTEM + "/nixos-version", "25.11.twin\n");
    files.put(SYSTEM + "/kernel-params", "loglevel=4 quiet");
    files.put(SYSTEM + "/boot.json", "{\"org.nixos.bootspec.v1\": {}}\n");
    files.put(SYSTEM + "/kernel", "-> " + STORE + "linux/bzImage");
    files.put(STORE + "linux/bzImage", "kernel");
    files.put(SYSTEM + "/initrd", "-> " + STORE + "initrd/initrd");
    files.put(STORE + "initrd/initrd", "initrd\0with a NUL");
    files.put(SYSTEM + "/kernel-modules", "-> " + STORE + "modules");
    files.put(STORE + "modules/lib/modules/6.12.1/modules.dep", "");
    files.put(SYSTEM + "/specialisation/one", "-> " + STORE + "one");
    files.put(SYSTEM + "/specialisation/two", "-> " + STORE + "two");
    files.put(STORE + "one/kernel-params", "quiet");
    files.put(STORE + "one/initrd", "-> " + STORE + "initrd/initrd");
    files.put(SYSTEM + "/prepare-root", "");
    files.put(SYSTEM + "/sw/bin/ls", "-> " + STORE + "tools/bin/ls");
    files.put(SYSTEM + "/sw/bin/away", "-> /somewhere/else");
    files.put(SYSTEM + "/sw/bin/gone", "-> " + STORE + "nosuch/bin/gone");
    files.put(STORE + "tools/bin/ls", "a program");
    files.put(STORE + "tools/lib/libtool.so.1", "");
    files.put(STORE + "tools/share/may-be-empty", "");
    files.put(SYSTEM + "/etc", "-> " + STORE + "etc/etc");
    files.put(STORE + "etc/etc/hostname", "twin\n");
    files.put(STORE + "etc/etc/hostid", "\1\2\3\4");
    files.put(
        STORE + "etc/etc/fstab",
        """
        # a comment
        /dev/disk/by-label/no\\040such / ext4 x-initrd.mount 0 1
        tmpfs /tmp tmpfs size=1g 0 0
        /persist /var/lib none bind 0 0
        /nowhere /srv/nowhere none bind,x 0 0
        /swapfile none swap defaults 0 0
        /dev/disk/by-uuid/1234-5678 /boot vfat fmask=0077 0 2
        server:/share /net nfs4 _netdev 0 0
        too few
        """);
    files.put("/swapfile", "");
    files.put("/persist/x", "");
    // So many that sorting by number and by byte differ, and one that leads to what is gone.
    String profiles = "/nix/var/nix/profiles/";
    files.put(profiles + "system", "-> system-10-link");
    files.put(profiles + "system-9-link", "-> " + STORE + "gone");
    files.put(profiles + "system-10-link", "-> " + SYSTEM);
    files.put(profiles + "default", "-> default-1-link");
    files.put(profiles + "system-profiles/test", "-> test-1-link");
    files.put(profiles + "system-profiles/test-1-link", "-> " + SYSTEM);
    files.put("/nix/var/nix/db/db.sqlite", "");
    files.put("/etc/NIXOS", "");
    files.put("/etc/os-release", "-> " + SYSTEM + "/etc/os-release");
    files.put("/etc/hostname", "-> /etc/static/hostname");
    files.put("/etc/static", "-> " + STORE + "etc/etc");
    files.put("/loop", "-> /loop");
  }

  private void configuration() {
    String flake = "/home/me/flake/";
    files.put(flake + "flake.nix", "{ outputs = _: { }; }\n");
    files.put(flake + "flake.lock", "{ }\n");
    files.put(flake + "README", "no Nix\n");
    files.put(flake + "hosts/it's \"odd\"\nname.nix", "{ }");
    files.put(flake + "hosts/link.nix", "-> /home/me/elsewhere.nix");
    files.put(flake + ".git/HEAD", "ref: refs/heads/main\n");
    files.put(flake + ".git/refs/heads/main", "0123456789012345678901234567890123456789\n");
    files.put(flake + ".git/packed-refs", "# pack-refs with: peeled\n");
    files.put(flake + ".git/x.nix", "none of the configuration");
    files.put("/etc/nixos/flake.nix", "-> " + flake + "flake.nix");
    files.put(flake + "configuration.nix", "-> /home/me/plain/configuration.nix");
    files.put("/home/me/plain/configuration.nix", "{ }\n");
    files.put("/home/me/elsewhere.nix", "{ }\n");
    files.put("/persistent/conf/flake.nix", "{ }\n");
    files.put("/persistent/a/b/c/d/flake.nix", "too deep\n");
    files.put("/srv/flake.nix", "{ }\n");
  }

  private void accounts() {
    files.put(
        "/etc/passwd",
        """
        root:x:0:0:System administrator:/root:/run/current-system/sw/bin/bash
        sshd:x:993:993::/var/empty:/run/current-system/sw/bin/nologin
        me:x:1000:100::/home/me:/etc/profiles/per-user/me/bin/zsh
        gone:$6$salt$hushed:1001:100::/home/gone:/nix/store/gone/bin/fish
        bare:x:1002:100::/home/bare:
        cut off
        nixbld1:x:30001:30000::/var/empty:/run/current-system/sw/bin/nologin
        """);
    files.put("/etc/group", "root:x:0:\nwheel:x:1:me\n");
    files.put(
        "/etc/shadow",
        """
        root:!:1::::::
        me:$6$salt$hushed:1:0:99999:7::20000:
        gone::1::::::
        bare:abcdefghijklm:1::::::
        plain:not a hash:1::::::
        """);
    files.put(
        SYSTEM + "/activate",
        "#! /bin/sh\nperl update.pl " + STORE + "users-groups.json\n" + STORE + "other\n");
    files.put(
        STORE + "users-groups.json",
        "{\"groups\":[],\"mutableUsers\":false,\"users\":[{\"hashedPassword\":\"$y$j9T$hushed\","
            + "\"hashedPasswordFile\":\"/persist/me\",\"name\":\"me\",\"password\":\"hu\\\"ghty\","
            + "\"initialHashedPassword\":\"!hushed\",\"shell\":\"/run/current-system/sw/bin/fish\"},"
            + "{\"hashedPassword\":\"hushed\",\"hashedPasswordFile\":\"/persist/none\","
            + "\"initialHashedPassword\":\"=hushed\",\"initialPassword\":\"\",\"name\":\"b\","
            + "\"passwordFile\":\"/persist/empty\",\"hashedPassword\":\"$hushed\"}]}");
    files.put("/persist/me", "$6$salt$hushed\nmore\n");
    files.put("/persist/empty", "");
    files.put(SYSTEM + "/sw/bin/bash", "");
    files.put(STORE + "etc/etc/profiles/per-user/me/bin/zsh", "");
    files.put(STORE + "etc/etc/systemd/system/multi-user.target.wants/sshd.service", "");
    files.put(STORE + "etc/etc/ssh/sshd_config", "PermitRootLogin no\n\n");
    files.put(
        STORE + "etc/etc/systemd/system/getty@.service.d/overrides.conf",
        "[Service]\nExecStart=@/agetty agetty --autologin me --noclear\n");
    files.put(STORE + "etc/etc/lightdm/lightdm.conf", "[Seat:*]\nautologin-user=gone\n");
    files.put(STORE + "etc/etc/ssh/authorized_keys.d/root", "# none\n\nssh-ed25519 A\n");
    files.put("/home/me/.ssh/authorized_keys", "ssh-ed25519 A\n  # not this\nssh-rsa B\n");
  }

  private void boot() {
    files.put("/boot/loader/loader.conf", "default nixos-*\ntimeout 5\n");
    files.put("/boot/loader/entries/nixos-generation-10.conf", "title NixOS\nlinux /k.efi\n");
    files.put("/boot/loader/entries/notes.txt", "no entry\n");
    files.put("/boot/EFI/nixos/k.efi", "kernel");
    files.put(
        "/boot/EFI/Linux/twin.efi",
        "\1\2ID=nixos\nVERSION_ID=25.11\0init=" + SYSTEM + "/init quiet\0EFI\\nixos\\k.efi\0");
    files.put("/boot/EFI/Linux/twin.txt", "ID=none");
    files.put("/boot/begun", "kernel and more");
    files.put("/boot/loader/named", "linux (drive)" + STORE.substring(10) + "linux/bzImage\n");
    files.put("/boot/grub/grub.cfg", "set default=0\n");
    files.put("/boot/grub/grubenv", "saved_entry=x\n");
    files.put("/boot/extlinux/extlinux.conf", "DEFAULT nixos\n");
    files.put("/boot/limine/limine.conf", "timeout: 5\n");
    files.put("/boot/limine.conf", "timeout: 6\n");
    files.put("/boot/a/b/c/d/e/f/too-deep.conf", "x");
    files.put("/boot/a/b/c/d/e/deep.conf", "x");
  }

  /** Makes it below a folder of this computer. */
  void real(Path folder) throws IOException {
    for (var file : files.entrySet()) {
      Path path = folder.resolve(file.getKey().substring(1));
      Files.createDirectories(path.getParent());
      if (file.getValue().startsWith("-> ")) {
        Files.createSymbolicLink(path, Path.of(file.getValue().substring(3)));
      } else {
        Files.write(path, bytes(file.getValue()));
      }
    }
  }

  /** Mounts it at {@code /mnt} of a practice machine, which has no disks any more. */
  void practice(MachineState machine, String source) {
    machine.tell();
    machine.devices.clear();
    machine.pools.clear();
    machine.volumes.put("twin", Volume.of("twin", "ext4", 1L << 30, "0:77"));
    machine.mounts.add(
        new MountEntry(
            99, "/mnt", source, "twin", "/", java.util.List.of("rw"), java.util.List.of("rw")));
    MountNamespace namespace = MountNamespace.of(machine).chroot("/mnt");
    files.forEach((path, text) -> {
      namespace.mkdirs(MountNamespace.parent(path));
      if (text.startsWith("-> ")) {
        namespace.put(path, Node.link(text.substring(3), 1));
      } else {
        namespace.write(path, Content.of(bytes(text)), 0644);
      }
    });
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** All that lies below a folder of this computer: paths, and what is in files. */
  static Map<String, String> lies(Path folder) throws IOException {
    var all = new TreeMap<String, String>();
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.toList()) {
        if (Files.isRegularFile(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
          all.put(
              "/" + folder.relativize(path),
              new String(Files.readAllBytes(path), StandardCharsets.UTF_8));
        }
      }
    }
    return all;
  }

  /** The same of a practice machine. */
  static Map<String, String> lies(MachineState machine) {
    var all = new TreeMap<String, String>();
    var tree = machine.volumes.get("twin").tree();
    for (String path : new TreeSet<>(tree.below("/"))) {
      tree.get(path)
          .filter(Node::isFile)
          .ifPresent(
              node -> all.put(path, new String(node.content().read(), StandardCharsets.UTF_8)));
    }
    return all;
  }
}
