package dev.thaw.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.notebook.Cell.Type;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * Ids for cells that have none, or one that is invalid or another cell's. They are made from what
 * the cell says, so that it keeps its id when cells before it come and go.
 */
final class CellIds {

  private final Set<String> given;
  private final Set<String> taken = new HashSet<>();

  /** Ids beside those that cells of the notebook have already. */
  CellIds(Set<String> given) {
    this.given = given;
  }

  /** The id of the next cell: the one in the file ({@code null} if none), or a new one. */
  String next(JsonNode inFile, Type type, String source) {
    if (inFile != null
        && inFile.isTextual()
        && Cell.isId(inFile.textValue())
        && taken.add(inFile.textValue())) {
      return inFile.textValue();
    }
    String stem = digest(type + "\n" + source);
    String id = stem;
    for (int i = 2; given.contains(id) || !taken.add(id); i++) {
      id = stem + "-" + i;
    }
    return id;
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }
}
