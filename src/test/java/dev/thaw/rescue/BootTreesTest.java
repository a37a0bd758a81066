package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.machine.Command;
import dev.thaw.machine.LocalMachine;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.BootFile;
import dev.thaw.nixos.BootSpace;
import dev.thaw.nixos.BootSpaces;
import dev.thaw.nixos.Configuration;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.GenerationBuilder;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.InstallationBuilder;
import dev.thaw.nixos.PartitionBuilder;
import dev.thaw.nixos.loader.BootTree;
import dev.thaw.nixos.loader.Extlinux;
import dev.thaw.nixos.loader.Grub;
import dev.thaw.nixos.loader.Limine;
import dev.thaw.nixos.loader.LoaderEntry;
import dev.thaw.nixos.loader.TestMenus;
import dev.thaw.nixos.loader.UnifiedImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes and what stays in trees as the real loaders lay them out, read by the real script. */
class BootTreesTest {

  private static final int INITRD = 20_000;
  private static final int KERNEL = 10_000;

  @TempDir private Path root;

  private final List<String> mountPoints = new ArrayList<>(List.of("/boot"));
  private final List<LoaderEntry> entries = new ArrayList<>();
  private final List<Generation> generations = new ArrayList<>();
  private String configuration = "{ }";

  private void file(String path, String text) throws IOException {
    Path file = root.resolve(path.substring(1));
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void file(String path, int size) throws IOException {
    file(path, "x".repeat(size));
  }

  private static String store(int number, String name) {
    return "/nix/store/" + "%032d".formatted(number) + "-" + name;
  }

  private static String toplevel(int number) {
    return store(number, "nixos-system-atlas");
  }

  private static String initrd(int number) {
    return "%032d-initrd-linux-6.12-initrd".formatted(number);
  }

  private static final String BZIMAGE = "00000000000000000000000000000000-linux-6.12-bzImage";

  /** Each with an initrd of its own, all with the same kernel. */
  private void generations(int current, int byDefault, int... numbers) {
    for (int number : numbers) {
      generations.addFirst(
          GenerationBuilder.generation(number, toplevel(number))
              .date(Instant.ofEpochSecond(number))
              .marked(number == current, number == byDefault, true)
              .files(
                  new BootFile(store(0, "linux-6.12/bzImage"), KERNEL, "", -1, false),
                  new BootFile(store(number, "initrd-linux-6.12/initrd"), INITRD, "", -1, false))
              .build());
    }
  }

  private Installation installation() {
    var tree = TestMenus.tree(java.util.Map.of("/x", 1L), TestMenus.systemdBoot(entries));
    return InstallationBuilder.installation(toplevel(1))
        .at(root.toString())
        .generations(generations)
        .boots(
            mountPoints.stream()
                .map(point ->
                    PartitionBuilder.esp("/dev" + point, "", point).untyped().holding(tree).build())
                .toList(),
            BootTree.EMPTY)
        .configuration(
            new Configuration(
                "/etc/nixos",
                List.of(
                    new Configuration.ConfigFile(
                        "/etc/nixos/configuration.nix",
                        configuration.length(),
                        configuration,
                        true)),
                Optional.empty(),
                List.of()))
        .build();
  }

  private List<BootSpace> look(long free) {
    try (var machine = new LocalMachine(null)) {
      return BootSpaces.look(machine, installation(), root.toString()).stream()
          .map(space ->
              new BootSpace(
                  space.mountPoint(),
                  space.device(),
                  space.loader(),
                  space.copies(),
                  512,
                  free,
                  space.files(),
                  space.menus()))
          .toList();
    }
  }

  private BootRoom plan(long free, boolean hangs) {
    return BootRoom.plan(installation(), look(free), OptionalInt.empty(), () -> hangs, () -> false);
  }

  private List<String> all() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(path -> "/" + root.relativize(path))
          .sorted()
          .toList();
    }
  }

  /** As install-grub.pl writes it. */
  private void grub(int... numbers) throws IOException {
    var menu = new StringBuilder("search --set=drive1 --fs-uuid 3C1A\nset default=0\n");
    for (int i = numbers.length - 1; i >= -1; i--) {
      int number = i < 0 ? numbers[numbers.length - 1] : numbers[i];
      menu.append("menuentry \"NixOS - %d\" {\n".formatted(number))
          .append("  linux ($drive1)//kernels/" + BZIMAGE + " init=" + toplevel(number) + "/init\n")
          .append("  initrd ($drive1)//kernels/" + initrd(number) + "\n}\n\n");
      file("/boot/kernels/" + initrd(number), INITRD);
    }
    menu.append(
        "menuentry \"Other\" {\n  linux ($drive1)//kernels/other-bzImage root=/dev/sdb\n}\n");
    file("/boot/kernels/" + BZIMAGE, KERNEL);
    file("/boot/kernels/other-bzImage", KERNEL);
    file("/boot/grub/grub.cfg", menu.toString());
  }

  @Test
  void ofGrubsCopiesTheUnreferencedAndTheHalvesGoAndWhatAnyEntryNamesStays() throws IOException {
    generations(3, 3, 1, 2, 3);
    grub(1, 2, 3);
    file("/boot/kernels/" + initrd(9), 40_000);
    file("/boot/kernels/" + initrd(8) + ".tmp", 40_000);

    assertThat(look(0).getFirst().loader()).isEqualTo(new Grub());
    BootRoom room = plan(8_000, false);
    assertThat(room.halves()).containsOnlyKeys("/boot");
    assertThat(room.halves().get("/boot")).containsExactly("/kernels/" + initrd(8) + ".tmp");
    assertThat(room.unreferenced()).as("the halves are enough").isEmpty();

    Files.delete(root.resolve("boot/kernels/" + initrd(8) + ".tmp"));
    room = plan(8_000, false);
    assertThat(room.unreferenced().get("/boot")).containsExactly("/kernels/" + initrd(9));
    assertThat(room.old()).isEmpty();
  }

  @Test
  void theOldestGenerationGoesWithItsLinkAndNotWithTheKernelThatOthersShare() throws IOException {
    generations(3, 3, 1, 2, 3);
    grub(1, 2, 3);
    BootRoom room = plan(25_000, false);
    assertThat(room.old()).extracting(Generation::number).containsExactly(1);
    assertThat(room.oldFiles().get("/boot")).containsExactly("/kernels/" + initrd(1));
    assertThat(room.remarks()).anyMatch(remark -> remark.startsWith("Generation 2 stays"));
    assertThatThrownBy(() -> plan(10, false))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessageContaining("too little room");
    assertThat(plan(10, true).hung()).map(Generation::number).contains(3);
    assertThat(new RoomSteps(room, "/mnt").free().getFirst().line())
        .endsWith("nix-env --profile /nix/var/nix/profiles/system --delete-generations 1");
  }

  @Test
  void aLoaderThatReadsTheStoreItselfWritesNoKernels() throws IOException {
    generations(3, 3, 3);
    file(
        "/boot/grub/grub.cfg",
        "menuentry \"NixOS\" {\n  linux ($drive2)/store/x/bzImage init="
            + toplevel(3)
            + "/init\n  initrd ($drive2)/store/y/initrd\n}\n");
    assertThat(look(0).getFirst().copies()).isFalse();
    assertThat(plan(0, false).isEnough()).isTrue();
  }

  @Test
  void extlinuxAndLimineAreReadByTheirOwnFoldersAndMenus() throws IOException {
    generations(3, 3, 2, 3);
    var menu = new StringBuilder("DEFAULT nixos-default\n");
    for (int number : new int[] {2, 3}) {
      menu.append("\nLABEL nixos-" + number + "\n  LINUX ../nixos/" + BZIMAGE)
          .append("\n  INITRD ../nixos/" + initrd(number))
          .append("\n  APPEND init=" + toplevel(number) + "/init loglevel=4\n");
      file("/boot/nixos/" + initrd(number), INITRD);
    }
    file("/boot/nixos/" + BZIMAGE, KERNEL);
    file("/boot/nixos/" + initrd(7), 40_000);
    file("/boot/extlinux/extlinux.conf", menu.toString());
    assertThat(look(0).getFirst().loader()).isEqualTo(new Extlinux());
    assertThat(plan(8_000, false).unreferenced().get("/boot"))
        .containsExactly("/nixos/" + initrd(7));

    mountPoints.set(0, "/efi");
    var limine = new StringBuilder("timeout: 5\n/+NixOS default profile\n");
    for (int number : new int[] {3, 2}) {
      limine
          .append("//Generation " + number + "\nprotocol: linux\nkernel_path: boot():")
          .append("/limine/kernels/" + BZIMAGE + "#ab\ncmdline: init=" + toplevel(number))
          .append("/init quiet\nmodule_path: boot():/limine/kernels/" + initrd(number) + "\n");
      file("/efi/limine/kernels/" + initrd(number), INITRD);
    }
    file("/efi/limine/kernels/" + BZIMAGE, KERNEL);
    file("/efi/limine/limine.conf", limine.toString());
    assertThat(look(0).getFirst().loader()).isEqualTo(new Limine());
    BootRoom room = plan(12_000, true);
    assertThat(room.unreferenced()).isEmpty();
    assertThat(room.hung()).map(Generation::number).contains(3);
    assertThat(room.hungFiles().get("/efi"))
        .as("generation 2 starts the same kernel")
        .containsExactly("/limine/kernels/" + initrd(3));
  }

  /** As systemd-boot-builder.py writes it. */
  private void systemdBoot(String point, int... numbers) throws IOException {
    for (int number : numbers) {
      file(
          point + "/loader/entries/nixos-generation-" + number + ".conf",
          "title NixOS\nversion Generation "
              + number
              + " NixOS\nlinux /EFI/nixos/"
              + BZIMAGE
              + ".efi\ninitrd /EFI/nixos/"
              + initrd(number)
              + ".efi\noptions init="
              + toplevel(number)
              + "/init quiet\n");
      file(point + "/EFI/nixos/" + initrd(number) + ".efi", INITRD);
    }
    file(point + "/EFI/nixos/" + BZIMAGE + ".efi", KERNEL);
  }

  @Test
  void anotherNixosOnTheSamePartitionAndOtherSystemsKeepAllTheirFiles() throws IOException {
    generations(3, 3, 1, 2, 3);
    systemdBoot("/boot", 1, 2, 3);
    // The other one's generation 7 lies in another store; Fedora's menu names a file in here.
    systemdBoot("/boot", 7);
    file("/boot/EFI/nixos/fedora-kernel.efi", 40_000);
    file("/boot/EFI/fedora/grub.cfg", "linux (hd0,1)/EFI/nixos/FEDORA-kernel.efi\n");
    file("/boot/EFI/Microsoft/Boot/bootmgfw.efi.tmp", 40_000);
    file("/boot/vmlinuz-linux", 40_000);
    BootRoom room = plan(25_000, false);
    assertThat(room.halves()).isEmpty();
    assertThat(room.unreferenced()).isEmpty();
    assertThat(room.oldFiles().get("/boot"))
        .containsExactlyInAnyOrder(
            "/loader/entries/nixos-generation-1.conf", "/EFI/nixos/" + initrd(1) + ".efi");
  }

  @Test
  void onAnExtendedBootPartitionTheRoomThereCountsAndTheEspDoesNot() throws IOException {
    mountPoints.add("/efi");
    generations(3, 3, 3);
    systemdBoot("/boot", 3);
    file("/efi/loader/loader.conf", "default nixos-generation-3.conf\n");
    file("/efi/EFI/systemd/systemd-bootx64.efi", 1000);
    assertThat(look(0)).extracting(BootSpace::mountPoint).containsExactly("/boot");
  }

  @Test
  void withTwoPartitionsOfMirroredCopiesRoomIsMadeOnBoth() throws IOException {
    generations(3, 3, 1, 2, 3);
    grub(1, 2, 3);
    mountPoints.add("/boot2");
    for (String path : all()) {
      file(path.replace("/boot/", "/boot2/"), Files.readString(root.resolve(path.substring(1))));
    }
    BootRoom room = plan(25_000, false);
    assertThat(room.oldFiles()).containsOnlyKeys("/boot", "/boot2");
    assertThat(new RoomSteps(room, "/mnt").free()).hasSize(3);
  }

  @Test
  void lanzabootesStubsTellWhatTheyStartAndOneThatIsSilentKeepsAll() throws IOException {
    generations(3, 3, 1, 2, 3);
    for (int number : new int[] {1, 2, 3}) {
      file(
          "/boot/EFI/Linux/nixos-generation-" + number + "-abc.efi",
          "MZ\0init="
              + toplevel(number)
              + "/init quiet\0\\EFI\\nixos\\kernel-0.efi\0\\EFI\\nixos\\initrd-"
              + number
              + ".efi\0");
      file("/boot/EFI/nixos/initrd-" + number + ".efi", INITRD);
    }
    file("/boot/EFI/nixos/kernel-0.efi", KERNEL);
    file("/boot/EFI/nixos/kernel-9.efi", 40_000);
    assertThat(look(0).getFirst().loader()).isEqualTo(new UnifiedImages());
    assertThat(look(0).getFirst().unreferenced(generations))
        .containsExactly("/EFI/nixos/kernel-9.efi");
    assertThat(look(0).getFirst().of(List.of(generations.getLast()), generations.subList(0, 2)))
        .containsExactly("/EFI/Linux/nixos-generation-1-abc.efi", "/EFI/nixos/initrd-1.efi");

    file("/boot/EFI/Linux/nixos-generation-4-abc.efi", "MZ\0init=" + toplevel(3) + "/init\0");
    assertThat(look(0).getFirst().unreferenced(generations)).isEmpty();
  }

  @Test
  void theNewestThatBootCountingBlessedStays() throws IOException {
    generations(4, 4, 1, 2, 3, 4);
    systemdBoot("/boot", 1, 2, 3, 4);
    for (String name :
        List.of("nixos-1.conf", "nixos-2.conf", "nixos-3+1-2.conf", "nixos-4+0-3.conf")) {
      int number = Integer.parseInt(name.substring(6, 7));
      entries.add(LoaderEntry.parse(name, "options init=" + toplevel(number) + "/init"));
    }
    BootRoom room = plan(0, false);
    assertThat(room.old()).extracting(Generation::number).containsExactly(1, 3);
    assertThat(room.remarks()).anyMatch(r -> r.contains("boot counting says that it started"));
  }

  @Test
  void whatFallsOutOfTheMenusLimitIsRemovedByTheInstallerItself() throws IOException {
    generations(3, 3, 1, 2, 3);
    systemdBoot("/boot", 1, 2, 3);
    assertThat(plan(25_000, false).isEnough()).isFalse();
    configuration = "{ boot.loader.systemd-boot.configurationLimit = 3; }";
    assertThat(plan(25_000, false).isEnough()).isTrue();
  }

  @Test
  void theRealScriptsTakeAwayAndPutBack() throws IOException {
    generations(3, 3, 1, 2, 3);
    systemdBoot("/boot", 1, 2, 3);
    List<String> before = all();
    BootRoom room = plan(25_000, false);
    Step making =
        new RoomSteps(room, root.toString())
            .free().stream()
                .filter(c -> c.action() instanceof FileAction.MakeRoom)
                .findFirst()
                .orElseThrow();
    try (var machine = new LocalMachine(null)) {
      assertThat(machine.run(making.command()).status()).isZero();
      assertThat(all())
          .contains("/var/lib/thaw/boot/EFI/nixos/" + initrd(1) + ".efi")
          .doesNotContain("/boot/EFI/nixos/" + initrd(1) + ".efi");
      assertThat(machine.run(making.command()).status()).as("once more").isZero();
      file("/boot/EFI/nixos/half.efi", 10);
      Command back = Command.changes("put back", making.undo().getLast().argv());
      assertThat(machine.run(back).status()).isZero();
      assertThat(all()).isEqualTo(before);
      assertThat(machine.run(back).status()).as("once more").isZero();
      assertThat(all()).isEqualTo(before);
    }
  }

  @Test
  void whatCannotBeKeptStaysWhereItMust() throws IOException {
    generations(3, 3, 3);
    systemdBoot("/boot", 3);
    BootRoom room = plan(12_000, true);
    // A link of the broken system leads nowhere outside of it, and a file stands where it is to be
    // kept.
    file("/var/lib/thaw", "in the way");
    Step keeping = new RoomSteps(room, root.toString()).replace().getLast();
    try (var machine = new LocalMachine(null)) {
      assertThat(machine.run(keeping.command()).status()).isEqualTo(1);
    }
    assertThat(all()).contains("/boot/EFI/nixos/" + initrd(3) + ".efi");
    Files.delete(root.resolve("var/lib/thaw"));
    Files.createSymbolicLink(root.resolve("var/lib/thaw"), Path.of("/srv/kept"));
    try (var machine = new LocalMachine(null)) {
      assertThat(machine.run(keeping.command()).status()).isZero();
    }
    assertThat(all()).contains("/srv/kept/boot/EFI/nixos/" + initrd(3) + ".efi");
  }

  @Test
  void anEntryThatCameUnderTheOldNameGivesWayToTheOneThatWasKept() throws IOException {
    generations(3, 3, 3);
    systemdBoot("/boot", 3);
    RoomSteps steps = new RoomSteps(plan(12_000, true), root.toString());
    Step keeping = steps.replace().getLast();
    Path entry = root.resolve("boot/loader/entries/nixos-generation-3.conf");
    String before = Files.readString(entry);
    Step written = Step.of("menu", new OtherAction.Line(List.of("true")));
    Step menu = steps.undoingAll(written, List.of(), Optional.empty());
    Command whole =
        Command.changes(
            "put back",
            menu.undo().stream()
                .map(Action::argv)
                .filter(undo -> undo.contains("whole"))
                .findFirst()
                .orElseThrow());
    Command mild = Command.changes("put back", keeping.undo().getLast().argv());
    try (var machine = new LocalMachine(null)) {
      assertThat(machine.run(keeping.command()).status()).isZero();
      file("/boot/loader/entries/nixos-generation-3.conf", "another");
      assertThat(machine.run(mild).status()).isZero();
      assertThat(entry).hasContent("another");
      assertThat(machine.run(whole).status()).isZero();
    }
    assertThat(entry).hasContent(before);
  }

  @Test
  void aNewerNumberOfAnOldSystemIsTakenOutAgainByUndo() throws IOException {
    generations(3, 3, 3);
    systemdBoot("/boot", 3);
    BootRoom room = plan(12_000, true);
    assertThat(room.hung()).isPresent();
    var making = new MakingRoom(installation(), room, new RoomSteps(room, root.toString()), false);
    List<Step> rolling =
        List.of(
            Step.of("newer", new SystemAction.SetGeneration("/mnt", toplevel(2), toplevel(2))),
            Step.of("menu", new SystemAction.WriteMenu("/mnt", toplevel(2), toplevel(2), false)));
    Step last = making.around(new Plan("Roll back", rolling, List.of())).steps().getLast();
    assertThat(last.undo())
        .anySatisfy(undo -> assertThat(undo.argv()).endsWith("--delete-generations", "4"));
  }
}
