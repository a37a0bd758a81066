package dev.thaw.nixos.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every boot loader, on a menu as NixOS writes it for each. */
class BootLoaderTest {

  private static final String OLD = "/nix/store/a-nixos-system-atlas-25.11.1";
  private static final String NEW = "/nix/store/b-nixos-system-atlas-25.11.2";

  /**
   * A boot partition with two generations of NixOS, 41 and 42, that share a kernel.
   *
   * @param texts what {@code survey.sh} finds there; 42 is the default
   * @param older the same where 41 was made the default by the loader's own means
   * @param menuFiles the files that it reads its menu from
   * @param copies the files that its entries name, from the root
   * @param program what the firmware starts; empty when that lies on no partition
   */
  private record Example(
      Map<String, List<String>> texts,
      Map<String, List<String>> older,
      List<String> menuFiles,
      List<String> copies,
      String program) {

    BootTree tree(Map<String, List<String>> read) {
      var files = new LinkedHashMap<String, Long>();
      Stream.concat(menuFiles.stream(), copies.stream()).forEach(file -> files.put(file, 9L));
      return new BootTree(
          -1, -1, files, BootLoaders.ALL.stream().flatMap(one -> one.read(read).stream()).toList());
    }
  }

  /** A new loader does not compile here before it has one. */
  private static Example example(BootLoader loader) {
    return switch (loader) {
      case SystemdBoot _ -> {
        List<String> entries = List.of(systemdEntry(41, OLD), systemdEntry(42, NEW));
        yield new Example(
            Map.of(
                "entries", entries, "conf", List.of("timeout 5\ndefault nixos-generation-42.conf")),
            Map.of(
                "entries", entries, "conf", List.of("timeout 5\ndefault nixos-generation-41.conf")),
            List.of(
                "/loader/entries/nixos-generation-41.conf",
                "/loader/entries/nixos-generation-42.conf"),
            copies("/EFI/nixos/", ".efi"),
            "/EFI/systemd/systemd-bootx64.efi");
      }
      case Grub _ ->
          new Example(
              Map.of("grub", List.of(grub())),
              Map.of("grub", List.of(grub()), "grubenv", List.of("saved_entry=3>1\n####")),
              List.of("/grub/grub.cfg"),
              copies("/kernels/", ""),
              "/EFI/NixOS-boot/grubx64.efi");
      case Extlinux _ ->
          new Example(
              Map.of("extlinux", List.of(extlinux("nixos-default"))),
              Map.of("extlinux", List.of(extlinux("nixos-41"))),
              List.of("/extlinux/extlinux.conf"),
              copies("/nixos/", ""),
              "");
      case Limine _ ->
          new Example(
              Map.of("limine", List.of(limine(2))),
              Map.of("limine", List.of(limine(3))),
              List.of("/limine/limine.conf"),
              copies("/limine/kernels/", ""),
              "/EFI/limine/BOOTX64.EFI");
      case UnifiedImages _ ->
          new Example(
              Map.of("uki", List.of(image("", 41, OLD), image("", 42, NEW))),
              Map.of("uki", List.of(image("", 41, OLD), image("+0-3", 42, NEW))),
              List.of(
                  "/EFI/Linux/nixos-generation-41-x.efi", "/EFI/Linux/nixos-generation-42-x.efi"),
              copies("/EFI/nixos/", ".efi").stream()
                  .map(file -> file.replace("k-linux-6.12-bzImage", "kernel-6.12-abc"))
                  .map(file -> file.replaceAll("/(4.)-initrd", "/initrd-6.12-$1"))
                  .toList(),
              "/EFI/BOOT/BOOTX64.EFI");
    };
  }

  private static List<String> copies(String folder, String end) {
    return Stream.of("k-linux-6.12-bzImage", "41-initrd", "42-initrd")
        .map(name -> folder + name + end)
        .toList();
  }

  private static String systemdEntry(int number, String system) {
    return """
    nixos-generation-%d.conf\0title NixOS
    sort-key nixos
    version Generation %d NixOS 25.11, Linux Kernel 6.12, built on 2026-01-01
    linux /EFI/nixos/k-linux-6.12-bzImage.efi
    initrd /EFI/nixos/%d-initrd.efi
    options init=%s/init loglevel=4
    """
        .formatted(number, number, number, system);
  }

