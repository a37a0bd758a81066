package dev.thaw.helpers;

import dev.thaw.boot.FailurePage;
import dev.thaw.machine.Trouble;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A text that teaches, for a person to read.
 *
 * @param markdown the text
 */
public record Explanation(String markdown) {

  /** What the list of all failures is called. */
  public static final String FAILURES = "failures";

  /** As an id is written: no number, and no difference of numbers that a helper takes. */
  private static final Pattern FAILURE = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)+");

  /** So many names are offered for one that is none. */
  private static final int OFFERED = 6;

  /**
   * The explanation of a helper, or the page of a way not to boot, or the list of those.
   *
   * @param name of a helper, a failure's id, or {@link #FAILURES}
   * @throws Trouble.Rejected if it is none of these
   */
  public static Explanation of(HelperCatalogue catalogue, String name) {
    if (name.equals(FAILURES)) {
      return new Explanation(FailurePage.list());
    }
    return catalogue
        .find(name)
        .map(Explanation::of)
        .or(() -> FailurePage.of(name).map(page -> new Explanation(page.markdown())))
        .orElseThrow(() -> unknown(catalogue, name));
  }

  /**
   * Whether a word that stands without quotes is meant as such a name. What only looks like a
   * failure's id is, too: so the nearest ones are told.
   */
  public static boolean isName(HelperCatalogue catalogue, String word) {
    return catalogue.find(word).isPresent()
        || word.equals(FAILURES)
        || FAILURE.matcher(word).matches();
  }

  private static Trouble.Rejected unknown(HelperCatalogue catalogue, String name) {
    List<String> near = near(catalogue, name).stream().limit(OFFERED).toList();
    return new Trouble.Rejected(
        "There is no helper " + name + ", and no failure of that name.",
        "See help() and explain("
            + FAILURES
            + ")."
            + (near.isEmpty() ? "" : " Did you mean " + String.join(", ", near) + "?"));
  }

  /** The failures whose ids have all the words of a name; else what is spelt nearly like it. */
  private static List<String> near(HelperCatalogue catalogue, String name) {
    var names = new ArrayList<>(FailurePage.titles().keySet());
    List<String> words =
        Stream.of(name.toLowerCase(Locale.ROOT).split("[^a-z0-9]+"))
            .filter(word -> word.length() > 1)
            .toList();
    List<String> holding =
        names.stream().filter(id -> words.stream().allMatch(id::contains)).toList();
    if (!words.isEmpty() && !holding.isEmpty()) {
      return holding;
    }
    names.addAll(catalogue.names());
    return Nearest.all(name, names);
  }

  /** What a helper is for, how it is called, its options. */
  private static Explanation of(HelperInfo helper) {
    var text = new StringBuilder("# " + helper.name() + "\n\n").append(helper.text().strip());
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
