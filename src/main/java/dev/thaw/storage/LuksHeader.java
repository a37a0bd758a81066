package dev.thaw.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads the first bytes of a LUKS container, as the LUKS1 and LUKS2 format pages lay them out. */
final class LuksHeader {

  private static final byte[] MAGIC = {'L', 'U', 'K', 'S', (byte) 0xba, (byte) 0xbe};

  /** What the second header of LUKS2 begins with; its layout is the first one's. */
  private static final byte[] SECOND = {'S', 'K', 'U', 'L', (byte) 0xba, (byte) 0xbe};

  private static final int VERSION_AT = 6;
  private static final int LABEL_AT = 24;
  private static final int LABEL_LENGTH = 48;
  private static final int UUID_AT = 168;
  private static final int UUID_LENGTH = 40;
  private static final int JSON_AT = 4096;
  private static final ObjectMapper JSON = new ObjectMapper();

  private LuksHeader() {}

  /**
   * The container with this header; empty when the bytes are no LUKS header.
   *
   * @param device where it was read from
   */
  static Optional<LuksContainer> parse(String device, byte[] header) {
    boolean second = begins(header, SECOND);
    if (header.length < UUID_AT + UUID_LENGTH || !second && !begins(header, MAGIC)) {
      return Optional.empty();
    }
    int version = (header[VERSION_AT] & 0xff) << 8 | header[VERSION_AT + 1] & 0xff;
    return Optional.of(
        new LuksContainer(
            device,
            version,
            text(header, UUID_AT, UUID_LENGTH),
            version == 1 ? "" : text(header, LABEL_AT, LABEL_LENGTH),
            version == 1 ? List.of() : tokens(header),
            second,
            Optional.empty()));
  }

  private static boolean begins(byte[] header, byte[] magic) {
    return header.length >= magic.length
        && Arrays.equals(header, 0, magic.length, magic, 0, magic.length);
  }

  private static List<String> tokens(byte[] header) {
    if (header.length <= JSON_AT) {
      return List.of();
    }
    try {
      var tokens = new ArrayList<String>();
      JsonNode json = JSON.readTree(text(header, JSON_AT, header.length - JSON_AT));
      json.path("tokens").forEach(token -> tokens.add(token.path("type").asText()));
      return tokens;
    } catch (JsonProcessingException e) {
      // A damaged or longer header: the facts in front of it still hold.
      return List.of();
    }
  }

  /** The text up to the first NUL, or all of it. */
  private static String text(byte[] bytes, int at, int length) {
    int end = at;
    while (end < at + length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, at, end - at, StandardCharsets.UTF_8);
  }
}