  private static String grub() {
    return """
    search --set=drive1 --fs-uuid 74c9ef46
    if [ -s $prefix/grubenv ]; then
      load_env
    fi
    if [ "${saved_entry}" ]; then
      set default="${saved_entry}"
    else
      set default=0
    fi
    menuentry "NixOS - Default" --class nixos {
    %s}
    menuentry "NixOS - Default - (fallback)" --class nixos {
    %s}
    menuentry "Windows" {
      chainloader /EFI/Microsoft/Boot/bootmgfw.efi
    }
    submenu "NixOS - All configurations" --class submenu {
    menuentry "NixOS - Configuration 42" --class nixos {
    %s}
    menuentry "NixOS - Configuration 41" --class nixos {
    %s}
    }
    """
        .formatted(grub(42, NEW), grub(41, OLD), grub(42, NEW), grub(41, OLD));
  }

  private static String grub(int number, String system) {
    return """
      linux ($drive1)//kernels/k-linux-6.12-bzImage init=%s/init loglevel=4
      initrd ($drive1)//kernels/%d-initrd
    """
        .formatted(system, number);
  }

  private static String extlinux(String wanted) {
    return "DEFAULT %s\nMENU TITLE ---\nTIMEOUT 50\n".formatted(wanted)
        + extlinux("default", 42, NEW)
        + extlinux("42", 42, NEW)
        + extlinux("41", 41, OLD);
  }

  private static String extlinux(String tag, int number, String system) {
    return """

    LABEL nixos-%s
      MENU LABEL NixOS - Configuration %s
      LINUX ../nixos/k-linux-6.12-bzImage
      INITRD ../nixos/%d-initrd
      APPEND init=%s/init loglevel=4
      FDTDIR ../nixos/x-dtbs
    """
        .formatted(tag, tag, number, system);
  }

  private static String limine(int wanted) {
    return "timeout: 5\neditor_enabled: no\ndefault_entry: %d\n\n/+NixOS default profile\n"
            .formatted(wanted)
        + limine(42, NEW)
        + limine(41, OLD)
        + "/Memtest\nprotocol: efi\npath: boot():/limine/memtest.efi\n";
  }

  private static String limine(int number, String system) {
    return """
    //Generation %d
    protocol: linux
    comment: NixOS 25.11 (Linux 6.12), built on 2026-01-01
    kernel_path: boot():/limine/kernels/k-linux-6.12-bzImage#ab12
    cmdline: init=%s/init loglevel=4
    module_path: boot():/limine/kernels/%d-initrd#cd34
    """
        .formatted(number, system, number);
  }

  private static String image(String count, int number, String system) {
    return """
    nixos-generation-%d-x%s.efi
    ID=lanza
    PRETTY_NAME=NixOS
    VERSION_ID=Generation %d, 2026-01-01
    init=%s/init
    EFI\\nixos\\initrd-6.12-%d.efi
    EFI\\nixos\\kernel-6.12-abc.efi
    """
        .formatted(number, count, number, system, number);
  }

  static List<BootLoader> loaders() {
    return BootLoaders.ALL;
  }

