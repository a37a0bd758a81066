package dev.thaw.nixos;

import dev.thaw.nixos.NixLexer.Malformed;
import dev.thaw.nixos.NixReader.Binding;
import dev.thaw.nixos.NixReader.Body;
import dev.thaw.nixos.NixReader.Element;
import dev.thaw.nixos.NixReader.Group;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The text of one file and the edits that can be made to it. Each edit gives a new text, in which
 * everything but the edit is as it was, byte for byte.
 */
final class NixFile {

  private final String text;
  private final NixReader reader;

  /** Reads a file's text. */
  NixFile(String text) throws Malformed {
    this.text = text;
    this.reader = new NixReader(text);
  }

  /** What is bound in it, settings only. */
  List<Binding> settings() {
    return reader.bindings().stream().filter(binding -> !binding.local()).toList();
  }

  /** Everything that is bound in it, by let too. */
  List<Binding> bindings() {
    return reader.bindings();
  }

  /** The bindings of one option. */
  List<Binding> settings(List<String> option) {
    return settings().stream().filter(binding -> binding.path().equals(option)).toList();
  }

  /** The sets that hold settings. */
  List<Body> bodies() {
    return reader.bodies();
  }

  /** Which line of the file a binding begins on, the first being 1. */
  int line(Binding binding) {
    return (int) text.substring(0, start(binding.first())).chars().filter(c -> c == '\n').count()
        + 1;
  }

  /** The value as it is written. */
  String value(Binding binding) {
    return binding.from() < binding.to()
        ? text.substring(start(binding.from()), end(binding.to() - 1))
        : "";
  }

  /** What the elements of a binding's lists say. */
  List<String> elements(Binding binding) {
    return reader.lists(binding).stream()
        .flatMap(list -> reader.elements(list).stream())
        .map(reader::value)
        .toList();
  }

  /** The lists of a binding's value. */
  List<Group> lists(Binding binding) {
    return reader.lists(binding);
  }

  /** Whether a list holds names rather than strings; empty when it holds nothing. */
  Optional<Boolean> holdsNames(Group list) {
    return reader.elements(list).stream().findFirst().map(reader::isName);
  }

  private int start(int token) {
    return reader.tokens().get(token).start();
  }

  private int end(int token) {
    return reader.tokens().get(token).end();
  }

  /** The text without the first element that is meant; empty if there is none. */
  Optional<String> without(Binding binding, Predicate<String> meant) {
    for (Group list : reader.lists(binding)) {
      for (Element element : reader.elements(list)) {
        if (meant.test(reader.value(element))) {
          return Optional.of(without(list, element));
        }
      }
    }
    return Optional.empty();
  }

  private String without(Group list, Element element) {
    int from = start(element.first());
    int to = end(element.last());
    int lineStart = lineStart(from);
    int lineEnd = lineEnd(to);
    String rest = text.substring(to, lineEnd).strip();
    boolean alone = text.substring(lineStart, from).isBlank() && isComment(rest);
    boolean inside = lineStart > start(list.open()) && lineEnd <= start(list.close());
    if (alone && inside) {
      from = lineStart;
      to = lineEnd;
    } else if (text.substring(lineStart, from).isBlank()) {
      to = skipBlanks(to);
    } else {
      int before = from;
      while (isBlank(before - 1)) {
        before--;
      }
      if (before == from) {
        to = skipBlanks(to);
      }
      from = before;
    }
    String inner = text.substring(end(list.open()), from) + text.substring(to, start(list.close()));
    if (inner.isBlank()) {
      return text.substring(0, end(list.open())) + " " + text.substring(start(list.close()));
    }
    return text.substring(0, from) + text.substring(to);
  }

  private static boolean isComment(String rest) {
    return rest.isEmpty()
        || rest.startsWith("#")
        || rest.startsWith("/*") && rest.indexOf("*/") == rest.length() - 2 && rest.length() > 3;
  }

  private boolean isBlank(int at) {
    return at >= 0 && at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t');
  }

