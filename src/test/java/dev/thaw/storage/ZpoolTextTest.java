package dev.thaw.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ZpoolTextTest {

  /** Two pools as zpool 2.1 to 2.3 print them; the first is guarded and in use elsewhere. */
  static final String TWO_POOLS =
      """
         pool: MDT1
           id: 11036422217371937406
        state: DEGRADED
      status: One or more devices contains corrupted data.
       action: The pool can be imported despite missing or damaged devices.  The
      \tfault tolerance of the pool may be compromised if imported.
      comment: pool: not a pool
         see: https://openzfs.github.io/openzfs-docs/msg/ZFS-8000-4J
       config:

      \tMDT1        DEGRADED
      \t  raidz1-0  DEGRADED
      \t    vde     FAULTED  corrupted data
      \t    vdf     ONLINE
      \t    vdg     ONLINE
      \tcache
      \t  vdh
      \tlogs\t
      \t  mirror-1  ONLINE
      \t    vdi     ONLINE

         pool: MDT0
           id: 5181130069692359376
        state: UNAVAIL
      status: The pool is currently imported by another system.
       action: The pool must be exported from lustre-demo-mds0 (hostid=54debfc8)
      \tbefore it can be safely imported.
         see: https://openzfs.github.io/openzfs-docs/msg/ZFS-8000-EY
       config:

      \tMDT0        UNAVAIL  currently in use
      \t  raidz1-0  ONLINE
      \t    vdb     ONLINE
      """;

  @Test
  void everyPoolIsOneBlockWithItsFields() {
    List<ZpoolText> pools = ZpoolText.parse(TWO_POOLS);
    assertThat(pools).extracting(pool -> pool.field("pool")).containsExactly("MDT1", "MDT0");
    assertThat(pools.getFirst().field("id")).isEqualTo("11036422217371937406");
    assertThat(pools.getFirst().field("comment")).isEqualTo("pool: not a pool");
    assertThat(pools.get(1).field("action"))
        .isEqualTo(
            """
            The pool must be exported from lustre-demo-mds0 (hostid=54debfc8)
            before it can be safely imported.\
            """);
  }

  @Test
  void devicesFormATreeWithTheirRoles() {
    ZpoolText pool = ZpoolText.parse(TWO_POOLS).getFirst();
    assertThat(pool.root().state()).isEqualTo("DEGRADED");
    assertThat(pool.vdevs()).extracting(Vdev::name).containsExactly("raidz1-0", "vdh", "mirror-1");
    assertThat(pool.vdevs()).extracting(Vdev::role).containsExactly("", "cache", "logs");
    Vdev first = pool.vdevs().getFirst().children().getFirst();
    assertThat(first).isEqualTo(new Vdev("vde", "", "FAULTED", "corrupted data", List.of()));
    assertThat(pool.vdevs().getFirst().children()).hasSize(3);
    assertThat(pool.vdevs().getLast().children()).extracting(Vdev::name).containsExactly("vdi");
  }

  @Test
  void remarksBehindTheTreeAreNoDevices() {
    ZpoolText pool =
        ZpoolText.parse(
                """
                   pool: tank
                     id: 12080607584394764917
                  state: UNAVAIL
                 status: One or more devices are missing from the system.
                 action: The pool cannot be imported. Attach the missing
                \tdevices and try again.
                   see: http://zfsonlinux.org/msg/ZFS-8000-6X
                 config:

                \ttank         UNAVAIL  missing device
                \t  vault1     ONLINE

                \tAdditional devices are known to be part of this pool, though their
                \texact configuration cannot be determined.
                """)
            .getFirst();
    assertThat(pool.vdevs()).extracting(Vdev::name).containsExactly("vault1");
    assertThat(pool.root().note()).isEqualTo("missing device");
  }

  @Test
  void statusOfImportedPoolsIsReadWithoutItsCounters() {
    ZpoolText pool =
        ZpoolText.parse(
                """
                  pool: tank
                 state: DEGRADED
                status: One or more devices could not be opened.  Sufficient replicas exist for
                \tthe pool to continue functioning in a degraded state.
                action: Attach the missing device and online it using 'zpool online'.
                  scan: resilvered 45K in 00:00:14 with 0 errors on Tue Sep 28 22:19:02 2021
                config:

                \tNAME                         STATE     READ WRITE CKSUM
                \ttank                         DEGRADED     0     0     0
                \t  mirror-0                   ONLINE       0     0     0
                \t    /dev/shm/tank_DISK00     ONLINE       0     0     0
                \t    17089917803277052088     UNAVAIL      0  1.2K     0  was /dev/disk/by-id/a
                \tspares
                \t  /dev/vdz                   AVAIL

                errors: No known data errors
                """)
            .getFirst();
    assertThat(pool.vdevs().getFirst().children().get(1))
        .isEqualTo(
            new Vdev("17089917803277052088", "", "UNAVAIL", "was /dev/disk/by-id/a", List.of()));
    assertThat(pool.vdevs().getFirst().note()).isEmpty();
    assertThat(pool.vdevs().getLast())
        .isEqualTo(new Vdev("/dev/vdz", "spares", "AVAIL", "", List.of()));
    assertThat(pool.field("status")).startsWith("One or more devices could not be opened.");
  }

  @Test
  void aPoolsNameMayHoldSpacesAndCapitals() {
    ZpoolText pool =
        ZpoolText.parse(
                """
                   pool: my  ONLINE pool
                     id: 1
                  state: DEGRADED
                 config:

                \tmy  ONLINE pool  DEGRADED  cannot open
                \t  /dev/a disk    ONLINE
                """)
            .getFirst();
    assertThat(pool.root().name()).isEqualTo("my  ONLINE pool");
    assertThat(pool.root().state()).isEqualTo("DEGRADED");
    assertThat(pool.vdevs()).extracting(Vdev::name).containsExactly("/dev/a disk");
  }

  @Test
  void emptyTruncatedAndForeignTextGivesWhatThereIs() {
    assertThat(ZpoolText.parse("")).isEmpty();
    assertThat(ZpoolText.parse("no pools available to import\n")).isEmpty();
    assertThat(ZpoolText.parse("   pool: \n")).isEmpty();
    for (int length = 0; length < TWO_POOLS.length(); length++) {
      assertThat(ZpoolText.parse(TWO_POOLS.substring(0, length))).hasSizeLessThanOrEqualTo(2);
    }
  }
}
