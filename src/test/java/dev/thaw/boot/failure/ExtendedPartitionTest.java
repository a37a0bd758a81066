package dev.thaw.boot.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.BootLink;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Finding;
import dev.thaw.boot.LinkVerdict;
import dev.thaw.boot.MachineEvidence;
import dev.thaw.boot.Symptom;
import dev.thaw.boot.diagnosis.BootChains;
import dev.thaw.nixos.BootFile;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.GenerationBuilder;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.InstallationBuilder;
import dev.thaw.nixos.PartitionBuilder;
import dev.thaw.nixos.loader.BootTree;
import dev.thaw.nixos.loader.LoaderEntry;
import dev.thaw.nixos.loader.TestMenus;
import dev.thaw.storage.DiskHealth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The loader on a small ESP at /efi, its entries and copies on an extended partition at /boot. */
class ExtendedPartitionTest {

  private static final String SYSTEM = "/nix/store/x57-nixos-system-atlas-1";
  private static final String GONE = "/nix/store/x41-nixos-system-atlas-1";
  private static final long MIB = 1 << 20;

  private long free = 900 * MIB;
  private List<String> listed = List.of(SYSTEM);
  private String program = "/EFI/BOOT/BOOTX64.EFI";
  private boolean espIsTheOne = true;

  private static LoaderEntry entry(String system) {
    return LoaderEntry.parse(
        "nixos-%s.conf".formatted(system.substring(11, 14)),
        "title NixOS\nlinux /EFI/nixos/k\ninitrd /EFI/nixos/i\noptions init=%s/init\n"
            .formatted(system));
  }

  private Evidence evidence() {
    var esp = new BootTree(100 * MIB, 9 * MIB, Map.of(program, 1L), List.of());
    var extended =
        new BootTree(
            1000 * MIB,
            free,
            Map.of("/EFI/nixos/k", 10 * MIB, "/EFI/nixos/i", 30 * MIB),
            List.of(
                TestMenus.systemdBoot(listed.stream().map(ExtendedPartitionTest::entry).toList())));
    Generation generation =
        GenerationBuilder.generation(57, SYSTEM)
            .marked(true, true, true)
            .files(copied("k", 10 * MIB), copied("i", 30 * MIB))
            .build();
    Installation installation =
        InstallationBuilder.installation(SYSTEM)
            .generations(List.of(generation))
            .boots(
                List.of(
                    PartitionBuilder.esp("/dev/sda1", "A", "/efi")
                        .holding(esp)
                        .theOne(espIsTheOne)
                        .build(),
                    PartitionBuilder.esp("/dev/sda2", "B", "/boot")
                        .holding(extended)
                        .theOne(!espIsTheOne)
                        .build()),
                BootTree.EMPTY)
            .build();
    var around =
        new MachineEvidence(
            List.of(),
            List.of(),
            List.of(),
            Map.of(),
            Map.of(),
            Optional.of(Set.of(SYSTEM)),
            true,
            DiskHealth.UNKNOWN,
            List.of());
    return Evidence.of(installation, Symptom.NONE).with(Map.of(), around);
  }

  private static BootFile copied(String name, long size) {
    return new BootFile("/nix/store/" + name, size, "/EFI/nixos/" + name, size, false);
  }

  private List<String> found() {
    return Catalogue.judge(evidence()).stream().map(Finding::id).toList();
  }

  @Test
  void theLoaderIsSoughtOnTheEspWhicheverIsTheOne() {
    for (boolean which : List.of(true, false)) {
      espIsTheOne = which;
      program = "/EFI/BOOT/BOOTX64.EFI";
      assertThat(firmware().verdict()).isEqualTo(LinkVerdict.GOOD);
      assertThat(firmware().seen()).contains("/dev/sda1");
      program = "/EFI/other/x.efi";
      assertThat(firmware().verdict()).isNotEqualTo(LinkVerdict.GOOD);
    }
  }

  private BootLink firmware() {
    return BootChains.of(evidence()).links().getFirst();
  }

  /** The ESP has 9 MiB free, less than a kernel and an initrd take: they never lie there. */
  @Test
  void theRoomCountsWhereTheCopiesLie() {
    assertThat(found()).doesNotContain("boot-partition-full");
    free = 20 * MIB;
    assertThat(found()).contains("boot-partition-full");
  }

  @Test
  void staleEntriesAreSeenOnIt() {
    assertThat(found()).doesNotContain("menu-stale-entry");
    listed = List.of(SYSTEM, GONE);
    assertThat(found()).contains("menu-stale-entry");
  }
}
