package dev.thaw.boot.screen;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.type.CollectionType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A screen as somebody had it before them: {@code screens.json}.
 *
 * @param id its name
 * @param source where it is from
 * @param kinds the failures of which any is right; empty where nothing failed
 * @param about what of the subject has to be told; may be empty
 * @param lines as they were typed
 */
public record RealScreen(
    String id, String source, List<String> kinds, String about, List<String> lines) {

  /** All of them. */
  public static List<RealScreen> all() {
    var mapper = new ObjectMapper();
    CollectionType list =
        mapper.getTypeFactory().constructCollectionType(List.class, RealScreen.class);
    try (InputStream in = RealScreen.class.getResourceAsStream("screens.json")) {
      return mapper.readValue(in, list);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines as one text. */
  public String text() {
    return String.join("\n", lines);
  }

  @Override
  public String toString() {
    return id;
  }
}
