package dev.thaw.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;

/**
 * Says where a notebook is not built as one.
 *
 * @param name the file's
 */
record NotebookFaults(String name) {

  /** The trouble with a part, told in a sentence that begins with the part. */
  Trouble at(String sentence) {
    return new Trouble.Rejected(
        name + ", " + Clean.line(sentence),
        "Get the notebook again, or mend the place in Jupyter or an editor.");
  }

  /** The part as an object. */
  ObjectNode object(JsonNode part, String what) {
    if (part instanceof ObjectNode object) {
      return object;
    }
    throw wrong(part, what, "an object");
  }

  /** The part as a list. */
  ArrayNode list(JsonNode part, String what) {
    if (part instanceof ArrayNode list) {
      return list;
    }
    throw wrong(part, what, "a list");
  }

  /** The part as text: it is one string, or a list of them. */
  String text(JsonNode part, String what) {
    String text = MimeBundle.text(part);
    if (text == null) {
      throw wrong(part, what, "text or a list of lines");
    }
    return text;
  }

  private Trouble wrong(JsonNode part, String what, String expected) {
    String found =
        part == null
            ? "missing"
            : switch (part.getNodeType()) {
              case STRING -> "text";
              case NUMBER -> "a number";
              case ARRAY -> "a list with something else in it";
              case OBJECT -> "an object";
              default -> part.toString();
            };
    return at(what + " is " + found + ", not " + expected + ".");
  }
}
