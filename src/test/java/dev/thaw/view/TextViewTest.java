package dev.thaw.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.storage.BlockDevice;
import dev.thaw.storage.BlockDeviceBuilder;
import dev.thaw.storage.DeviceType;
import dev.thaw.storage.Force;
import dev.thaw.storage.Health;
import dev.thaw.storage.LastUse;
import dev.thaw.storage.ListWithNotes;
import dev.thaw.storage.Pool;
import dev.thaw.storage.PoolBuilder;
import dev.thaw.storage.Vdev;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextViewTest {

  private record Item(String name, long size, boolean readOnly, Optional<String> mountPoint) {}

  private record Card(String hostName, List<String> reasons, List<Item> items, String empty) {}

  private static String show(Object value) {
    return TextView.show(value, 80, Style.PLAIN);
  }

  private static Pool pool(String name, Health health, Force force, Optional<LastUse> lastUse) {
    return PoolBuilder.pool(name, "1234567890")
        .health(health)
        .lastUsed(lastUse, force)
        .vdevs(new Vdev("/dev/disk/by-id/nvme-Samsung_1-part2", "", "ONLINE", "", List.of()))
        .build();
  }

  private static BlockDevice device(
      String path,
      DeviceType type,
      long size,
      String fs,
      String label,
      String mount,
      BlockDevice... children) {
    boolean disk = type == DeviceType.DISK;
    return BlockDeviceBuilder.device(path, type)
        .size(size)
        .hardware(disk ? "Samsung SSD 980" : "", disk ? "nvme" : "")
        .content(fs, label, "")
        .partition("", "", label.equals("ESP") ? "c12a7328-f81f-11d2-ba4b-00a0c93ec93b" : "")
        .mountedAt(mount.isEmpty() ? List.of() : List.of(mount))
        .children(List.of(children))
        .build();
  }

  @Test
  void showsRecordsAsATable() {
    List<Item> items =
        List.of(
            new Item("boot", 536870912, false, Optional.of("/boot")),
            new Item("data", -1, true, Optional.empty()));
    assertThat(show(items))
        .isEqualTo(
            """
            NAME     SIZE  READ ONLY  MOUNT POINT
            boot  512 MiB  no         /boot
            data           yes\
            """);
  }

  @Test
  void showsPoolsWithWhatMattersAndWhyForceIsNeeded() {
    var written = LocalDateTime.of(2026, 11, 1, 12, 30).atZone(ZoneId.systemDefault()).toInstant();
    Pool used =
        pool(
            "nvmepool",
            Health.ONLINE,
            new Force.Needed("last used by host atlas (hostid 007f0101), and not exported"),
            Optional.of(new LastUse("atlas", "007f0101", Optional.of(written), false)));
    Pool gone = pool("old", Health.UNAVAIL, new Force.NotNeeded(), Optional.empty());
    assertThat(show(new ListWithNotes<>(List.of(used, gone), List.of("A note."))))
        .isEqualTo(
            """
            POOL      STATE    IMPORTED  LAST HOST  LAST WRITTEN      FORCE   DEVICES
            nvmepool  ONLINE   no        atlas      2026-11-01 12:30  needed  nvme-Samsung_…
            old       UNAVAIL  no                                             nvme-Samsung_…
            * Pool nvmepool needs force to be imported: last used by host atlas (hostid
              007f0101), and not exported.
            * A note.\
            """);
  }

  @Test
  void drawsDisksAsATree() {
    BlockDevice disk =
        device(
            "/dev/nvme0n1",
            DeviceType.DISK,
            2L << 40,
            "",
            "",
            "",
            device("/dev/nvme0n1p1", DeviceType.PART, 1L << 30, "vfat", "ESP", "/mnt/boot"),
            device(
                "/dev/nvme0n1p2",
                DeviceType.PART,
                1900L << 30,
                "crypto_LUKS",
                "",
                "",
                device("/dev/mapper/root", DeviceType.CRYPT, 1900L << 30, "btrfs", "nixos", "")));
    assertThat(show(List.of(disk)))
        .isEqualTo(
            """
            DEVICE           SIZE  TYPE   HOLDS        LABEL  MOUNTED AT  ABOUT
            /dev/nvme0n1  2.0 TiB  disk                                   nvme Samsung SSD …
            ├─nvme0n1p1   1.0 GiB  part   vfat         ESP    /mnt/boot   EFI system partit…
            └─nvme0n1p2   1.9 TiB  part   crypto_LUKS
              └─root      1.9 TiB  crypt  btrfs        nixos\
            """);
    assertThat(TextView.show(List.of(disk), 80, new Style(false, false)))
        .contains("|-nvme0n1p1")
        .contains("`-nvme0n1p2")
        .contains("SSD ~")
        .doesNotContain("…");
  }

  @Test
  void showsARecordAsACardWithItsTablesBelow() {
    var card =
        new Card(
            "atlas",
            List.of("It is big.", "It is old."),
            List.of(new Item("a", 1, true, Optional.empty())),
            "");
    assertThat(show(card))
        .isEqualTo(
            """
            host name  atlas
            reasons    It is big., It is old.

            items:
            NAME  SIZE  READ ONLY
            a      1 B  yes\
            """);
  }

  @Test
  void showsTheRestInWords() {
    assertThat(show(null)).isEqualTo("(nothing)");
    assertThat(show(Optional.empty())).isEqualTo("(nothing)");
    assertThat(show(Optional.of("x"))).isEqualTo("x");
    assertThat(show(List.of())).isEqualTo("(none)");
    assertThat(show(new ListWithNotes<>(List.of(), List.of("No ZFS here."))))
        .isEqualTo("(none)\n* No ZFS here.");
    assertThat(show(42)).isEqualTo("42");
    assertThat(show("two\nlines\n")).isEqualTo("two\nlines");
    assertThat(show(List.of("a", 1, List.of(2, 3)))).isEqualTo("a\n1\n2, 3");
    assertThat(show(Arrays.asList("a", null))).isEqualTo("a\n(nothing)");
    assertThat(show(new int[] {1, 2})).isEqualTo("1, 2");
    assertThat(show(new String[] {"a", "b"})).isEqualTo("a\nb");
    assertThat(show(new byte[2048])).isEqualTo("2.0 KiB");
    assertThat(show(Health.ONLINE)).isEqualTo("ONLINE");
    var map = new LinkedHashMap<String, Object>();
    map.put("key", 1);
    map.put("longer key", List.of("a", "b"));
    assertThat(show(map)).isEqualTo("key         1\nlonger key  a, b");
  }

  @Test
  void letsNoControlCharacterThrough() {
    String evil = "e\033[2Jvil\r\n\u202eab";
    assertThat(show(evil)).isEqualTo("e\\x1b[2Jvil\\x0d\n\\u202eab");
    assertThat(show(List.of(new Item(evil, 0, false, Optional.of(evil)))))
        .doesNotContain("\033")
        .doesNotContain("\r")
        .contains("e\\x1b[2Jvil\\x0d\\x0a\\u202eab");
    assertThat(show(List.of(pool(evil, Health.ONLINE, new Force.Needed(evil), Optional.empty()))))
        .doesNotContain("\033")
        .doesNotContain("\r")
        .doesNotContain("\u202e");
    assertThat(show(new Card(evil, List.of(evil), List.of(), evil))).doesNotContain("\033");
    assertThat(
            show(
                new Object() {
                  @Override
                  public String toString() {
                    return evil;
                  }
                }))
        .doesNotContain("\033");
  }

  @Test
  void measuresLettersAsTheTerminalDoes() {
    var items =
        List.of(
            new Item("日本語", 0, false, Optional.of("x")),
            new Item("e\u0301te\u0301", 0, false, Optional.of("x")),
            new Item("größe", 0, false, Optional.of("x")));
    assertThat(show(items))
        .isEqualTo(
            """
            NAME    SIZE  READ ONLY  MOUNT POINT
            日本語   0 B  no         x
            e\u0301te\u0301      0 B  no         x
            größe    0 B  no         x\
            """);
  }

  @Test
  void cutsWhatIsTooLongAndStaysWithinTheWidth() {
    var items =
        List.of(
            new Item("n".repeat(300), 1, false, Optional.of("日".repeat(300))),
            new Item("b", 1, true, Optional.empty()));
    for (int width : new int[] {20, 40, 80, 132}) {
      assertThat(TextView.show(items, width, Style.PLAIN).lines())
          .allMatch(l -> Width.of(l) <= width);
    }
    assertThat(show(items)).contains("n…").contains("日…");
    assertThat(TextView.show(items, 20, Style.PLAIN)).contains("(not shown: ");
  }

  @ParameterizedTest
  @CsvSource({
    "0,0 B",
    "1023,1023 B",
    "1024,1.0 KiB",
    "1280,1.3 KiB",
    "102348,99.9 KiB",
    "102349,100 KiB",
    "1048575,1.0 MiB",
    "104857600,100 MiB",
    "2089000000000,1.9 TiB",
    "-1,''",
    "9223372036854775807,8.0 EiB"
  })
  void saysSizesForPeople(long bytes, String expected) {
    assertThat(Words.size(bytes)).isEqualTo(expected);
  }

  @Test
  void saysStateByColourAndByWord() {
    Pool bad = pool("p", Health.FAULTED, new Force.NotNeeded(), Optional.empty());
    String shown = TextView.show(List.of(bad), 80, new Style(true, true));
    assertThat(shown).contains("\033[31mFAULTED\033[0m");
    assertThat(shown.replaceAll("\033\\[[0-9]*m", "")).isEqualTo(show(List.of(bad)));
  }

  @Test
  void choosesTheStyleByTerminalAndEnvironment() {
    var utf8 = java.nio.charset.StandardCharsets.UTF_8;
    var ascii = java.nio.charset.StandardCharsets.US_ASCII;
    var xterm = java.util.Map.of("TERM", "xterm");
    assertThat(Style.of(true, xterm, utf8)).isEqualTo(new Style(true, true));
    assertThat(Style.of(false, xterm, utf8).colour()).isFalse();
    assertThat(Style.of(true, java.util.Map.of("TERM", "dumb"), utf8).colour()).isFalse();
    assertThat(Style.of(true, java.util.Map.of("TERM", "xterm", "NO_COLOR", "1"), utf8).colour())
        .isFalse();
    assertThat(Style.of(true, java.util.Map.of("TERM", "xterm", "NO_COLOR", ""), utf8).colour())
        .isTrue();
    assertThat(Style.of(true, xterm, ascii).unicode()).isFalse();
  }
}
