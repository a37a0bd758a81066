package dev.thaw.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.storage.BlockDeviceBuilder;
import dev.thaw.storage.DeviceType;
import dev.thaw.storage.DiskHealth;
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
        BlockDeviceBuilder.device("/dev/sda1", DeviceType.PART)
            .content("vfat", "a/b c", "AB12-34CD")
            .partition("EFI system partition", "11aa", "")
            .build();
    var around =
        new MachineEvidence(
            List.of(device),
            List.of(),
            List.of(),
            Map.of(),
            Map.of(),
            Optional.empty(),
            true,
            DiskHealth.UNKNOWN,
            List.of());
    assertThat(around.device(spec).isPresent()).isEqualTo(found);
  }
}
