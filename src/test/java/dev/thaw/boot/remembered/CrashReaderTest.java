package dev.thaw.boot.remembered;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.remembered.CrashReport.Place;
import dev.thaw.machine.Probe;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** The kernel's last words, as it leaves them in parts, packed or not. */
class CrashReaderTest {

  private static final String OWNER = "cfc8fc79-be2e-4ddc-97f0-9f98bfe298a0";
  private final Map<Place, ByteArrayOutputStream> kept = new LinkedHashMap<>();

  private void keep(Place place, String path, byte[] bytes) {
    ByteArrayOutputStream out = kept.computeIfAbsent(place, _ -> new ByteArrayOutputStream());
    String head = path + "\0" + "1700000555.25" + "\0" + bytes.length + "\0";
    out.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    out.writeBytes(bytes);
  }

  private void variable(int part, long time, char how, byte[] bytes) {
    byte[] whole = new byte[bytes.length + 4];
    System.arraycopy(bytes, 0, whole, 4, bytes.length);
    keep(Place.EFIVARS, "/e/dump-type0-" + part + "-1-" + time + "-" + how + "-" + OWNER, whole);
  }

  private List<CrashReport> read() {
    var sections = new LinkedHashMap<String, Probe.Section>();
    kept.forEach((place, out) ->
        sections.put(place.section(), new Probe.Section(0, out.toByteArray(), new byte[0])));
    return CrashReader.read(new Probe.Sections(sections));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] packed(String text, boolean bare) {
    try (var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, bare)) {
      deflater.setInput(bytes(text));
      deflater.finish();
      byte[] buffer = new byte[4096];
      return Arrays.copyOf(buffer, deflater.deflate(buffer));
    }
  }

  @Test
  void partsArePutTogetherTheFirstOneLastAndUnpacked() {
    variable(1, 1_700_000_000, 'C', packed("Panic#1 Part1\n<0>[ 2.2] three\n", true));
    variable(3, 1_700_000_000, 'D', bytes("Panic#1 Part3\n<4>[ 2.0] o"));
    variable(2, 1_700_000_000, 'C', packed("Panic#1 Part2\nne\n<4>[ 2.1] two\n", false));

    assertThat(read())
        .containsExactly(
            new CrashReport(
                Place.EFIVARS,
                Instant.ofEpochSecond(1_700_000_000),
                List.of("[ 2.0] one", "[ 2.1] two", "[ 2.2] three")));
  }

  @Test
  void crashesAreKeptApartAndTheLatestComesFirst() {
    variable(1, 1_700_000_000, 'D', bytes("Panic#1 Part1\nearly\n"));
    variable(1, 1_800_000_000, 'D', bytes("Panic#1 Part1\nlate\n"));
    keep(Place.PSTORE, "/p/dmesg-ramoops-0", bytes("Oops#1 Part1\nof RAM\n"));

    assertThat(read())
        .extracting(CrashReport::lines)
        .containsExactly(List.of("late"), List.of("of RAM"), List.of("early"));
    assertThat(read().get(1).at()).isEqualTo(Instant.ofEpochSecond(1_700_000_555));
  }

  @Test
  void oneThatIsKeptInTwoPlacesIsToldOnceWithItsWords() {
    variable(1, 1_700_000_000, 'C', new byte[] {1, 2, 3});
    keep(Place.LIVE, "/l/1/dmesg-efi_pstore-170000000001001", bytes("Panic#1 Part1\nwords\n"));

    assertThat(read()).extracting(CrashReport::lines).containsExactly(List.of("words"));
  }

  @Test
  void whatIsPackedInAnotherWayIsThereWithoutWords() {
    variable(1, 1_700_000_000, 'C', new byte[] {40, (byte) 0xb5, 47, (byte) 0xfd, 9, 9, 9});
    assertThat(read()).singleElement().matches(report -> report.line().isEmpty());

    keep(Place.PSTORE, "/p/dmesg-efi_pstore-180000000001001.enc.z", new byte[] {1, 2});
    assertThat(read()).hasSize(2);
  }

  @Test
  void otherFilesAndWhatIsCutOffAreNoCrash() {
    keep(Place.EFIVARS, "/e/dump-type4-1-1-1700000000-D-" + OWNER, bytes("1234console"));
    keep(Place.LIVE, "/l/1/dmesg.txt", bytes("Panic#1 Part1\nwords\n"));
    assertThat(read()).isEmpty();

    kept.clear();
    variable(1, 1_700_000_000, 'D', bytes("Panic#1 Part1\nwords\n"));
    byte[] whole = kept.get(Place.EFIVARS).toByteArray();
    for (int length = 0; length < whole.length; length++) {
      kept.get(Place.EFIVARS).reset();
      kept.get(Place.EFIVARS).write(whole, 0, length);
      assertThat(read().size()).isLessThan(2);
    }
  }

  @Test
  void itsWordsAreReadAsAScreen() {
    variable(
        1,
        1_700_000_000,
        'D',
        bytes("Panic#1 Part1\n<1>[ 3.1] BUG: unable to handle page fault for address: 0\n"));
    assertThat(read().getFirst().screen().failures().getFirst().kinds()).contains("kernel-oops");
  }
}
