package dev.thaw.practice.nix;

import dev.thaw.practice.nix.BuilderTraceback.Step;
import dev.thaw.practice.programs.Invocation;
import dev.thaw.practice.programs.Program;
import dev.thaw.practice.state.Content;
import dev.thaw.practice.state.Errno;
import dev.thaw.practice.state.MountNamespace;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code switch-to-configuration boot}: writes the boot menu, as the installer of systemd-boot or
 * GRUB does.
 */
public final class SwitchToConfiguration implements Program {

  private static final int MODE = 0700;

  @Override
  public int run(Invocation invocation) {
    List<String> words = invocation.arguments();
    if (words.size() != 1
        || !List.of("boot", "switch", "test", "dry-activate").contains(words.getFirst())) {
      return invocation.fail(1, "Usage: " + invocation.name() + " [switch|boot|test|dry-activate]");
    }
    String script =
        invocation.name().contains("/")
            ? invocation.name()
            : NixProfile.SYSTEM + "/bin/" + invocation.name();
    var settings = new MenuSettings(invocation.namespace().text(script));
    if (words.getFirst().equals("test") || words.getFirst().equals("dry-activate")) {
      return 0;
    }
    boolean loader = "1".equals(invocation.environment().get("NIXOS_INSTALL_BOOTLOADER"));
    if (settings.get("loader").equals("grub")) {
      int status = new GrubInstaller(invocation, settings).install(loader);
      return status == 0 ? 0 : invocation.fail(1, "Failed to install bootloader");
    }
    var menu = new Menu(invocation, settings);
    try {
      return menu.install(loader);
    } catch (Errno e) {
      invocation.complain(BuilderTraceback.of(menu.step, e.getMessage()));
      return invocation.fail(1, "Failed to install bootloader");
    }
  }

  private record Generation(int number, String toplevel, long time, BootJson boot) {}

  private static final class Menu {
    private final Invocation invocation;
    private final MountNamespace namespace;
    private final MenuSettings settings;
    private final String esp;
    private Step step = new Step.Writing("");

    Menu(Invocation invocation, MenuSettings settings) {
      this.invocation = invocation;
      this.namespace = invocation.namespace();
      this.settings = settings;
      this.esp = settings.get("esp");
    }

    int install(boolean loader) {
      if (!namespace.isMountPoint(namespace.spot(esp, true).path())) {
        return invocation.fail(
            1,
            "efiSysMountPoint = '"
                + esp
                + "' is not a mounted partition. Is the path configured correctly?");
      }
      if (loader) {
        installLoader();
      } else if (!namespace.isFile(esp + "/EFI/systemd/systemd-bootx64.efi")) {
        return invocation.fail(
            1,
            "Exception: Could not find any previously installed systemd-boot. If you are switching"
                + " to systemd-boot from a different bootloader, you need to run `nixos-rebuild"
                + " switch --install-bootloader`");
      }
      namespace.mkdirs(esp + "/EFI/nixos");
      namespace.mkdirs(esp + "/loader/entries");
      List<Generation> listed = generations();
      tidy(listed);
      for (Generation generation : listed) {
        write(generation);
      }
      return 0;
    }

    private void installLoader() {
      for (String folder : List.of("EFI/systemd", "EFI/BOOT", "EFI/nixos", "loader/entries")) {
        namespace.mkdirs(esp + "/" + folder);
      }
      var program = new Content.Filler("systemd-boot", 124_416);
      put(esp + "/EFI/systemd/systemd-bootx64.efi", program);
      put(esp + "/EFI/BOOT/BOOTX64.EFI", program);
      put(esp + "/loader/entries.srel", new Content.Text("type1\n"));
      put(esp + "/loader/random-seed", new Content.Filler("seed", 32));
      if (invocation.state().efi) {
        invocation
            .state()
            .bootEntries()
            .put("Linux Boot Manager", "/EFI/systemd/systemd-bootx64.efi");
      } else {
        invocation.complain("Not booted with EFI, skipping EFI variable setup.\n");
      }
    }

    private void put(String path, Content content) {
      step = new Step.Writing(path);
      namespace.write(path, content, MODE);
    }

    /** The generations that are there, oldest first, as many as the menu may have. */
    private List<Generation> generations() {
      var all = new ArrayList<Generation>();
      for (NixProfile.Link link : NixProfile.of(namespace).links()) {
        if (namespace.find(link.toplevel() + "/init").isPresent()) {
          BootJson boot = BootJson.read(namespace.text(link.toplevel() + "/boot.json"));
          all.add(new Generation(link.number(), link.toplevel(), link.time(), boot));
        }
      }
      int limit = Integer.parseInt("0" + settings.get("limit"));
      return limit == 0 ? all : all.subList(Math.max(0, all.size() - limit), all.size());
    }

    /** Takes entries and files away that belong to no generation of the menu. */
    private void tidy(List<Generation> listed) {
      Set<String> keep = new HashSet<>();
      for (Generation generation : listed) {
        keep.add(entryName(generation));
        keep.add(MountNamespace.name(efiPath(generation.boot().kernel())));
        keep.add(MountNamespace.name(efiPath(generation.boot().initrd())));
      }
      for (String name : namespace.list(esp + "/loader/entries")) {
        if (name.matches("nixos-generation-\\d+\\.conf") && !keep.contains(name)) {
          remove(esp + "/loader/entries/" + name);
        }
      }
      for (String name : namespace.list(esp + "/EFI/nixos")) {
        if (!keep.contains(name)) {
          remove(esp + "/EFI/nixos/" + name);
        }
      }
    }

    private void remove(String path) {
      step = new Step.Removing(path);
      namespace.remove(path);
    }

    private static String entryName(Generation generation) {
      return "nixos-generation-" + generation.number() + ".conf";
    }

    private static String efiPath(String store) {
      return "/EFI/nixos/" + store.substring("/nix/store/".length()).replace('/', '-') + ".efi";
    }

    private void write(Generation generation) {
      BootJson boot = generation.boot();
      copy(boot.kernel());
      copy(boot.initrd());
      String id = namespace.text("/etc/machine-id").strip();
      String entry =
          "title NixOS\nsort-key nixos\nversion Generation "
              + generation.number()
              + " "
              + boot.label()
              + ", built on "
              + DateTimeFormatter.ISO_LOCAL_DATE
                  .withZone(ZoneOffset.UTC)
                  .format(Instant.ofEpochSecond(generation.time()))
              + "\nlinux "
              + efiPath(boot.kernel())
              + "\ninitrd "
              + efiPath(boot.initrd())
              + "\noptions init="
              + boot.init()
              + " "
              + String.join(" ", boot.kernelParams())
              + "\n"
              + (id.isEmpty() ? "" : "machine-id " + id + "\n");
      put(esp + "/loader/entries/" + entryName(generation), new Content.Text(entry));
      if (generation.toplevel().equals(settings.get("system"))) {
        put(
            esp + "/loader/loader.conf",
            new Content.Text(
                "timeout "
                    + settings.get("timeout")
                    + "\ndefault "
                    + entryName(generation)
                    + "\n"
                    + (settings.get("editor").equals("0") ? "editor 0\n" : "")
                    + "console-mode keep\n"));
      }
    }

    /** Copies a file of the store to the ESP, unless one of that name stands there already. */
    private void copy(String store) {
      String to = esp + efiPath(store);
      if (!namespace.isFile(to)) {
        step = new Step.Copying(store, to);
        namespace.write(to, namespace.content(store), MODE);
      }
    }
  }
}
