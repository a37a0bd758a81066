package dev.thaw.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.storage.BlockDevice;
import dev.thaw.storage.DeviceType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineEvidenceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          LABEL=a/b c                                      | true
          LABEL="a/b c"                                    | true
          /dev/disk/by-label/a\\x2fb\\x20c                   | true
          LABEL=c                                          | false
          UUID=ab12-34cd                                   | true
          /dev/disk/by-uuid/AB12-34CD                      | true
          /dev/disk/by-uuid/ab12-34cd                      | false
          /dev/disk/by-partuuid/11AA                       | false
          PARTUUID=11AA                                    | true
          /dev/disk/by-partlabel/EFI\\x20system\\x20partition | true
          /dev/sda1                                        | true
          /dev/sda2                                        | false
          UUID=                                            | false
          """)
  void aDeviceIsFoundByWhatItHas(String spec, boolean found) {
    var device =
        new BlockDevice(
            "/dev/sda1",
            "sda1",
            DeviceType.PART,
            1,
            "",
            "",
            "",
            false,
            false,
            "vfat",
            "a/b c",
            "AB12-34CD",
            "EFI system partition",
            "11aa",
            "",
            "",
            List.of(),
            List.of(),
            List.of());
    var around = new MachineEvidence(List.of(device), List.of(), Map.of(), Optional.empty(), true);
    assertThat(around.device(spec).isPresent()).isEqualTo(found);
  }
}
