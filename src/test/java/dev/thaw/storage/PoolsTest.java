package dev.thaw.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PoolsTest {

  private static final String LIVE = "8425e349\n";

  static final String IMPORTABLE =
      """
         pool: nvmepool
           id: 948392
        state: ONLINE
      status: The pool was last accessed by another system.
       action: The pool can be imported using its name or numeric identifier and
      \tthe '-f' flag.
         see: https://openzfs.github.io/openzfs-docs/msg/ZFS-8000-EY
       config:

      \tnvmepool          ONLINE
      \t  /dev/nvme0n1p2  ONLINE
      """;

  /** What {@code label} of pools.sh leaves of {@code zdb -lu}; hostid 8323329 is 007f0101. */
  static String label(String guid, int state, String hostId) {
    return """
    ------------------------------------
    LABEL 0\s
    ------------------------------------
        version: 5000
        name: 'nvmepool'
        state: %d
        txg: 40
        pool_guid: %s
        errata: 0
        hostid: %s
        hostname: 'atlas'
        top_guid: 1
        vdev_tree:
            type: 'disk'
            path: '/dev/nvme0n1p2'
        features_for_read:
            com.delphix:hole_birth
            com.datto:encryption
        labels = 0 1 2 3\s
    \ttxg = 41
    \ttimestamp = 1767225600 UTC = Thu Jan  1 00:00:00 2026
    \tmmp_delay = 0
    \ttxg = 12
    \ttimestamp = 1767220000 UTC = Wed Dec 31 22:26:40 2025
    \tmmp_delay = 5000
    """
        .formatted(state, guid, hostId);
  }

  private static Answers answers(String importable) {
    return new Answers()
        .with("module", "")
        .with("hostid", LIVE)
        .with("list", "")
        .with("import", importable);
  }

  private static Pool only(Answers answers) {
    ListWithNotes<Pool> pools = Pools.read(answers.sections());
    assertThat(pools).hasSize(1);
    return pools.getFirst();
  }

  @Test
  void aPoolThatOnlyAScanOfAllDevicesFindsSaysWhereToLookForIt() {
    assertThat(only(answers("").with("import-by-scan", IMPORTABLE)).directory()).isEqualTo("/dev");
    assertThat(only(answers(IMPORTABLE)).directory()).isEmpty();
  }

  @Test
  void aPoolOfAnotherHostNeedsForceAndSaysWhoseItIs() {
    Pool pool =
        only(answers(IMPORTABLE).with("label:/dev/nvme0n1p2", label("948392", 0, "8323329")));
    assertThat(pool.force())
        .isEqualTo(
            new Force.Needed(
                "last used by host atlas (hostid 007f0101) until 2026-01-01 00:00 UTC, and not"
                    + " exported"));
    assertThat(pool.lastUse())
        .contains(
            new LastUse(
                "atlas", "007f0101", Optional.of(Instant.ofEpochSecond(1767225600)), false));
    assertThat(pool.health()).isEqualTo(Health.ONLINE);
    assertThat(pool.isImportable()).isTrue();
    assertThat(pool.encrypted()).isTrue();
    assertThat(pool.multihost()).as("the newest uberblock decides").isFalse();
  }

  @Test
  void withoutALabelZfssOwnWordsDecide() {
    assertThat(only(answers(IMPORTABLE)).force())
        .isEqualTo(new Force.Needed("last used by another host, and not exported"));
  }

  @Test
  void theLabelDecidesWhereZfsReportsSomethingElseFirst() {
    String degraded =
        IMPORTABLE
            .replace("ONLINE", "DEGRADED")
            .replace(
                "The pool was last accessed by another system.",
                "One or more devices were being resilvered.");
    Pool pool = only(answers(degraded).with("label:/dev/sda", label("948392", 0, "8323329")));
    assertThat(pool.force()).isInstanceOf(Force.Needed.class);
    assertThat(pool.health()).isEqualTo(Health.DEGRADED);
  }

  @Test
  void anExportedPoolOrOneOfThisVeryHostNeedsNoForce() {
    String clean = IMPORTABLE.replaceAll("(?m)^status:.*\n", "");
    assertThat(only(answers(clean).with("label:/dev/sda", label("948392", 1, "8323329"))).force())
        .isEqualTo(new Force.NotNeeded());
    assertThat(
            only(answers(clean).with("label:/dev/sda", label("948392", 0, "2217075529"))).force())
        .isEqualTo(new Force.NotNeeded());
  }

  @Test
  void theNewestOfSeveralLabelsCounts() {
    String stale = label("948392", 0, "8323329").replace("txg: 40", "txg: 39");
    String fresh = label("948392", 1, "8323329");
    String clean = IMPORTABLE.replaceAll("(?m)^status:.*\n", "");
    assertThat(only(answers(clean).with("label:/dev/a", stale).with("label:/dev/b", fresh)).force())
        .isEqualTo(new Force.NotNeeded());
    assertThat(only(answers(clean).with("label:/dev/b", fresh).with("label:/dev/a", stale)).force())
        .isEqualTo(new Force.NotNeeded());
  }

  @Test
  void aPoolInUseElsewhereMustNotBeImported() {
    ListWithNotes<Pool> pools = Pools.read(answers(ZpoolTextTest.TWO_POOLS).sections());
    Pool active = pools.get(1);
    assertThat(active.force())
        .isEqualTo(
            new Force.Forbidden(
                "it is in use now on host lustre-demo-mds0 (hostid 54debfc8)",
                "Shut that system down first. Two systems that write to one pool destroy it."));
    assertThat(active.multihost()).isTrue();
    assertThat(active.isImportable()).isFalse();
    assertThat(pools.notes())
        .containsExactly(
            "Pool MDT0 must not be imported: it is in use now on host lustre-demo-mds0 (hostid"
                + " 54debfc8).");
  }

  @Test
  void unsupportedFeaturesAreListed() {
    String unsupported =
        """
           pool: VAULT
             id: 6159
          state: UNAVAIL
        status: The pool can only be accessed in read-only mode on this system. It
        \tcannot be accessed in read-write mode because it uses the following
        \tfeature(s) not supported on this system:
        \tcom.delphix:spacemap_histogram
        \torg.zfsonlinux:project_quota (space/object accounting based on project ID.)
        action: The pool cannot be imported in read-write mode. Import the pool with
        \t"-o readonly=on", access the pool on a system that supports the
        \trequired feature(s), or recreate the pool from backup.
         config:

        \tVAULT       UNAVAIL  unsupported feature(s)
        \t  sda       ONLINE
        """;
    assertThat(only(answers(unsupported)).unsupportedFeatures())
        .containsExactly("com.delphix:spacemap_histogram", "org.zfsonlinux:project_quota");
    // As releases of several years have it.
    assertThat(only(answers(unsupported.replace("system:", "sytem:"))).unsupportedFeatures())
        .hasSize(2);
  }

  @Test
  void aPoolThatMayLackOnlyItsLogIsTold() {
    String lacking =
        """
           pool: rust
             id: 14503803357295915280
          state: UNAVAIL
        status: The pool was last accessed by another system.
         action: The pool cannot be imported due to damaged devices or data.
           see: https://openzfs.github.io/openzfs-docs/msg/ZFS-8000-EY
         config:

        \trust        UNAVAIL  missing device
        \t  raidz2-0  DEGRADED
        \t    sdt     ONLINE
        \t    sdw     ONLINE
        \t    sdq     UNAVAIL  cannot open
        \tspecial\t
        \t  mirror-1  ONLINE
        \t    sda4    ONLINE

        \tAdditional devices are known to be part of this pool, though their
        \texact configuration cannot be determined.
        """;
    assertThat(only(answers(lacking)).mayLackOnlyItsLog()).isTrue();
    assertThat(Pools.read(answers(lacking).sections()).notes())
        .singleElement()
        .asString()
        .contains("importPool(\"14503803357295915280\")");
    assertThat(only(answers(lacking)).withoutLog("/mnt"))
        .contains("zpool import -m -N -R /mnt 14503803357295915280");
    String named =
        lacking
            .replace("missing device", "corrupted data")
            .replace("\n\n\tAdditional", "\n\tlogs\n\t  sdx  UNAVAIL\n\n\tAdditional");
    assertThat(only(answers(named)).mayLackOnlyItsLog()).isTrue();
    assertThat(only(answers(lacking.replace("missing device", "x"))).mayLackOnlyItsLog()).isFalse();
    assertThat(only(answers(lacking.replace("mirror-1  ONLINE", "mirror-1  UNAVAIL"))))
        .matches(pool -> !pool.mayLackOnlyItsLog());
    assertThat(only(answers(lacking.replace("state: UNAVAIL", "state: FAULTED"))))
        .matches(pool -> !pool.mayLackOnlyItsLog());
  }

  @Test
  void twoPoolsOfOneNameAreBothListedByGuid() {
    ListWithNotes<Pool> pools =
        Pools.read(answers(IMPORTABLE + "\n" + IMPORTABLE.replace("948392", "77")).sections());
    assertThat(pools).extracting(Pool::guid).containsExactly("948392", "77");
    assertThat(pools.notes()).singleElement().asString().startsWith("2 pools are called nvmepool");
  }

  @Test
  void importedPoolsHaveSizesAndDevices() {
    Pool pool =
        only(
            new Answers()
                .with("module", "")
                .with("list", "my pool\t12\tONLINE\t1000\t400\t600\ton\toff\tactive\t/mnt\n")
                .with(
                    "status",
                    """
                      pool: my pool
                     state: ONLINE
                    config:

                    \tNAME        STATE     READ WRITE CKSUM
                    \tmy pool     ONLINE       0     0     0
                    \t  /dev/sda1  ONLINE       0     0     0

                    errors: No known data errors
                    """)
                .with("import", 1, "", "no pools available to import\n"));
    assertThat(pool.imported()).isTrue();
    assertThat(pool.readOnly()).isTrue();
    assertThat(pool.altroot()).isEqualTo("/mnt");
    assertThat(pool.space()).contains(new Pool.Space(1000, 400, 600));
    assertThat(pool.encrypted()).isTrue();
    assertThat(pool.allVdevs()).extracting(Vdev::name).containsExactly("/dev/sda1");
  }

  @Test
  void aFaultedPoolHasNoSizesAndAnUnknownWordIsKept() {
    Pool pool =
        only(new Answers().with("list", "p\t12\tWOBBLY\t-\t-\t-\t-\t-\t-\t-\n").with("import", ""));
    assertThat(pool.health()).isEqualTo(Health.UNKNOWN);
    assertThat(pool.state()).isEqualTo("WOBBLY");
    assertThat(pool.space()).isEmpty();
    assertThat(pool.altroot()).isEmpty();
  }

  @Test
  void withoutZfsThereIsANoteInsteadOfPools() {
    assertThat(
            Pools.read(new Answers().with("import", 127, "", "zpool: not found").sections())
                .notes())
        .singleElement()
        .asString()
        .startsWith("This live image has no zpool command");
    assertThat(
            Pools.read(
                    new Answers()
                        .with("module", 1, "", "modprobe: FATAL: Module zfs not found.\n")
                        .with("import", 1, "", "The ZFS modules cannot be auto-loaded.")
                        .sections())
                .notes())
        .singleElement()
        .asString()
        .contains("ZFS is not available in this live image")
        .contains("Module zfs not found");
  }

  @Test
  void aHibernatedSystemIsWarnedOf() {
    assertThat(Pools.read(answers(IMPORTABLE).with("hibernated", "/dev/sda3\n").sections()).notes())
        .containsExactly(Hibernation.note(java.util.List.of("/dev/sda3")));
  }

  @Test
  void missingDevicesAreNamed() {
    String missing =
        IMPORTABLE.replace(
            "\t  /dev/nvme0n1p2  ONLINE\n",
            "\t  mirror-0        DEGRADED\n"
                + "\t    /dev/sda1     ONLINE\n"
                + "\t    1234          UNAVAIL  cannot open\n");
    assertThat(only(answers(missing)).missingDevices())
        .extracting(Vdev::name)
        .containsExactly("1234");
  }

  @Test
  void damagedLabelsAreNoLabels() {
    for (String text :
        new String[] {"", "failed to unpack label 0\n", "    name: 'x'\n", "\ttxg = 1\n"}) {
      assertThat(ZfsLabel.parse(text)).isEmpty();
    }
  }
}
