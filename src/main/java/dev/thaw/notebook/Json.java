package dev.thaw.notebook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;

/** JSON as Python writes it for Jupyter: sorted, indented by one blank, numbers kept exactly. */
final class Json {

  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  // A picture is one string, and may be as long as a notebook.
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .build())
          // Python writes NaN into outputs.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
          .build();

  private static final DefaultPrettyPrinter PRINTER = printer();

  private Json() {}

  private static DefaultPrettyPrinter printer() {
    var indenter = new DefaultIndenter(" ", "\n");
    return new DefaultPrettyPrinter()
        .withObjectIndenter(indenter)
        .withArrayIndenter(indenter)
        .withSeparators(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""));
  }

  /**
   * Parses a document.
   *
   * @param name the file's, for the message
   * @throws Trouble if it is broken: with line and column
   */
  static JsonNode parse(String name, String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonEOFException e) {
      throw new Trouble.Rejected(
          place(name, e) + ": the file ends in the middle.",
          "It was probably not copied or downloaded as a whole: get it again.");
    } catch (JsonProcessingException e) {
      String reason = Clean.line(e.getOriginalMessage().lines().findFirst().orElse(""));
      throw new Trouble.Rejected(
          place(name, e) + ": this is no valid JSON: " + reason,
          "Get the notebook again, or mend the place in an editor.");
    } catch (NumberFormatException e) {
      throw new Trouble.Rejected(
          name + ": a number in it is too large to be kept.",
          "Get the notebook again, or mend the number in an editor.");
    }
  }

  private static String place(String name, JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    return at == null ? name : name + ", line " + at.getLineNr() + ", column " + at.getColumnNr();
  }

  /** A document as text, with a newline at its end, that can be encoded in UTF-8. */
  static String text(JsonNode document) {
    try {
      return escapeSurrogates(MAPPER.writer(PRINTER).writeValueAsString(document) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree could not be written as JSON.", e);
    }
  }

  /**
   * Halves of surrogate pairs, which stand in strings only, as escapes: UTF-8 has no way for them.
   */
  private static String escapeSurrogates(String json) {
    var text = new StringBuilder(json.length());
    json.codePoints()
        .forEach(c -> {
          if (Character.getType(c) == Character.SURROGATE) {
            text.append("\\u%04x".formatted(c));
          } else {
            text.appendCodePoint(c);
          }
        });
    return text.toString();
  }
}