  @Test
  void allAreInTheList() {
    assertThat(BootLoaders.ALL)
        .extracting(Object::getClass)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrder((Class[]) BootLoader.class.getPermittedSubclasses());
    assertThat(BootLoaders.ALL).extracting(BootLoader::label).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("loaders")
  void readsItsOwnMenuAndNoOther(BootLoader loader) {
    BootTree tree = example(loader).tree(example(loader).texts());

    assertThat(tree.menus()).singleElement().extracting(BootMenu::loader).isEqualTo(loader);
    BootMenu menu = tree.menu(loader).orElseThrow();
    assertThat(menu.lists(NEW, 42)).isTrue();
    assertThat(menu.lists(OLD, 41)).isTrue();
    assertThat(menu.lists(OLD + "x")).isFalse();
    assertThat(tree.lists(NEW)).isTrue();
    assertThat(loader.read(Map.of())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("loaders")
  void startsItsDefaultAndWhatWasMadeTheDefault(BootLoader loader) {
    Example example = example(loader);
    BootTree tree = example.tree(example.texts());
    BootTree older = example.tree(example.older());

    assertThat(tree.byDefault()).map(LoaderEntry::toplevel).contains(NEW);
    assertThat(older.byDefault()).map(LoaderEntry::toplevel).contains(OLD);
    assertThat(tree.menu(loader).orElseThrow().unsaved()).isEmpty();
    String unsaved = older.menu(loader).orElseThrow().unsaved();
    assertThat(unsaved).isEqualTo(loader.keptChoice().isPresent() ? NEW : "");
  }

  /** By its own file alone: where nothing of the installed system can run. */
  @ParameterizedTest
  @MethodSource("loaders")
  void anEntryIsMadeTheDefaultByItsOwnFile(BootLoader loader) {
    Example example = example(loader);
    // Whatever was the default, or was chosen before.
    for (Map<String, List<String>> texts : List.of(example.texts(), example.older())) {
      String key =
          loader.defaultFile().orElseThrow().endsWith("loader.conf") ? "conf" : first(loader);
      String text = texts.getOrDefault(key, List.of("timeout 5\npreferred nixos-*\n")).getFirst();
      List<LoaderEntry> entries = example.tree(texts).menu(loader).orElseThrow().entries();
      for (String system : List.of(OLD, NEW, OLD)) {
        LoaderEntry entry =
            entries.stream().filter(one -> one.toplevel().equals(system)).findFirst().orElseThrow();
        text = loader.withDefault(text, entry).orElseThrow();
        var written = new java.util.HashMap<>(texts);
        written.put(key, List.of(text));
        BootTree tree = example.tree(written);
        assertThat(tree.byDefault()).map(LoaderEntry::toplevel).contains(system);
        assertThat(tree.menu(loader).orElseThrow().entries()).isEqualTo(entries);
        assertThat(loader.withDefault(text, entry)).contains(text);
      }
    }
  }

  private static String first(BootLoader loader) {
    return example(loader).texts().keySet().iterator().next();
  }

  @ParameterizedTest
  @MethodSource("loaders")
  void tellsWhichFilesAnEntryNeeds(BootLoader loader) {
    Example example = example(loader);
    var named = new ArrayList<String>();
    for (LoaderEntry entry : example.tree(example.texts()).menu(loader).orElseThrow().entries()) {
      if (!entry.toplevel().isEmpty()) {
        named.addAll(entry.files());
      }
    }
    assertThat(named.stream().distinct()).containsExactlyInAnyOrderElementsOf(example.copies());
    assertThat(named).allMatch(file -> file.startsWith(loader.folder() + "/"));
  }

  @ParameterizedTest
  @MethodSource("loaders")
  void knowsTheFilesOfItsMenu(BootLoader loader) {
    for (String file : example(loader).menuFiles()) {
      assertThat(BootLoader.reading(file)).contains(loader);
      assertThat(BootLoader.isSingleEntry(file)).isEqualTo(loader.isEntry(file));
      // What is written under another name first may be left there half done.
      assertThat(loader.writesMenu(file + ".tmp")).isEqualTo(!loader.hidesFiles());
    }
    assertThat(BootLoader.reading("/EFI/fedora/other.cfg")).isEmpty();
    assertThat(loader.writesMenu(loader.folder() + "/k.tmp")).isFalse();
    loader
        .menuText()
        .ifPresentOrElse(
            text -> assertThat(example(loader).menuFiles()).containsExactly(text),
            () -> assertThat(loader.readsStore()).isFalse());
  }

  @ParameterizedTest
  @MethodSource("loaders")
  void theEntriesInItsMenusTextCanBeToldApart(BootLoader loader) {
    Example example = example(loader);
    var blocks = new ArrayList<MenuBlock>();
    List<String> texts =
        example.texts().entrySet().stream()
            .filter(text -> !text.getKey().equals("conf"))
            .flatMap(text -> text.getValue().stream())
            .toList();
    for (int i = 0; i < texts.size(); i++) {
      blocks.addAll(MenuBlock.of(example.menuFiles().get(i), texts.get(i)));
    }
    assertThat(blocks).allMatch(block -> block.inits().size() <= 1);
    assertThat(blocks.stream().flatMap(block -> block.inits().stream())).contains(OLD, NEW);
    assertThat(example.copies())
        .allMatch(copy -> blocks.stream().anyMatch(block -> block.names(copy)));
  }

  @ParameterizedTest
  @MethodSource("loaders")
  void tellsWhatTheFirmwareStartsAndWhatLimitsIt(BootLoader loader) {
    String program = example(loader).program();
    assertThat(loader.isProgram(program)).isEqualTo(!program.isEmpty());
    assertThat(loader.isProgram("/EFI/Microsoft/Boot/bootmgfw.efi")).isFalse();
    assertThat(loader.isProgram("/EFI/nixos/k-linux-6.12-bzImage.efi")).isFalse();
    assertThat(loader.limit()).matches("[a-zA-Z]+");
    assertThat(loader.folder()).matches("(/[A-Za-z]+)+");
  }
}
