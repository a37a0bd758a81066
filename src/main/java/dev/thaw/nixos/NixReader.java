package dev.thaw.nixos;

import dev.thaw.nixos.NixLexer.Malformed;
import dev.thaw.nixos.NixToken.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The structure of Nix text, as far as settings need it: attribute sets, what they bind, and lists.
 * Nothing is evaluated: {@code lib.mkIf cond { … }} is taken for the set in it, whatever cond says.
 */
final class NixReader {

  /**
   * A name that is given a value.
   *
   * @param path the whole name, the sets around it included: {@code [boot, initrd, kernelModules]};
   *     a computed part is {@link #COMPUTED}
   * @param first the index of its first token
   * @param from the index of its value's first token; {@code to} when it is inherited
   * @param to the index of the semicolon
   * @param local whether it is bound by {@code let}
   */
  record Binding(List<String> path, int first, int from, int to, boolean local) {

    /** The name as it is written with dots. */
    String name() {
      return String.join(".", path);
    }
  }

  /** A list or set in brackets: the indexes of the two. */
  record Group(int open, int close) {}

  /**
   * An attribute set that stands for settings.
   *
   * @param path what it is the value of; empty for the file's own set
   */
  record Body(List<String> path, Group group) {}

  /** An element of a list: the indexes of its first and last token. */
  record Element(int first, int last) {}

  /** Stands for a part of a name that only nix can tell. */
  static final String COMPUTED = "${…}";

  private static final Set<String> MODULE_LISTS = Set.of("modules", "imports", "sharedModules");
  private static final Set<String> NOT_A_VALUE =
      Set.of("with", "assert", "if", "then", "else", "inherit", "rec", "let", "in");

  private final List<NixToken> tokens;
  private final int[] partner;
  private final List<Binding> bindings = new ArrayList<>();
  private final List<Body> bodies = new ArrayList<>();

  /** Reads a file's text. */
  NixReader(String text) throws Malformed {
    // Indexes count what means something only; offsets still lead into the text.
    tokens = NixLexer.tokens(text).stream().filter(token -> !token.isTrivia()).toList();
    partner = partners();
    walk(0, tokens.size(), List.of(), false);
  }

  /** The tokens that mean something; what the indexes count. */
  List<NixToken> tokens() {
    return tokens;
  }

  /** Everything that is bound, in the order of the text. */
  List<Binding> bindings() {
    return bindings;
  }

  /** The sets that hold settings, in the order of the text. */
  List<Body> bodies() {
    return bodies;
  }

