package dev.thaw.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.machine.LocalMachine;
import dev.thaw.nixos.BootFile;
import dev.thaw.nixos.BootPartition;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.PartitionBuilder;
import dev.thaw.nixos.loader.BootTree;
import dev.thaw.nixos.loader.Grub;
import dev.thaw.nixos.loader.LoaderEntry;
import dev.thaw.nixos.loader.TestMenus;
import dev.thaw.rescue.Installed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootCheckTest {

  @TempDir Path root;

  @BeforeEach
  void putTheKernelInTheStoreAndOnTheBootPartition() throws IOException {
    Files.createDirectories(root.resolve("nix/store"));
    Files.createDirectories(root.resolve("boot/EFI/nixos"));
    Files.writeString(root.resolve("nix/store/k"), "hello");
    Files.writeString(root.resolve("boot/EFI/nixos/k.efi"), "hello");
  }

  @Test
  void holdsWhenTheDefaultLeadsThereAndTheFilesAreTheStores() {
    BootCheck check = check(Installed.generation(58, true, true, true));

    assertThat(check.holds()).as(check.toString()).isTrue();
    assertThat(check.toString()).contains("ok   the initrd on the boot partition is the store's");
  }

  @Test
  void saysThatTheProfileMovedAndTheBootLoaderDidNot() {
    BootCheck check =
        check(
            Installed.generation(58, true, false, true),
            Installed.generation(57, false, true, true));

    assertThat(check.holds()).isFalse();
    assertThat(check.toString())
        .contains("NOT  the boot menu's default leads to it: the default is still generation 57");
    assertThat(check.checks())
        .filteredOn(c -> !c.holds())
        .first()
        .satisfies(c ->
            assertThat(c.next()).contains("lists it and starts another").doesNotContain("rebuild"));
  }

  @Test
  void seesASingleByteThatDiffersAlthoughTheSizesAreEqual() throws IOException {
    Files.writeString(root.resolve("boot/EFI/nixos/k.efi"), "hellO");

    BootCheck check = check(Installed.generation(58, true, true, true));

    assertThat(check.toString()).contains("NOT  the kernel").contains("differs from /nix/store/k");
  }

  @Test
  void seesAGenerationWhoseFilesAreGone() {
    assertThat(check(Installed.generation(58, true, true, false)).toString())
        .contains("NOT  generation 58 is complete in the store");
  }

  @Test
  void anInitrdMayGrowByItsSecretsButOnlyAtItsEnd() throws IOException {
    Files.writeString(root.resolve("nix/store/i"), "initrd");
    Files.writeString(root.resolve("boot/EFI/nixos/i.efi"), "initrd and secrets");
    var initrd = new BootFile("/nix/store/i", 6, "/EFI/nixos/i.efi", 18, true);

    assertThat(check(generation(KERNEL, initrd)).holds()).isTrue();

    Files.writeString(root.resolve("boot/EFI/nixos/i.efi"), "inirtd and secrets");
    assertThat(check(generation(KERNEL, initrd)).toString()).contains("NOT  the initrd");

    Files.writeString(root.resolve("boot/EFI/nixos/i.efi"), "init");
    assertThat(check(generation(KERNEL, initrd)).toString()).contains("NOT  the initrd");
  }

  @Test
  void anInitrdWithoutSecretsMayNotGrow() throws IOException {
    Files.writeString(root.resolve("boot/EFI/nixos/k.efi"), "hello and more");

    assertThat(check(Installed.generation(58, true, true, true)).holds()).isFalse();
  }

  @Test
  void findsTheCopiesOfGrubBesideItsMenuAndNotOnTheEsp() throws IOException {
    Files.createDirectories(root.resolve("boot/kernels"));
    Files.writeString(root.resolve("boot/kernels/k"), "hello");
    var copy = new BootFile("/nix/store/k", 5, "/kernels/k", 5, false);

    BootCheck check =
        check(
            List.of(partition("/boot/efi", BootTree.EMPTY, true)),
            grub(Map.of("/grub/grub.cfg", 9L, "/kernels/k", 5L)),
            generation(copy, copy));

    assertThat(check.holds()).as(check.toString()).isTrue();
    assertThat(check.toString()).contains("byte for byte: /boot/kernels/k");
  }

  @Test
  void findsTheCopiesOnTheExtendedBootPartitionThatListsTheGeneration() throws IOException {
    Files.createDirectories(root.resolve("efi/EFI/nixos"));
    Files.writeString(root.resolve("efi/EFI/nixos/k.efi"), "stale");
    Map<String, Long> files = Map.of("/EFI/nixos/k.efi", 5L);
    var esp = TestMenus.tree(files);
    var extended = TestMenus.tree(files, TestMenus.systemdBoot(List.of(entry(58))));

    BootCheck check =
        check(
            List.of(partition("/efi", esp, true), partition("/boot", extended, false)),
            BootTree.EMPTY,
            Installed.generation(58, true, true, true));

    assertThat(check.holds()).as(check.toString()).isTrue();
    assertThat(check.toString()).contains("byte for byte: /boot/EFI/nixos/k.efi");
  }

  @Test
  void aKernelThatGrubReadsFromTheStoreNeedsNoCopy() throws IOException {
    Files.createDirectories(root.resolve("boot/grub"));
    Files.writeString(root.resolve("boot/grub/grub.cfg"), "linux ($drive1)/nix/store/k init=x\n");
    var inStore = new BootFile("/nix/store/k", 5, "", -1, false);
    BootTree grub = grub(Map.of("/grub/grub.cfg", 9L));
    List<BootPartition> esp = List.of(partition("/boot/efi", BootTree.EMPTY, true));

    BootCheck check = check(esp, grub, generation(inStore, inStore));

    assertThat(check.holds()).as(check.toString()).isTrue();
    assertThat(check.toString())
        .contains("ok   the boot menu starts the kernel straight from the store");
  }

  @Test
  void aCopyThatGrubNamesAndThatIsGoneIsNotTakenForTheStores() throws IOException {
    Files.createDirectories(root.resolve("boot/grub"));
    Files.writeString(root.resolve("boot/grub/grub.cfg"), "linux ($drive1)//kernels/k init=x\n");
    Files.move(root.resolve("nix/store/k"), root.resolve("nix/store/kk"));
    var gone = new BootFile("/nix/store/kk", 5, "", -1, false);

    BootCheck check = check(List.of(), grub(Map.of("/grub/grub.cfg", 9L)), generation(gone, gone));

    assertThat(check.toString()).contains("NOT  the boot menu names the generation's kernel");
  }

  @Test
  void aCopyThatDiffersIsNamedAsTheInstalledSystemKnowsIt() throws IOException {
    Path spaced = Files.createDirectories(root.resolve("a \"b\""));
    for (String folder : List.of("nix", "boot")) {
      Files.move(root.resolve(folder), spaced.resolve(folder));
    }
    Files.writeString(spaced.resolve("boot/EFI/nixos/k.efi"), "hellO");
    root = spaced;

    BootCheck check = check(Installed.generation(58, true, true, true));

    assertThat(next(check)).startsWith("mend(diagnose()) takes it away");
    assertThat(check.checks())
        .filteredOn(c -> !c.holds())
        .allSatisfy(c -> assertThat(c.file()).isEqualTo("/boot/EFI/nixos/k.efi"));
  }

  @Test
  void aCopyThatIsMissingIsNotToBeDeleted() throws IOException {
    Files.delete(root.resolve("boot/EFI/nixos/k.efi"));

    BootCheck check = check(Installed.generation(58, true, true, true));

    assertThat(check.toString()).contains("/boot/EFI/nixos/k.efi is missing");
    assertThat(next(check)).contains("what the boot loader's installer printed");
    assertThat(check.checks()).allSatisfy(c -> assertThat(c.file()).isEmpty());
  }

  @Test
  void aCopyIsNotToBeDeletedWhileTheStoreLacksTheFile() throws IOException {
    Files.delete(root.resolve("nix/store/k"));

    BootCheck check = check(Installed.generation(58, true, true, true));

    assertThat(check.toString()).contains("could not be compared: cmp: ");
    assertThat(next(check)).startsWith("Look at it with sh(\"ls -l -- /");
  }

  @Test
  void aPlainBootFolderWithoutAMenuIsNotWhereItBootsFrom() throws IOException {
    var left = TestMenus.tree(Map.of("/x", 1L));
    Files.delete(root.resolve("boot/EFI/nixos/k.efi"));

    BootCheck check =
        check(
            List.of(partition("", BootTree.EMPTY, true)),
            left,
            Installed.generation(58, true, true, true));

    assertThat(check.holds()).as(check.toString()).isTrue();
  }

  @Test
  void anAbsoluteLinkLeadsInsideTheInstallation() throws IOException {
    Files.move(root.resolve("boot"), root.resolve("efi"));
    Files.createSymbolicLink(root.resolve("boot"), Path.of("/efi"));

    assertThat(check(Installed.generation(58, true, true, true)).holds()).isTrue();
  }

  @Test
  void theFirmwaresDefaultCountsForMoreThanLoaderConf() throws IOException {
    variable("LoaderEntryDefault", "nixos-generation-57.conf\0");

    BootCheck check = checkWithEntries();

    assertThat(check.toString())
        .contains("NOT  the EFI variable LoaderEntryDefault leads to it too")
        .contains("it names nixos-generation-57.conf");
    assertThat(next(check)).startsWith("It counts for more").contains("mend(diagnose()) clears it");
    assertThat(check.checks())
        .filteredOn(c -> !c.holds())
        .allSatisfy(c ->
            assertThat(c.file())
                .isEqualTo(
                    "/sys/firmware/efi/efivars/LoaderEntryDefault-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f"));
  }

  @Test
  void aFirmwaresDefaultThatNamesTheGenerationOrNothingHereDoesNoHarm() throws IOException {
    variable("LoaderEntryDefault", "nixos-generation-58.conf\0");
    variable("LoaderEntryOneShot", "auto-\u001b[2Jwindows\0");

    BootCheck check = checkWithEntries();

    assertThat(check.holds()).as(check.toString()).isTrue();
    assertThat(check.toString()).contains("(auto-\\x1b[2Jwindows)");
  }

  @Test
  void eachInitrdOfTheEntryHasToBeThere() throws IOException {
    LoaderEntry two =
        LoaderEntry.parse(
            "nixos-1.conf",
            "version Generation 58 x\nlinux /EFI/nixos/k.efi\ninitrd /EFI/nixos/k.efi\n"
                + "initrd /EFI/extra.img\noptions init="
                + Installed.TOPLEVEL
                + "58/init\n");
    var tree = TestMenus.tree(Map.of(), TestMenus.systemdBoot(List.of(two)));
    List<BootPartition> esp = List.of(partition("/boot", tree, true));
    Generation generation = Installed.generation(58, true, true, true);

    assertThat(check(esp, BootTree.EMPTY, generation).toString())
        .contains("NOT  the further initrd that its entry names is there")
        .contains("/boot/EFI/extra.img is missing or empty");

    Files.writeString(root.resolve("boot/EFI/extra.img"), "more");
    BootCheck check = check(esp, BootTree.EMPTY, generation);
    assertThat(check.holds()).as(check.toString()).isTrue();
  }

  @Test
  void secretsFollowAnInitrdOnlyWhereSystemdBootStartsIt() throws IOException {
    Files.writeString(root.resolve("nix/store/i"), "initrd");
    Files.writeString(root.resolve("boot/EFI/nixos/i.efi"), "initrd and secrets");
    var initrd = new BootFile("/nix/store/i", 6, "/EFI/nixos/i.efi", 18, true);
    var tree = TestMenus.tree(Map.of(), TestMenus.systemdBoot(List.of(entry(58))));

    assertThat(
            check(
                    List.of(partition("/boot", tree, true)),
                    BootTree.EMPTY,
                    generation(KERNEL, initrd))
                .toString())
        .contains("secrets follow it");
    assertThat(check(generation(KERNEL, initrd)).toString()).doesNotContain("secrets follow it");
  }

  @Test
  void anEntryWithoutTriesIsToldApartFromAMenuThatWasNotWritten() {
    LoaderEntry counted =
        LoaderEntry.parse(
            "nixos-1+0-3.conf",
            "version Generation 58 x\nlinux /EFI/nixos/k.efi\noptions init="
                + Installed.TOPLEVEL
                + "58/init\n");
    var tree = TestMenus.tree(Map.of(), TestMenus.systemdBoot(List.of(counted)));

    assertThat(
            next(
                check(
                    List.of(partition("/boot", tree, true)),
                    BootTree.EMPTY,
                    Installed.generation(58, true, false, true))))
        .contains("nixos-1+0-3.conf has no tries left");
  }

  @Test
  void aTruncatedVariableIsPassedOver() throws IOException {
    Files.write(
        root.resolve("LoaderEntryDefault-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f"), new byte[3]);

    assertThat(checkWithEntries().holds()).isTrue();
  }

  private static final BootFile KERNEL =
      new BootFile("/nix/store/k", 5, "/EFI/nixos/k.efi", 5, false);

  private static String next(BootCheck check) {
    return check.checks().stream().filter(c -> !c.holds()).findFirst().orElseThrow().next();
  }

  private void variable(String name, String value) throws IOException {
    byte[] text = value.getBytes(StandardCharsets.UTF_16LE);
    byte[] bytes = new byte[4 + text.length];
    bytes[0] = 7;
    System.arraycopy(text, 0, bytes, 4, text.length);
    Files.write(root.resolve(name + "-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f"), bytes);
  }

  private BootCheck checkWithEntries() {
    var tree = TestMenus.tree(Map.of(), TestMenus.systemdBoot(List.of(entry(58), entry(57))));
    return check(
        List.of(partition("/boot", tree, true)),
        BootTree.EMPTY,
        Installed.generation(58, true, true, true));
  }

  private static LoaderEntry entry(int number) {
    return LoaderEntry.parse(
        "nixos-generation-" + number + ".conf",
        "version Generation %1$d x\nlinux /EFI/nixos/k.efi\noptions init=%2$s%1$d/init\n"
            .formatted(number, Installed.TOPLEVEL));
  }

  private static BootTree grub(Map<String, Long> files) {
    return TestMenus.tree(files, TestMenus.starting(new Grub(), List.of(Installed.TOPLEVEL + 58)));
  }

  private static Generation generation(BootFile kernel, BootFile initrd) {
    return Installed.generation(58, true, true, true, true, kernel, initrd);
  }

  private static BootPartition partition(String mountPoint, BootTree tree, boolean theOne) {
    return PartitionBuilder.esp("/dev/x", "3C1A", mountPoint)
        .untyped()
        .holding(tree)
        .theOne(theOne)
        .build();
  }

  private BootCheck check(Generation... generations) {
    return check(List.of(partition("/boot", BootTree.EMPTY, true)), BootTree.EMPTY, generations);
  }

  private BootCheck check(
      List<BootPartition> partitions, BootTree bareBoot, Generation... generations) {
    Installation plain = Installed.with(List.of(), generations);
    Installation installation = Installed.booting(plain, partitions, bareBoot);
    return BootCheck.of(new LocalMachine(null), installation, root.toString(), root.toString());
  }
}
