package dev.thaw.session;

import dev.thaw.session.Candidate.Kind;
import dev.thaw.session.Splitter.Piece;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

/** What JShell knows of the Java at the cursor. */
record JavaSuggestions(SourceCodeAnalysis analysis, Splitter splitter) {

  /** More than anybody reads; each costs the person a glance. */
  private static final int MOST = 200;

  /** How long to look up what the candidates are: a word beside each is worth no waiting. */
  private static final Duration PATIENCE = Duration.ofMillis(10);

  /** What everything has and hardly anybody looks for; whoever begins to type one finds it. */
  private static final Set<String> OF_ANYTHING =
      Set.of("equals(", "getClass()", "hashCode()", "notify()", "notifyAll()", "wait(");

  private static final Pattern PACKAGE = Pattern.compile("\\b(?:[a-z_]\\w*\\.)+([A-Z])");

  /** The snippet of the cell that the cursor is in, up to the cursor. */
  private String snippet(String cell, int cursor) {
    String before = cell.substring(0, cursor);
    List<Piece> pieces = splitter.split(before).pieces();
    return pieces.isEmpty() ? before : before.substring(pieces.getLast().offset());
  }

  /** What may stand at the cursor, those that fit there by type first. */
  List<Candidate> at(String cell, int cursor, CallSite site) {
    String snippet = snippet(cell, cursor);
    int[] anchor = {0};
    List<Suggestion> suggestions =
        analysis.completionSuggestions(snippet, snippet.length(), anchor);
    int base = cursor - snippet.length();
    if (base + anchor[0] != site.from()) {
      return List.of();
    }
    long end = System.nanoTime() + PATIENCE.toNanos();
    String head = snippet.substring(0, Math.min(anchor[0], snippet.length()));
    boolean few = suggestions.size() <= MOST / 4;
    return suggestions.stream()
        .sorted((a, b) -> Boolean.compare(b.matchesType(), a.matchesType()))
        .map(Suggestion::continuation)
        .distinct()
        .filter(text -> !site.word().isEmpty() || !OF_ANYTHING.contains(text))
        .limit(MOST)
        .map(text -> {
          String about = few && System.nanoTime() < end ? about(head, text) : "";
          return new Candidate(text, text.replaceFirst("\\($", ""), about, Kind.JAVA);
        })
        .toList();
  }

  /** What a name is; around it, JShell may know the call that it stands in. */
  private String about(String head, String text) {
    String name = text.replaceFirst("\\(.*", "");
    return documentation(head + text.replaceFirst("\\)$", ""), false).stream()
        .map(Documentation::signature)
        .filter(signature -> signature.contains(name))
        .findFirst()
        .map(JavaSuggestions::brief)
        .orElse("");
  }

  private List<Documentation> documentation(String input, boolean text) {
    return analysis.documentation(input, input.length(), text);
  }

  /** Types without their packages. */
  static String brief(String signature) {
    Matcher name = PACKAGE.matcher(signature);
    return name.replaceAll("$1");
  }

  /**
   * What stands at the cursor, as signatures, and with its Javadoc where its source is there.
   *
   * @param text whether to look for the Javadoc too
   */
  String documentation(String cell, int cursor, boolean text) {
    String snippet = snippet(cell, cursor);
    List<Documentation> here = documentation(snippet, text);
    // JShell knows a method by its bracket.
    List<Documentation> found = here.isEmpty() ? documentation(snippet + "(", text) : here;
    String shown =
        found.stream()
            .map(one ->
                "    "
                    + brief(one.signature())
                    + (one.javadoc() == null ? "" : "\n\n" + plain(one.javadoc())))
            .distinct()
            .collect(Collectors.joining("\n\n"));
    boolean missing = text && found.stream().allMatch(one -> one.javadoc() == null);
    return shown.isEmpty() || !missing ? shown : shown + "\n\n" + noJavadoc();
  }

  /** Why there is no Javadoc: JShell reads it from the sources that come with a JDK. */
  private static String noJavadoc() {
    Path java = Path.of(System.getProperty("java.home"));
    boolean sources =
        Stream.of("lib/src.zip", "../src.zip").map(java::resolve).anyMatch(Files::exists);
    return sources
        ? "It has no Javadoc."
        : "There is no Javadoc to show: this JDK came without its sources (lib/src.zip).";
  }

  /** Javadoc as Markdown, as far as anybody reads it at a prompt. */
  private static String plain(String javadoc) {
    return javadoc
        // With a label, what a link leads to is not worth reading.
        .replaceAll("\\{@link(?:plain)?\\s+[^\\s(}]+(?:\\([^)}]*\\))?\\s+([^}]+)}", "$1")
        .replaceAll("\\{@(?:code|link|linkplain|literal)\\s+#?([^}]*)}", "`$1`")
        .replaceAll("\\{@return\\s+([^}]*)}", "Gives $1.")
        .replaceAll("<p>|</?[uo]l>", "\n\n")
        .replaceAll("<li>", "\n- ")
        .replaceAll("</?[a-zA-Z][^>]*>", "")
        .replaceAll("(?m)^\\s*@param\\s+(\\S+)\\s*", "\n- `$1` ")
        .replaceAll("(?m)^\\s*@returns?\\s*", "\nGives ")
        .replaceAll("(?m)^\\s*@throws\\s+(\\S+)\\s*", "\n- throws `$1` ")
        .replaceAll("(?ms)^\\s*@(?:see|since|implSpec|implNote|apiNote|jls|author).*", "")
        .replaceAll("(?m)^ +", "")
        .strip();
  }
}
