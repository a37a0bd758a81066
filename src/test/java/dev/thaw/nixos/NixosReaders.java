package dev.thaw.nixos;

import dev.thaw.fuzz.FuzzedReader;
import dev.thaw.machine.MachineReaders;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The readers of this room, for the fuzzer. */
public final class NixosReaders {

  private static final Installation INSTALLATION =
      SurveyReader.read(MachineReaders.sections(resource("article.survey"))).getFirst();

  private NixosReaders() {}

  /** All of them. */
  public static List<FuzzedReader> all() {
    return List.of(
        new FuzzedReader(
            "survey",
            List.of(
                SurveyReader.class,
                BootReader.class,
                GenerationReader.class,
                ConfigurationReader.class,
                Fields.class),
            Stream.of("article.survey", "flake.survey", "luks-open.survey")
                .map(NixosReaders::resource)
                .toList(),
            bytes -> SurveyReader.read(MachineReaders.sections(bytes))),
        FuzzedReader.ofText(
            "grub",
            List.of(GrubMenu.class, GrubScript.class),
            text -> GrubMenu.toplevels(text, "saved_entry=1>2\n"),
            text("printed/default.grub"),
            MenusTest.GRUB),
        FuzzedReader.ofText(
            "grubenv",
            List.of(GrubMenu.class),
            text -> GrubMenu.toplevels(MenusTest.GRUB, text),
            "# GRUB Environment Block\nsaved_entry=2>1\nnext_entry=two\n####"),
        FuzzedReader.ofText(
            "extlinux",
            List.of(PlainMenus.class),
            PlainMenus::extlinux,
            text("printed/default.extlinux")),
        FuzzedReader.ofText(
            "limine",
            List.of(PlainMenus.class),
            PlainMenus::limine,
            "default_entry: 2\n"
                + "/+NixOS\n"
                + "//Generation 1\n"
                + "cmdline: init=/nix/store/a/init x\n"
                + "/Other\n"),
        new FuzzedReader(
            "boot-spaces",
            List.of(BootSpaces.class),
            List.of(
                MachineReaders.printed(
                    Map.of(
                        "space 1",
                        "100 4096\n",
                        "files 1",
                        "EFI/nixos/k.efi\0" + "5\0",
                        "menus 1",
                        "loader/entries/a.conf\0" + "8\0linux /k",
                        "images 1",
                        "/EFI/Linux/a.efi\0a b\0"))),
            bytes ->
                BootSpaces.read(
                    MachineReaders.sections(bytes), INSTALLATION, Map.of("/boot", "/mnt/boot"))),
        FuzzedReader.ofText(
            "menu-blocks",
            List.of(MenuBlock.class),
            text -> {
              MenuBlock.of("/grub/grub.cfg", text);
              MenuBlock.of("/extlinux/extlinux.conf", text);
              MenuBlock.of("/limine/limine.conf", text);
            },
            text("printed/default.grub"),
            text("printed/default.extlinux")),
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
            "timeout 5\ndefault nixos-*-[a-z]?.conf\npreferred @saved\n"),
        FuzzedReader.ofText(
            "fstab",
            List.of(Fstab.class, FstabEntry.class),
            text ->
                Fstab.parse(text)
                    .entries()
                    .forEach(entry -> {
                      entry.kind();
                      entry.identifier();
                      entry.subvolume();
                    }),
            "UUID=1 / ext4 defaults 0 1\n"
                + "LABEL=a\\040b /mnt/caf\\303\\251 btrfs subvol=@,x-initrd.mount\n"
                + "# x\n"),
        FuzzedReader.ofText(
            "boot-spec",
            List.of(BootSpec.class),
            BootSpec::parse,
            "{\"org.nixos.bootspec.v1\":{\"toplevel\":\"/t\",\"kernel\":\"/k\",\"kernelParams\":[\"a\"],\"initrdSecrets\":null},"
                + "\"org.nixos.specialisation.v1\":{\"x\":{\"org.nixos.bootspec.v1\":{\"toplevel\":\"/u\",\"kernel\":\"/k\"}}}}"),
        FuzzedReader.ofText(
            "pairs",
            List.of(Fields.class),
            Fields::pairs,
            "KNAME=\"/dev/sda1\" SIZE=\"5\" LABEL=\"a\\x20b\" MAJ:MIN=\"8:1\"\n"));
  }

  private static String text(String name) {
    return new String(resource(name), StandardCharsets.UTF_8);
  }

  private static byte[] resource(String name) {
    try (InputStream in = NixosReaders.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
