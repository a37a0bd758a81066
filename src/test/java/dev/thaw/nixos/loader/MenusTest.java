package dev.thaw.nixos.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which system a boot loader's menu starts when nobody chooses. */
class MenusTest {

  private static final String A = "/nix/store/a-nixos-system-x-1";
  private static final String B = "/nix/store/b-nixos-system-x-2";
  private static final String C = "/nix/store/c-nixos-system-x-3";

  /** As NixOS writes it, with an entry that was chosen once and the last one kept. */
  static final String GRUB =
      """
      if [ -s $prefix/grubenv ]; then
        load_env
      fi
      if [ "${next_entry}" ]; then
        set default="${next_entry}"
        set next_entry=
        save_env next_entry
        set timeout=1
        set boot_once=true
      else
        set default=DEFAULT
        set timeout=5
      fi
      function savedefault {
        if [ -z "${boot_once}" ]; then saved_entry="${chosen}"; save_env saved_entry; fi
      }
      menuentry "Windows" { insmod chain
       chainloader /EFI/Microsoft/Boot/bootmgfw.efi }
      menuentry "NixOS - Default" --class nixos --id nixos {
        linux ($drive1)//kernels/k init=/nix/store/a-nixos-system-x-1/init loglevel=4
      }
      submenu "NixOS - All configurations" --class submenu {
        menuentry 'NixOS - Configuration 2 ($x)' $menuentry_id_option 'two' {
          linux ($drive1)//kernels/k init=/nix/store/b-nixos-system-x-2/init
        }
        menuentry "NixOS - Configuration 3" {
          # init=/nix/store/z/init
          linux ($drive1)//kernels/k init=/nix/store/c-nixos-system-x-3/init
        }
      }
      """;

