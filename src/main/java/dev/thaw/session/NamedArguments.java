package dev.thaw.session;

import dev.thaw.helpers.HelperCatalogue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns named arguments into Java: {@code rebuild(flake=true)} becomes {@code rebuild(new
 * RebuildOptions(true, null))}, {@code explain(mountAll)} becomes {@code explain("mountAll")}.
 */
final class NamedArguments {

  private static final Pattern WORD = Pattern.compile("\\w+");

  private final HelperCatalogue catalogue;

  NamedArguments(HelperCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * Rewrites one snippet; one that can't be parsed stays as it is.
   *
   * @param variables the names of the session's variables: assigning to one is an assignment
   * @throws Misnamed if a helper has no such option, or an option is given wrongly
   */
  Rewriting rewrite(String snippet, Set<String> variables) throws Misnamed {
    if (!mayNeedIt(snippet)) {
      return Rewriting.none(snippet);
    }
    Parsed parsed = Parsed.of(snippet);
    if (parsed == null) {
      return Rewriting.none(snippet);
    }
    List<Edit> edits = new CallFinder(catalogue, parsed, variables).find();
    edits.sort(
        Comparator.comparingInt(Edit::start).thenComparing(Edit::end, Comparator.reverseOrder()));
    var rewriting = new Rewriting();
    emit(snippet, 0, snippet.length(), edits, rewriting);
    return rewriting;
  }

  /** A quick look that spares most cells the parsing. */
  private boolean mayNeedIt(String snippet) {
    boolean assigns = snippet.indexOf('=') >= 0;
    Matcher word = WORD.matcher(snippet);
    while (word.find()) {
      var helper = catalogue.find(word.group());
      if (helper.isPresent() && (assigns || helper.get().takesHelperName(0))) {
        return true;
      }
    }
    return false;
  }

  /** A range of the snippet and the parts that replace it. */
  record Edit(int start, int end, List<Part> parts) {}

  /** A part of a replacement: new text, or a range of the snippet when {@code text} is null. */
  record Part(@Nullable String text, int start, int end) {
    static Part text(String text, int origin) {
      return new Part(text, origin, origin);
    }

    static Part range(int start, int end) {
      return new Part(null, start, end);
    }
  }

  private static void emit(String snippet, int from, int to, List<Edit> edits, Rewriting into) {
    int at = from;
    for (int i = 0; i < edits.size(); i++) {
      Edit edit = edits.get(i);
      if (edit.start() < at || edit.end() > to) {
        continue;
      }
      into.copy(snippet, at, edit.start());
      var inner = new ArrayList<>(edits.subList(i + 1, edits.size()));
      for (Part part : edit.parts()) {
        if (part.text() == null) {
          emit(snippet, part.start(), part.end(), inner, into);
        } else {
          into.insert(part.text(), part.start());
        }
      }
      at = edit.end();
    }
    into.copy(snippet, at, to);
  }
}
