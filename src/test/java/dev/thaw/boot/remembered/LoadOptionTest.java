package dev.thaw.boot.remembered;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The firmware's entries, byte for byte. */
class LoadOptionTest {

  /** As bootctl writes it: attributes, then "Linux Boot Manager" on the first partition. */
  private static final String BOOTCTL =
      "07000000"
          + "01000000"
          + "7400"
          + "4c0069006e0075007800200042006f006f00740020004d0061006e0061006700650072000000"
          + "04012a00"
          + "01000000"
          + "0008000000000000"
          + "0000080000000000"
          + "ebd5f64df5611244979032c9563300cf"
          + "0202"
          + "04044600"
          + "5c004500460049005c00530059005300540045004d0044005c00530059005300540045004d0044"
          + "002d0042004f004f0054005800360034002e004500460049000000"
          + "7fff0400";

  @Test
  void readsWhatBootctlWrites() {
    assertThat(LoadOption.parse(1, HexFormat.of().parseHex(BOOTCTL)))
        .contains(
            new LoadOption(
                1,
                true,
                "Linux Boot Manager",
                "4df6d5eb-61f5-4412-9790-32c9563300cf",
                "/EFI/SYSTEMD/SYSTEMD-BOOTX64.EFI"));
  }

  @Test
  void whatIsPrintedIsReadAgain() {
    for (String partition : new String[] {"", "4df6d6f5-ea61-4412-9790-32c9563300cf"}) {
      var option = new LoadOption(0xA1, false, "Grüße", partition, "/EFI/x/y.efi");
      assertThat(LoadOption.parse(0xA1, option.print())).contains(option);
    }
    assertThat(new LoadOption(0xA1, true, "", "", "").name()).isEqualTo("Boot00A1");
  }

  @Test
  void whatIsCutOffIsReadAsFarAsItGoesAndNothingBreaks() {
    byte[] whole = HexFormat.of().parseHex(BOOTCTL);
    for (int length = 0; length < whole.length; length++) {
      LoadOption.parse(1, java.util.Arrays.copyOf(whole, length))
          .ifPresent(option -> assertThat("Linux Boot Manager").startsWith(option.label()));
    }
    assertThat(LoadOption.parse(1, new byte[4])).isEmpty();
  }
}
