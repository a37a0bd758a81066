package dev.thaw.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What the probes printed on the lab's machine "article": util-linux 2.41, ZFS 2.3.9, the machine's
 * own NVMe disk and the live medium's.
 */
class CapturedTest {

  @Test
  void theDisksOfTheArticlesMachine() {
    ListWithNotes<BlockDevice> disks = Disks.look(new Replay("article-disks.out"));
    assertThat(disks.notes()).isEmpty();
    assertThat(disks.stream().filter(disk -> !disk.isLiveMedium()).map(BlockDevice::path))
        .containsExactly("/dev/nvme0n1");
    BlockDevice nvme = Disks.named(disks, "nvme0n1").orElseThrow();
    assertThat(nvme.transport()).isEqualTo("nvme");
    assertThat(nvme.model()).isEqualTo("QEMU NVMe Ctrl");
    BlockDevice esp = nvme.children().getFirst();
    assertThat(esp.hasEspType()).isTrue();
    assertThat(esp.partTypeName()).isEqualTo("EFI System");
    assertThat(esp.fsType()).isEqualTo("vfat");
    assertThat(Disks.byUuid(disks, esp.uuid())).containsExactly(esp);
    assertThat(Disks.named(disks, "/dev/disk/by-id/nvme-QEMU_NVMe_Ctrl_thaw-article-part2"))
        .hasValueSatisfying(device -> assertThat(device.fsType()).isEqualTo("zfs_member"));
    assertThat(esp.links()).noneMatch(link -> link.contains("by-diskseq"));
  }

  @Test
  void thePoolThatAnotherHostUsedLast() {
    ListWithNotes<Pool> pools = Pools.look(new Replay("article-pools.out"));
    assertThat(pools.notes()).isEmpty();
    assertThat(pools).hasSize(1);
    Pool pool = pools.getFirst();
    assertThat(pool.name()).isEqualTo("nvmepool");
    assertThat(pool.imported()).isFalse();
    assertThat(pool.isImportable()).isTrue();
    assertThat(pool.health()).isEqualTo(Health.ONLINE);
    assertThat(pool.allVdevs())
        .extracting(Vdev::name)
        .containsExactly("/dev/disk/by-id/nvme-QEMU_NVMe_Ctrl_thaw-article-part2");
    assertThat(pool.force().why()).startsWith("last used by host atlas (hostid a8c0f3d1) until 20");
    assertThat(pool.lastUse().flatMap(LastUse::at))
        .hasValueSatisfying(at -> assertThat(at).isAfter(Instant.parse("2026-01-01T00:00:00Z")));
    assertThat(pool.action()).contains("'-f' flag");
  }

  @Test
  void thePoolWhileItIsImported() {
    Pool pool = Pools.look(new Replay("imported-pools.out")).getFirst();
    assertThat(pool.imported()).isTrue();
    assertThat(pool.readOnly()).isFalse();
    assertThat(pool.altroot()).isEqualTo("/mnt");
    assertThat(pool.space()).contains(new Pool.Space(3758096384L, 125931520L, 3632164864L));
    assertThat(pool.lastUse()).isEqualTo(Optional.empty());
    assertThat(pool.allVdevs()).hasSize(1);
    assertThat(pool.encrypted()).isFalse();
  }

  @Test
  void theDatasetsOfThePoolSeenWhileItWasOpenForTheMoment() {
    ListWithNotes<Dataset> datasets = Datasets.look(new Replay("article-datasets.out"));
    assertThat(datasets.notes()).isEmpty();
    assertThat(datasets)
        .extracting(Dataset::name)
        .containsExactly(
            "nvmepool", "nvmepool/home", "nvmepool/nix", "nvmepool/root", "nvmepool/var");
    assertThat(datasets.getFirst().mountPoint()).isEqualTo(new MountPoint.None(""));
    assertThat(datasets.subList(1, 5))
        .allSatisfy(dataset -> {
          assertThat(dataset.mountPoint()).isEqualTo(new MountPoint.Legacy(""));
          assertThat(dataset.mounted()).isFalse();
          assertThat(dataset.encryption()).isEmpty();
        });
    assertThat(datasets).extracting(Dataset::isVolume).containsOnly(false);
    assertThat(List.copyOf(datasets)).allMatch(dataset -> dataset.used() > 0);
  }
}