  static String resource(String name) {
    try (InputStream in = MenusTest.class.getResourceAsStream("printed/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<BootMenu> menu(String configuration, String kept) {
    return new Grub().read(Map.of("grub", List.of(configuration), "grubenv", List.of(kept)));
  }

  private static List<String> grubs(String configuration, String kept) {
    return TestMenus.systems(menu(configuration, kept));
  }

  private static String unsaved(String configuration, String kept) {
    return menu(configuration, kept).map(BootMenu::unsaved).orElse("");
  }

  private static List<String> extlinux(String text) {
    return TestMenus.systems(new Extlinux().read(Map.of("extlinux", List.of(text))));
  }

  private static List<String> limine(String text) {
    return TestMenus.systems(new Limine().read(Map.of("limine", List.of(text))));
  }

  private static String grub(String wanted, String environment) {
    return grubs(GRUB.replace("DEFAULT", wanted), environment).getFirst();
  }

  @Test
  void aNumberCountsTheEntriesAndSubmenus() {
    assertThat(grubs(resource("default.grub"), "").getFirst())
        .isEqualTo(
            "/nix/store/aaaaaaaawgn1ymalrn3nka41kf2051ha0-nixos-system-nixos-22.05.2019.d9536b9b1e3");
    assertThat(grubs(resource("default.grub"), "")).hasSize(2);
    String bare = resource("default.grub").replace("set default=", "default=");
    assertThat(grubs(bare, "")).isEqualTo(grubs(resource("default.grub"), ""));
  }

  @ParameterizedTest
  @CsvSource({
    "0, ''",
    "1, /nix/store/a-nixos-system-x-1",
    "2, /nix/store/b-nixos-system-x-2",
    "2>1, /nix/store/c-nixos-system-x-3",
    "9, ''",
    "nixos, /nix/store/a-nixos-system-x-1",
    "NixOS - Default, /nix/store/a-nixos-system-x-1",
    "NixOS - All configurations>two, /nix/store/b-nixos-system-x-2",
    "NixOS - All configurations>NixOS - Configuration 3, /nix/store/c-nixos-system-x-3",
    "NixOS - All configurations>NixOS - Configuration 2 ($x), /nix/store/b-nixos-system-x-2",
  })
  void titlesIdsAndPathsChooseToo(String wanted, String toplevel) {
    assertThat(grub("'" + wanted + "'", "")).isEqualTo(toplevel);
  }

  @Test
  void whatGrubKeptDecides() {
    String kept = "# GRUB Environment Block\nsaved_entry=2>1\n###########";
    assertThat(grub("\"${saved_entry}\"", kept)).isEqualTo(C);
    assertThat(grub("\"${saved_entry}\"", "")).isEmpty();
    assertThat(grub("1", "next_entry=two\n")).as("an id in a submenu is no name here").isEmpty();
    assertThat(grub("1", "next_entry=2>two\n")).isEqualTo(B);
  }

  @Test
  void tellsWhatGrubWouldStartIfItHadKeptNothing() {
    String menu = GRUB.replace("DEFAULT", "\"${saved_entry}\"");
    assertThat(unsaved(menu, "saved_entry=2>1\n")).as("Windows").isEmpty();
    assertThat(unsaved(GRUB.replace("DEFAULT", "1"), "next_entry=2>two\n")).isEqualTo(A);
    assertThat(unsaved(GRUB.replace("DEFAULT", "1"), "saved_entry=2>1\n")).isEmpty();
    assertThat(unsaved("", "")).isEmpty();
  }

  /**
   * /boot in a subvolume or a dataset, copies or the store itself: as install-grub.pl names them.
   */
  @ParameterizedTest
  @CsvSource({
    "($drive1)/kernels/a-bzImage, /kernels/a-bzImage",
    "($drive1)//kernels/a-bzImage, /kernels/a-bzImage",
    "($drive1)/boot/kernels/a-bzImage, /kernels/a-bzImage",
    "($drive1)/@root/boot/kernels/a-bzImage, /kernels/a-bzImage",
    "($drive1)/sys/root/@/boot/kernels/a-bzImage, /kernels/a-bzImage",
    "($drive2)/store/a/bzImage, /store/a/bzImage",
    "($drive2)/@nix/store/a/bzImage, /@nix/store/a/bzImage",
    "'(hd0,1)/nix/store/a/kernels/b/bzImage', /nix/store/a/kernels/b/bzImage"
  })
  void aCopyIsNamedAsItLiesInBoot(String named, String seen) {
    String entry = "menuentry NixOS {\n linux %s init=%s/init\n}\n".formatted(named, A);
    assertThat(menu(entry, "").orElseThrow().entries())
        .singleElement()
        .extracting(LoaderEntry::linux)
        .isEqualTo(seen);
    assertThat(LoaderEntry.isInStore(seen, "/nix/store/a/bzImage"))
        .isEqualTo(named.contains("store/a/bzImage"));
  }

  @Test
  void extlinuxStartsItsDefault() {
    assertThat(extlinux(resource("default.extlinux")))
        .containsExactly(
            "/nix/store/bbbbbbbbcq4ix2k8624649zj8xqzkxc0-nixos-system-nixos-23.05.20230601.aaaaaaa",
            "/nix/store/a5gnycsy3cq4ix2k8624649zj8xqzkxc-nixos-system-nixos-23.05.20230624.3ef8b37");
    assertThat(
            extlinux(
                "label x\n append init=%s/init\nlabel y\n menu default\n append init=%s/init\n"
                    .formatted(A, B)))
        .containsExactly(B, A);
  }

  @ParameterizedTest
  @CsvSource({
    "2, /nix/store/a-nixos-system-x-1",
    "1, /nix/store/a-nixos-system-x-1",
    "3, /nix/store/b-nixos-system-x-2",
    "5, /nix/store/c-nixos-system-x-3",
    "9, ''",
  })
  void limineCountsWhatItsMenuShows(String number, String toplevel) {
    String conf =
        """
        timeout: 5
        default_entry: %s
        /+NixOS default profile
        //Generation 2
        protocol: linux
        cmdline: init=%s/init loglevel=4
        //Generation 1
        cmdline: init=%s/init
        /Tools
        //Memtest
        protocol: efi
        /Old
        cmdline: init=%s/init
        """
            .formatted(number, A, B, C);
    List<String> found = limine(conf);
    assertThat(found.isEmpty() || !found.contains(toplevel) ? "" : found.getFirst())
        .isEqualTo(toplevel);
  }

  @Test
  void limineHasTheHashesOfItsFiles() {
    String conf =
        """
        /NixOS
        protocol: linux
        kernel_path: boot():/limine/kernels/a-bzImage#%s
        module_path: boot():/limine/kernels/a-initrd#ab12
        cmdline: init=%s/init
        """
            .formatted("Ab".repeat(64), A);
    LoaderEntry entry =
        new Limine().read(Map.of("limine", List.of(conf))).orElseThrow().entries().getFirst();
    assertThat(entry.linux()).isEqualTo("/limine/kernels/a-bzImage");
    // What is too short to be one is no hash.
    assertThat(entry.hashes())
        .isEqualTo(Map.of("/limine/kernels/a-bzImage", "blake2b " + "ab".repeat(64)));
  }

  @Test
  void limineTakesTheFirstOfSeveralDefaults() {
    String conf =
        """
        Default_Entry: 2
        default_entry: 1
        /Older
        cmdline: init=%s/init
        default_entry: 1
        /Newer
        cmdline: init=%s/init
        """
            .formatted(A, B);
    assertThat(limine(conf)).containsExactly(B, A);
    assertThat(limine(conf.substring(conf.indexOf('/')))).containsExactly(A, B);
  }

  private static BootTree tree(String file, List<String> entries, String... images) {
    Map<String, List<String>> texts = Map.of("entries", entries, "uki", List.of(images));
    return new BootTree(
        -1,
        -1,
        Map.of(file, 1L),
        BootLoaders.ALL.stream().flatMap(loader -> loader.read(texts).stream()).toList());
  }

  private static String started(BootTree tree) {
    return tree.byDefault().map(LoaderEntry::toplevel).orElse("");
  }

  @Test
  void anEntryWithoutItsKernelComesAfterUnifiedImagesThatStart() {
    String left =
        "nixos-generation-3.conf\0"
            + ("title NixOS\n"
                + "sort-key nixos\n"
                + "version Generation 3\n"
                + "linux /EFI/nixos/gone.efi\n"
                + "options init="
                + A
                + "/init\n");
    BootTree tree =
        tree(
            "/EFI/Linux/nixos-generation-10-x.efi",
            List.of(left),
            "nixos-generation-10-x.efi\ninit=" + B + "/init\n");
    assertThat(started(tree)).isEqualTo(B);
    assertThat(tree.entries()).hasSize(1);
  }

  @Test
  void unifiedImagesAreSortedWithTheOtherEntries() {
    String old = "ID=lanza\nVERSION_ID=\"Generation 9, 2026-01-01\"\ninit=" + A + "/init\n";
    String fresh = "ID=lanza\nVERSION_ID=\"Generation 10, 2026-01-02\"\ninit=" + B + "/init\n";
    assertThat(started(tree("/x", List.of(), "a.efi\n" + old, "b.efi\n" + fresh))).isEqualTo(B);
    assertThat(started(tree("/x", List.of(), "a.efi\n" + old, "b+0-2.efi\n" + fresh)))
        .as("one that is counted out")
        .isEqualTo(A);
    String other = ("a.conf\0" + "sort-key aaa\nversion 1\noptions init=" + C + "/init\n");
    assertThat(started(tree("/x", List.of(other), "b.efi\n" + fresh))).isEqualTo(C);
  }

  @Test
  void withoutASortKeyTheFilesNameDecidesAlone() {
    var older = LoaderEntry.parse("nixos-2.conf", "version 1\n");
    var newer = LoaderEntry.parse("nixos-1.conf", "version 9\n");
    assertThat(LoaderConf.NONE.choose(List.of(newer, older))).contains(older);
    var keyed = LoaderEntry.parse("a.conf", "sort-key x\nversion 1\n");
    assertThat(LoaderConf.NONE.choose(List.of(newer, older, keyed))).contains(keyed);
  }

  @ParameterizedTest
  @CsvSource({
    "nixos-*, nixos-a.conf, true",
    "NIXOS-?.conf, nixos-a.conf, true",
    "nixos-[a-c]*, nixos-b.conf, true",
    "nixos-[!a-c]*, nixos-b.conf, false",
    "nixos-[]x]*, nixos-].conf, true",
    "nixos-[.conf, nixos-[.conf, true",
    "*a*b*c, xaybzc, true",
    "*a*b*c, xaybz, false",
    "'', '', true",
  })
  void patternsAreThoseOfFnmatch(String pattern, String name, boolean matches) {
    assertThat(Glob.matches(pattern, name)).isEqualTo(matches);
  }

  @Test
  void dozensOfStarsTakeNoTime() {
    var entry = LoaderEntry.parse("a".repeat(4000) + ".conf", "");
    assertThat(LoaderConf.named("a*".repeat(1000) + "b", List.of(entry))).isEmpty();
  }
}