  private int[] partners() throws Malformed {
    int[] partner = new int[tokens.size()];
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < tokens.size(); i++) {
      NixToken token = tokens.get(i);
      partner[i] = -1;
      if (isOneOf(token, "{", "[", "(", "${", "let")) {
        open.push(i);
      } else if (isOneOf(token, "}", "]", ")", "in")) {
        if (open.isEmpty() || !fit(tokens.get(open.peek()), token)) {
          throw new Malformed("'" + token.text() + "' closes nothing", token.start());
        }
        partner[i] = open.pop();
        partner[partner[i]] = i;
      }
    }
    if (!open.isEmpty()) {
      NixToken left = tokens.get(open.peek());
      throw new Malformed("'" + left.text() + "' is not closed", left.start());
    }
    return partner;
  }

  private static boolean fit(NixToken open, NixToken close) {
    return switch (open.text()) {
      case "[" -> close.is("]");
      case "(" -> close.is(")");
      case "let" -> close.is("in");
      default -> close.is("}");
    };
  }

  private static boolean isOneOf(NixToken token, String... marks) {
    for (String mark : marks) {
      if (token.is(mark)) {
        return true;
      }
    }
    return false;
  }

  private boolean is(int index, String mark) {
    return index >= 0 && index < tokens.size() && tokens.get(index).is(mark);
  }

  /** Looks for sets in an expression that is the value of {@code path}. */
  private void walk(int from, int to, List<String> path, boolean local) throws Malformed {
    for (int i = from; i < to; i++) {
      NixToken token = tokens.get(i);
      if (token.is("{")) {
        int close = partner[i];
        if (!isHead(i)) {
          set(new Group(i, close), path, local);
        }
        i = close;
      } else if (token.is("let")) {
        bindings(i + 1, partner[i], List.of(), true);
        i = partner[i];
      } else if (token.is("(") || token.is("[") && isMerge(i)) {
        walk(i + 1, partner[i], path, local);
        i = partner[i];
      } else if (partner[i] > i) {
        i = partner[i];
      }
    }
  }

  /** Whether the braces at {@code open} hold the arguments of a function. */
  private boolean isHead(int open) {
    int after = partner[open] + 1;
    return is(after, ":") || is(after, "@") || is(open - 1, "@");
  }

  private boolean isMerge(int open) {
    return open > 0 && tokens.get(open - 1).text().equals("mkMerge");
  }

  private void set(Group group, List<String> path, boolean local) throws Malformed {
    if (!local) {
      bodies.add(new Body(path, group));
    }
    bindings(group.open() + 1, group.close(), path, local);
  }

  private void bindings(int from, int to, List<String> path, boolean local) throws Malformed {
    int i = from;
    while (i < to) {
      i = is(i, "inherit") ? inherited(i, to, path, local) : binding(i, to, path, local);
    }
  }

  private int inherited(int first, int to, List<String> path, boolean local) throws Malformed {
    int i = first + 1;
    if (is(i, "(")) {
      i = partner[i] + 1;
    }
    int end = semicolon(i, to);
    while (i < end) {
      bindings.add(new Binding(join(path, part(i)), i, end, end, local));
      i = is(i, "${") ? partner[i] + 1 : i + 1;
    }
    return end + 1;
  }

  private int binding(int first, int to, List<String> path, boolean local) throws Malformed {
    List<String> names = path;
    int i = first;
    while (true) {
      names = join(names, part(i));
      i = is(i, "${") ? partner[i] + 1 : i + 1;
      if (!is(i, ".")) {
        break;
      }
      i++;
    }
    if (i >= to || !is(i, "=")) {
      throw new Malformed("an '=' was expected", tokens.get(Math.min(i, to - 1)).start());
    }
    int end = semicolon(i + 1, to);
    List<String> option = names;
    if (path.isEmpty() && names.getFirst().equals("config")) {
      option = names.subList(1, names.size());
    }
    if (!option.isEmpty()) {
      bindings.add(new Binding(option, first, i + 1, end, local));
    }
    if (MODULE_LISTS.contains(names.getLast())) {
      modules(i + 1, end);
    } else {
      walk(i + 1, end, option, local);
    }
    return end + 1;
  }

  /** Modules that are written inside a list are roots of their own. */
  private void modules(int from, int to) throws Malformed {
    for (int i = from; i < to; i++) {
      if (is(i, "[") || is(i, "(")) {
        walk(i + 1, partner[i], List.of(), false);
        i = partner[i];
      }
    }
  }

  private String part(int i) throws Malformed {
    NixToken token = tokens.get(i);
    if (token.kind() == Kind.NAME) {
      return token.text();
    }
    if (token.kind() == Kind.STRING) {
      return token.isPlainString() ? token.value() : COMPUTED;
    }
    if (token.is("${")) {
      return COMPUTED;
    }
    throw new Malformed("a name was expected", token.start());
  }

  private static List<String> join(List<String> path, String name) {
    var joined = new ArrayList<>(path);
    joined.add(name);
    return List.copyOf(joined);
  }

  /** The semicolon that ends the value; those of {@code with} and {@code assert} are in it. */
  private int semicolon(int from, int to) throws Malformed {
    int inner = 0;
    for (int i = from; i < to; i++) {
      NixToken token = tokens.get(i);
      if (partner[i] > i) {
        i = partner[i];
      } else if (isOneOf(token, "with", "assert")) {
        inner++;
      } else if (token.is(";") && inner-- == 0) {
        return i;
      }
    }
    throw new Malformed("a ';' is missing", tokens.get(Math.min(from, tokens.size() - 1)).start());
  }

  /** The lists that a value is made of: one, or several joined by ++ or chosen among. */
  List<Group> lists(Binding binding) {
    var lists = new ArrayList<Group>();
    lists(binding.from(), binding.to(), lists);
    return lists;
  }

  private void lists(int from, int to, List<Group> lists) {
    for (int i = from; i < to; i++) {
      if (is(i, "(") || is(i, "[") && isMerge(i)) {
        lists(i + 1, partner[i], lists);
      } else if (is(i, "[")) {
        lists.add(new Group(i, partner[i]));
      }
      if (partner[i] > i) {
        i = partner[i];
      }
    }
  }

  /** The elements of a list. */
  List<Element> elements(Group list) {
    var elements = new ArrayList<Element>();
    int i = list.open() + 1;
    while (i < list.close()) {
      int last = end(i);
      while (is(last + 1, ".") && last + 2 < list.close()) {
        last = end(last + 2);
      }
      elements.add(new Element(i, last));
      i = last + 1;
    }
    return elements;
  }

  private int end(int i) {
    if (is(i, "rec") && is(i + 1, "{")) {
      return partner[i + 1];
    }
    return partner[i] > i ? partner[i] : i;
  }

  /** What an element says: a string's characters, or its text without spaces. */
  String value(Element element) {
    if (element.first() == element.last()) {
      return tokens.get(element.first()).value();
    }
    return String.join(
        "",
        IntStream.rangeClosed(element.first(), element.last())
            .mapToObj(i -> tokens.get(i).text())
            .toList());
  }

  /** Whether an element is a name, or names with dots, and not a string. */
  boolean isName(Element element) {
    NixToken token = tokens.get(element.first());
    return token.kind() == Kind.NAME && !NOT_A_VALUE.contains(token.text());
  }
}
