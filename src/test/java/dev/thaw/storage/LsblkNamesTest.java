package dev.thaw.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A label of any letters comes through an lsblk that writes bytes as {@code \xNN}. */
class LsblkNamesTest {

  @Property
  void whatAnOldLsblkWritesIsReadBack(@ForAll("labels") String label) throws Exception {
    String json = "{\"label\":\"" + written(label) + "\",\"next\":\"a\"}";
    var read = new JsonMapper().readTree(LsblkEscapes.undone(json));
    assertThat(read.path("label").asText()).isEqualTo(label);
    assertThat(read.path("next").asText()).isEqualTo("a");
  }

  /** As util-linux did before it wrote JSON's own escapes. */
  private static String written(String label) {
    var written = new StringBuilder();
    for (byte one : label.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = one >= ' ' && one < 127 && "\"\\`$".indexOf(one) < 0;
      written.append(plain ? String.valueOf((char) one) : "\\x%02x".formatted(one & 0xff));
    }
    return written.toString();
  }

  @Provide
  Arbitrary<String> labels() {
    Arbitrary<String> odd = Arbitraries.of("\\", "\"", "\\x41", "\n", "$", "é");
    return Arbitraries.oneOf(odd, Arbitraries.strings().all().ofMaxLength(3))
        .list()
        .ofMaxSize(5)
        .map(parts -> String.join("", parts))
        .filter(label -> StandardCharsets.UTF_8.newEncoder().canEncode(label));
  }
}
