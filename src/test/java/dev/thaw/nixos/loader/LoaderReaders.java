package dev.thaw.nixos.loader;

import dev.thaw.fuzz.FuzzedReader;
import java.util.List;
import java.util.Map;

/** The readers of this room, for the fuzzer. */
public final class LoaderReaders {

  private LoaderReaders() {}

  /** All of them. */
  public static List<FuzzedReader> all() {
    return List.of(
        FuzzedReader.ofText(
            "grub",
            List.of(Grub.class, GrubMenu.class, GrubScript.class),
            text ->
                new Grub()
                    .read(Map.of("grub", List.of(text), "grubenv", List.of("saved_entry=1>2\n"))),
            MenusTest.resource("default.grub"),
            MenusTest.GRUB),
        FuzzedReader.ofText(
            "grubenv",
            List.of(GrubMenu.class),
            text ->
                new Grub().read(Map.of("grub", List.of(MenusTest.GRUB), "grubenv", List.of(text))),
            "# GRUB Environment Block\nsaved_entry=2>1\nnext_entry=two\n####"),
        FuzzedReader.ofText(
            "extlinux",
            List.of(Extlinux.class, Draft.class),
            text -> new Extlinux().read(Map.of("extlinux", List.of(text))),
            MenusTest.resource("default.extlinux")),
        FuzzedReader.ofText(
            "limine",
            List.of(Limine.class, Draft.class),
            text -> new Limine().read(Map.of("limine", List.of(text))),
            "default_entry: 2\n"
                + "/+NixOS\n"
                + "//Generation 1\n"
                + "kernel_path: boot():/limine/kernels/a-bzImage#ab\n"
                + "cmdline: init=/nix/store/a/init x\n"
                + "/Other\n"),
        FuzzedReader.ofText(
            "unified-image",
            List.of(UnifiedImages.class),
            text -> new UnifiedImages().read(Map.of("uki", List.of(text))),
            "a.efi\nID=lanza\nVERSION_ID=\"Generation 9\"\ninit=/nix/store/a/init\n"),
        FuzzedReader.ofText(
            "menu-blocks",
            List.of(MenuBlock.class),
            text -> {
              MenuBlock.of("/grub/grub.cfg", text);
              MenuBlock.of("/extlinux/extlinux.conf", text);
              MenuBlock.of("/limine/limine.conf", text);
            },
            MenusTest.resource("default.grub"),
            MenusTest.resource("default.extlinux")),
        FuzzedReader.ofText(
            "loader-entry",
            List.of(LoaderEntry.class, Versions.class),
            text -> {
              LoaderEntry entry = LoaderEntry.parse(text.lines().findFirst().orElse(""), text);
              entry.generation();
              entry.triesLeft();
              entry.toplevel();
              LoaderConf.NONE.choose(
                  List.of(entry, LoaderEntry.parse("b.conf", "version 1.2~3\n")));
            },
            "x+2-1.conf\n"
                + "title NixOS\n"
                + "sort-key nixos\n"
                + "version Generation 42 NixOS 25.11\n"
                + "linux /a\n"
                + "options init=/x/init\n"),
        FuzzedReader.ofText(
            "loader-conf",
            List.of(LoaderConf.class, Glob.class),
            text ->
                LoaderConf.parse(text)
                    .choose(List.of(LoaderEntry.parse("nixos-generation-1.conf", text))),
            "timeout 5\ndefault nixos-*-[a-z]?.conf\npreferred @saved\n"));
  }
}