  private int skipBlanks(int at) {
    int end = at;
    while (isBlank(end)) {
      end++;
    }
    return end;
  }

  private int lineStart(int at) {
    return text.lastIndexOf('\n', at - 1) + 1;
  }

  /** Where the next line begins. */
  private int lineEnd(int at) {
    int newline = text.indexOf('\n', at);
    return newline < 0 ? text.length() : newline + 1;
  }

  private String newline() {
    return text.contains("\r\n") ? "\r\n" : "\n";
  }

  private String indent(int at) {
    int start = lineStart(at);
    return text.substring(start, skipBlanks(start));
  }

  /** The text with one more element at the end of a list. */
  String with(Group list, String element) {
    List<Element> elements = reader.elements(list);
    int open = end(list.open());
    int close = start(list.close());
    if (elements.isEmpty()) {
      boolean plain = text.substring(open, close).isBlank();
      return text.substring(0, open)
          + (plain ? " " + element + " " : " " + element + text.substring(open, close))
          + text.substring(close);
    }
    Element last = elements.getLast();
    int at = end(last.last());
    int first = start(last.first());
    if (text.substring(lineStart(first), first).isBlank()) {
      // After the comment of the last element, if it has one on its line.
      int lineEnd = lineEnd(at);
      boolean own = lineEnd <= close && isComment(text.substring(at, lineEnd).strip());
      if (own) {
        return text.substring(0, lineEnd)
            + indent(first)
            + element
            + newline()
            + text.substring(lineEnd);
      }
    }
    return text.substring(0, at) + " " + element + text.substring(at);
  }

  /** The text with another value for a binding. */
  String with(Binding binding, String value) {
    return text.substring(0, start(binding.from())) + value + text.substring(end(binding.to() - 1));
  }

  /** The text with a new binding at the end of a set. */
  String with(Body body, String name, String value) {
    int close = start(body.group().close());
    String line = name + " = " + value + ";";
    if (text.substring(lineStart(close), close).isBlank()) {
      String indent =
          settings().stream()
              .filter(b -> b.first() > body.group().open() && b.to() < body.group().close())
              .filter(b -> b.path().size() > body.path().size())
              .map(b -> indent(start(b.first())))
              .min(Comparator.comparingInt(String::length))
              .orElse(indent(close) + "  ");
      int at = lineStart(close);
      return text.substring(0, at) + indent + line + newline() + text.substring(at);
    }
    boolean space = isBlank(close - 1);
    return text.substring(0, close) + (space ? "" : " ") + line + " " + text.substring(close);
  }

  /** The text without a binding: its lines go if nothing else is on them. */
  String without(Binding binding) {
    int from = start(binding.first());
    int to = end(binding.to());
    if (text.substring(lineStart(from), from).isBlank()
        && isComment(text.substring(to, lineEnd(to)).strip())) {
      return text.substring(0, lineStart(from)) + text.substring(lineEnd(to));
    }
    return text.substring(0, from) + text.substring(skipBlanks(to));
  }

  /** The text with a binding made a comment; empty when other things share its lines. */
  Optional<String> commentedOut(Binding binding) {
    int from = start(binding.first());
    int to = end(binding.to());
    int lineStart = lineStart(from);
    int lineEnd = lineEnd(to);
    if (!text.substring(lineStart, from).isBlank()
        || !isComment(text.substring(to, lineEnd).strip())) {
      return Optional.empty();
    }
    String indent = indent(from);
    var commented = new StringBuilder(text.substring(0, lineStart));
    int at = lineStart;
    while (at < lineEnd) {
      int end = lineEnd(at);
      String line = text.substring(at, end);
      int keep = line.startsWith(indent) ? indent.length() : 0;
      commented
          .append(line, 0, keep)
          .append(line.isBlank() ? "#" : "# ")
          .append(line.substring(keep));
      at = end;
    }
    return Optional.of(commented.append(text.substring(lineEnd)).toString());
  }
}
