package dev.thaw.helpers;

import dev.thaw.machine.Trouble;
import java.util.List;

/**
 * A text that teaches, for a person to read.
 *
 * @param markdown the text
 */
public record Explanation(String markdown) {

  /**
   * The explanation of one helper: what it is for, how it is called, its options.
   *
   * @throws Trouble.Refused if there is no such helper
   */
  public static Explanation of(HelperCatalogue catalogue, String name) {
    HelperInfo helper =
        catalogue
            .find(name)
            .orElseThrow(() ->
                new Trouble.Rejected(
                    "There is no helper " + name + ".",
                    "See help()."
                        + catalogue
                            .nearest(name)
                            .map(near -> " Did you mean " + near.name() + "?")
                            .orElse("")));
    var text = new StringBuilder("# " + name + "\n\n").append(helper.text().strip());
    text.append("\n\n");
    helper.signatures().forEach(signature -> text.append("    ").append(signature).append('\n'));
    if (!helper.options().isEmpty()) {
      text.append('\n');
      for (HelperOption option : helper.options()) {
        text.append("- `%s`: %s\n".formatted(option.name(), option.does()));
      }
    }
    return new Explanation(text.toString());
  }

  /** What to type, by situation, then every helper with its one line. */
  static Explanation firstPage(HelperCatalogue catalogue) {
    var text = new StringBuilder();
    catalogue.find("help").map(HelperInfo::text).ifPresent(text::append);
    for (Kind kind : Kind.values()) {
      text.append("\n## ").append(heading(kind)).append("\n\n");
      for (HelperInfo helper : catalogue.of(kind)) {
        text.append("- `%s`: %s\n".formatted(helper.name(), helper.summary()));
      }
    }
    return new Explanation(text.toString());
  }

  /** Calls to be read, not run. */
  static Explanation ofCalls(List<String> calls) {
    return new Explanation(
        "```java\n" + String.join("\n", calls) + "\n```\n\nNothing of it was run.\n");
  }

  private static String heading(Kind kind) {
    return switch (kind) {
      case LOOK -> "Look: changes nothing";
      case ACT -> "Act: shows its plan, then asks";
      case ALWAYS -> "Always";
    };
  }
}
