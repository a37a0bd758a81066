package dev.thaw.boot.screen;

import dev.thaw.boot.screen.KnownLine.Expression;
import dev.thaw.boot.screen.KnownLine.Literal;
import dev.thaw.boot.screen.KnownLine.Meaning;
import dev.thaw.boot.screen.KnownLine.Named;
import dev.thaw.boot.screen.KnownLine.Part;
import dev.thaw.boot.screen.KnownLine.Shape;
import dev.thaw.boot.screen.KnownLine.Words;
import dev.thaw.machine.Scripts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table of all lines that are known; how it is written is said at its head. */
final class KnownLines {

  private static final Pattern HOLE = Pattern.compile("\\{(?<hole>[a-z]+)}|\\[(?<cut>[^]]*)]");

  /** A group without a choice, that is always there. */
  private static final Pattern PLAIN =
      Pattern.compile("\\(\\?<[a-z]+>((?:[^()|\\\\]|\\\\.)*)\\)(?![?*{])");

  private static final List<KnownLine> ALL = parse(Scripts.read(KnownLines.class, "lines.txt"));

  private final Map<String, Kinds> groups = new LinkedHashMap<>();
  private final List<KnownLine> lines = new ArrayList<>();
  private Speaker speaker = Speaker.FIRMWARE;
  private ScreenStage stage = ScreenStage.FIRMWARE;

  private KnownLines() {}

  /** All of them. */
  static List<KnownLine> all() {
    return ALL;
  }

  static List<KnownLine> parse(String table) {
    var known = new KnownLines();
    table.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(known::add);
    return List.copyOf(known.lines);
  }

  private void add(String line) {
    if (line.startsWith("== ")) {
      String[] words = line.substring(3).strip().split(" ");
      speaker = Speaker.named(words[0]);
      stage = ScreenStage.named(words[1]);
    } else if (line.matches("@[a-z-]+ = .*")) {
      String[] parts = line.split(" = ", 2);
      groups.put(parts[0].strip(), kinds(parts[1]));
    } else {
      String[] parts = line.split(" \\| ", 3);
      Optional<Hole> near =
          parts.length < 3
              ? Optional.empty()
              : Optional.of(Hole.named(parts[2].strip().replace("near ", "")));
      String kinds = parts[0].strip();
      Meaning meaning = meaning(kinds.charAt(0));
      String ids = meaning == Meaning.FAILS ? kinds : kinds.substring(1);
      lines.add(new KnownLine(meaning, kinds(ids), speaker, stage, shape(parts[1].strip()), near));
    }
  }

  private static Meaning meaning(char sign) {
    return switch (sign) {
      case '-' -> Meaning.GOES_ON;
      case '+' -> Meaning.REACHED;
      case '=' -> Meaning.WENT_WELL;
      case '?' -> Meaning.STOPS_HERE;
      case '~' -> Meaning.PASSES;
      case '!' -> Meaning.FAILS_FOR_GOOD;
      case '<' -> Meaning.FOLLOWS;
      default -> Meaning.FAILS;
    };
  }

  private Kinds kinds(String text) {
    if (text.isBlank()) {
      return Kinds.NONE;
    }
    if (text.startsWith("@")) {
      return Optional.ofNullable(groups.get(text.strip()))
          .orElseThrow(() -> new IllegalStateException("no group " + text));
    }
    return new Kinds(Arrays.stream(text.split(";")).map(KnownLines::choice).toList());
  }

  private static Kinds.Choice choice(String text) {
    String[] parts = text.strip().split(" if ", 2);
    return new Kinds.Choice(
        Pattern.compile(parts.length < 2 ? "" : parts[1].strip()),
        Arrays.stream(parts[0].split(",")).map(String::strip).toList());
  }

  private static Shape shape(String text) {
    if (text.startsWith("/")) {
      String regex = text.substring(1, text.length() - 1);
      return new Expression(Pattern.compile(regex, Pattern.CASE_INSENSITIVE), guard(regex));
    }
    var parts = new ArrayList<Part>();
    Matcher hole = HOLE.matcher(text);
    int from = 0;
    while (hole.find()) {
      literal(text.substring(from, hole.start()), false, parts);
      if (hole.group("hole") != null) {
        parts.add(new Named(Hole.named(hole.group("hole"))));
      } else {
        literal(hole.group("cut"), true, parts);
      }
      from = hole.end();
    }
    literal(text.substring(from), false, parts);
    return new Words(parts, text.replaceAll("[\\[\\]]", ""));
  }

  /** The longest run of letters that an expression is never without, in lower case. */
  static String guard(String whole) {
    String regex = PLAIN.matcher(whole).replaceAll("$1");
    String longest = "";
    var run = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < regex.length(); i++) {
      char c = regex.charAt(i);
      boolean escaped = c == '\\';
      boolean letter = depth == 0 && !escaped && (Character.isLetterOrDigit(c) || c == ' ');
      if (c == '|' && depth == 0) {
        return "";
      }
      if (letter) {
        run.append(c);
      } else if (!run.isEmpty()) {
        // What may be missing, or come more often, is no part of it.
        run.setLength(run.length() - ("?*{".indexOf(c) >= 0 ? 1 : 0));
        longest = run.length() > longest.length() ? run.toString() : longest;
        run.setLength(0);
      }
      if (escaped) {
        i++;
      } else if (c == '[') {
        i = regex.indexOf(']', i + 2);
      } else {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      }
    }
    return (run.length() > longest.length() ? run.toString() : longest).toLowerCase(Locale.ROOT);
  }

  private static void literal(String text, boolean optional, List<Part> parts) {
    var phrase = new Phrase(text);
    if (!phrase.letters().isEmpty()) {
      parts.add(new Literal(phrase, optional));
    }
  }
}
