package dev.thaw.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.thaw.machine.Probe;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiskHealthTest {

  private final Map<String, Probe.Section> sections = new LinkedHashMap<>();

  private DiskHealthTest says(String section, int status, String text) {
    sections.put(
        section, new Probe.Section(status, text.getBytes(StandardCharsets.UTF_8), new byte[0]));
    return this;
  }

  private DiskHealth health() {
    sections.putIfAbsent(HealthFormat.LOG, new Probe.Section(0, new byte[0], new byte[0]));
    return DiskHealth.of(new Probe.Sections(sections));
  }

  @Test
  void whereNobodyAskedNothingIsKnown() {
    assertThat(DiskHealth.of(new Probe.Sections(Map.of()))).isEqualTo(DiskHealth.UNKNOWN);
    assertThat(health().errors()).isEmpty();
    assertThat(health().unasked()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[ 9.1] critical medium error, dev sda, sector 2048 op 0x0:(READ) | sda | true",
        "[ 9.1] I/O error, dev nvme0n1, sector 8 op 0x1:(WRITE) flags 0x800 | nvme0n1 | true",
        "[ 9.1] blk_update_request: I/O error, dev sdb, sector 0 | sdb | true",
        "[ 9.1] nvme nvme0: I/O 12 QID 3 timeout, aborting | nvme0 | true",
        "[ 9.1] BTRFS error (device sda2): bdev /dev/sda2 errs: wr 0, rd 3, flush 0 | sda2 | true",
        "[ 9.1] ata1.00: failed command: READ FPDMA QUEUED | ata1 | false",
        "[ 9.1] EXT4-fs error (device sda2): ext4_lookup:1 | sda2 | false",
      })
  void theKernelsLinesNameADisk(String line, String disk, boolean grave) {
    assertThat(says(HealthFormat.LOG, 0, line + "\n").health().errors())
        .singleElement()
        .satisfies(error -> {
          assertThat(error.device()).isEqualTo(disk);
          assertThat(error.grave()).isEqualTo(grave);
          assertThat(error.seen()).contains("once (dmesg)").doesNotContain("[ 9.1]");
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I/O error, dev loop0, sector 0",
        "I/O error, dev sr0, sector 0 op 0x0:(READ)",
        "Buffer I/O error on dev fd0, logical block 0",
        "BTRFS info (device sda2): bdev /dev/sda2 errs: wr 0, rd 0, flush 0, corrupt 0, gen 0",
        "nvme nvme0: 8/0/0 default/read/poll queues",
      })
  void whatIsNoDiskOfItsOwnOrNoErrorIsPassedOver(String line) {
    assertThat(says(HealthFormat.LOG, 0, line + "\n").health().errors()).isEmpty();
  }

  @Test
  void whatCouldNotBeAskedIsSaid() {
    says(HealthFormat.LOG, 1, "").says(HealthFormat.SMART, 1, "");
    assertThat(health().unasked()).hasSize(2).anyMatch(one -> one.contains("no smartctl"));
    says(HealthFormat.smart("vda"), 1, "/dev/vda: Unable to detect device type");
    sections.remove(HealthFormat.SMART);
    assertThat(health().silent()).containsExactly("vda");
  }

  @Test
  void smartsOverallWordCounts() {
    says(HealthFormat.smart("sda"), 0, "SMART overall-health self-assessment test result: PASSED");
    says(HealthFormat.smart("sdb"), 0, "SMART Health Status: OK");
    assertThat(health().errors()).isEmpty();
    assertThat(health().unasked()).isEmpty();
    says(
        HealthFormat.smart("sda"), 24, "SMART overall-health self-assessment test result: FAILED!");
    assertThat(health().errors())
        .containsExactly(
            new DiskError(
                "sda", true, "SMART's overall word is that it fails (smartctl -H /dev/sda)."));
  }

  @Test
  void countersOfBtrfsThatAreNotZeroAreTold() {
    says(
        HealthFormat.BTRFS,
        0,
        "[/dev/sda2].write_io_errs    0\n[/dev/sda2].read_io_errs     7\n"
            + "[/dev/sda2].corruption_errs  2\n");
    assertThat(health().errors())
        .extracting(DiskError::device, DiskError::grave)
        .containsExactly(tuple("/dev/sda2", true), tuple("/dev/sda2", false));
  }

  @Test
  void aPoolTellsWhatItCounted() {
    String status =
        """
          pool: tank
         state: ONLINE
        status: One or more devices has experienced an error resulting in data
                corruption.  Applications may be affected.
        config:

                NAME                               STATE     READ WRITE CKSUM
                tank                               ONLINE       0     0     0
                  mirror-0                         ONLINE       0     0     0
                    /dev/disk/by-id/ata-A-part2    ONLINE       3     0     0
                    /dev/disk/by-id/ata-B-part2    ONLINE       0     0  1.2K

        errors: %s
        """;
    says(HealthFormat.ZPOOL, 0, status.formatted("2 data errors, use '-v' for a list"));
    assertThat(health().errors())
        .extracting(DiskError::device)
        .containsExactly("/dev/disk/by-id/ata-A-part2", "/dev/disk/by-id/ata-B-part2", "tank");

    says(
        HealthFormat.ZPOOL,
        0,
        status
            .formatted("No known data errors")
            .replace("3     0", "0     0")
            .replace("1.2K", "0"));
    assertThat(health().errors()).isEmpty();
  }

  @Test
  void aFilesystemSaysOfItselfThatItHasErrors() {
    says(HealthFormat.EXT, 0, "sda1 1 0\nsda2 2 0\nsda3 3 17\nsda4 5 2\nsda5 0 0\nsda6 x 1\n");

    assertThat(health().marks())
        .containsExactly(new ErrorMark("sda2", 0), new ErrorMark("sda3", 17));
  }
}
