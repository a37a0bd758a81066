package dev.thaw.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import java.util.stream.Stream;

/** Whether a document is a notebook that can be played: nbformat 4, in Java. */
final class Format {

  private Format() {}

  /** Throws what is wrong with it, and what to do. */
  static void check(JsonNode root, String name) {
    JsonNode major = root.path("nbformat");
    if (!major.isIntegralNumber()) {
      throw new Trouble.Rejected(
          name + " is JSON, but no notebook: it does not say which nbformat it has.",
          "Name a file that Jupyter opens, usually NAME.ipynb.");
    }
    if (major.asLong() < 4) {
      throw new Trouble.Rejected(
          name + " has nbformat " + major + ", an old one; Thaw plays nbformat 4.",
          "Convert it: jupyter nbconvert --to notebook --nbformat 4 --inplace FILE");
    }
    if (major.asLong() > 4) {
      throw new Trouble.Rejected(
          name + " has nbformat " + major + ", a newer one; Thaw plays nbformat 4.",
          "Save it in Jupyter as nbformat 4, or get a newer Thaw.");
    }
    JsonNode metadata = root.path("metadata");
    Stream.of(metadata.at("/language_info/name"), metadata.at("/kernelspec/language"))
        .filter(language -> language.isTextual() && !language.asText().equalsIgnoreCase("java"))
        .findFirst()
        .ifPresent(language -> {
          throw new Trouble.Rejected(
              name + " is in " + Clean.line(language.asText()) + "; Thaw plays Java.",
              "Open it in Jupyter with the kernel that it was made for.");
        });
  }
}
