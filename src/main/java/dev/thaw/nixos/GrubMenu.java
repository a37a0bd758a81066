package dev.thaw.nixos;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * GRUB's menu: what it offers, and which entry it starts when nobody chooses. Its configuration is
 * a script; of that, the settings and conditions are followed that decide over the default.
 */
final class GrubMenu {

  /** How deep submenus may be nested; nobody nests them twice. */
  private static final int DEEPEST = 16;

  /**
   * An entry.
   *
   * @param toplevel the system that it starts; empty when it starts none of NixOS
   * @param children the entries below a submenu; empty for an entry that starts something
   */
  private record Entry(String title, String id, String toplevel, List<Entry> children) {

    boolean is(String name) {
      return title.equals(name) || !id.isEmpty() && id.equals(name);
    }
  }

  private final List<GrubScript.Token> tokens;
  private final Map<String, String> kept;
  private final Map<String, String> variables = new HashMap<>();

  private GrubMenu(String configuration, String environment) {
    tokens = GrubScript.tokens(configuration);
    kept = environment(environment);
    variables.put("menuentry_id_option", "--id");
  }

  /**
   * The systems that it starts, first the one that is started when nobody chooses: empty text where
   * that is none of NixOS.
   *
   * @param configuration the text of {@code grub.cfg}
   * @param environment the text of {@code grubenv}, which keeps what was chosen; may be empty
   */
  static List<String> toplevels(String configuration, String environment) {
    var menu = new GrubMenu(configuration, environment);
    List<Entry> entries = menu.entries(0, menu.tokens.size(), 0);
    var toplevels = new ArrayList<String>();
    if (!entries.isEmpty()) {
      Entry chosen = choose(entries, menu.variables.getOrDefault("default", ""), 0);
      toplevels.add(chosen.toplevel());
    }
    collect(entries, toplevels);
    return toplevels.stream().distinct().toList();
  }

  /**
   * The system that it would start if {@code grubenv} kept nothing; empty where that makes no
   * difference, or where it would be none of NixOS.
   */
  static String unsaved(String configuration, String environment) {
    String saved = toplevels(configuration, environment).stream().findFirst().orElse("");
    return toplevels(configuration, "").stream()
        .findFirst()
        .filter(first -> !first.equals(saved))
        .orElse("");
  }

  private static void collect(List<Entry> entries, List<String> toplevels) {
    for (Entry entry : entries) {
      if (!entry.toplevel().isEmpty()) {
        toplevels.add(entry.toplevel());
      }
      collect(entry.children(), toplevels);
    }
  }

  private static Map<String, String> environment(String text) {
    var values = new HashMap<String, String>();
    text.lines()
        .filter(line -> !line.startsWith("#") && line.indexOf('=') > 0)
        .forEach(line ->
            values.put(
                line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
    return values;
  }

  /**
   * A number counts from 0; else it is a title or an id. What follows {@code >} is in a submenu.
   */
  private static Entry choose(List<Entry> entries, String wanted, int depth) {
    int arrow = 0;
    while ((arrow = wanted.indexOf('>', arrow)) >= 0 && wanted.startsWith(">>", arrow)) {
      arrow += 2;
    }
    String name = (arrow < 0 ? wanted : wanted.substring(0, arrow)).replace(">>", ">");
    String rest = arrow < 0 ? "" : wanted.substring(arrow + 1);
    Optional<Entry> named =
        name.matches("[0-9]{1,9}")
            ? entries.stream().skip(Integer.parseInt(name)).findFirst()
            : entries.stream().filter(entry -> entry.is(name)).findFirst();
    // What is not there gives way to the first.
    Entry chosen = named.orElse(entries.getFirst());
    return chosen.children().isEmpty() || depth > DEEPEST
        ? chosen
        : choose(chosen.children(), named.isPresent() ? rest : "", depth + 1);
  }

  /** Follows the script from one word to another; what it sets stays set. */
  private List<Entry> entries(int from, int to, int depth) {
    var entries = new ArrayList<Entry>();
    // For each condition around: whether its branch is taken, and whether one was.
    Deque<boolean[]> conditions = new ArrayDeque<>();
    int at = from;
    while (at < to) {
      int end = at;
      while (end < to && tokens.get(end).kind() == GrubScript.Kind.WORD) {
        end++;
      }
      List<GrubScript.Token> words = tokens.subList(at, end);
      boolean block = end < to && tokens.get(end).kind() == GrubScript.Kind.OPEN;
      int close = block ? GrubScript.close(tokens, end, to) : end;
      words = branch(words, conditions);
      boolean taken = conditions.stream().allMatch(condition -> condition[0]);
      if (taken && !words.isEmpty()) {
        command(words, block ? end + 1 : close, close, depth, entries);
      }
      at = close + 1;
    }
    return entries;
  }

  /** Takes the words of conditions away; what is left is a command. */
  private List<GrubScript.Token> branch(List<GrubScript.Token> words, Deque<boolean[]> conditions) {
    List<GrubScript.Token> left = words;
    while (!left.isEmpty()) {
      String word = left.getFirst().text();
      List<GrubScript.Token> rest = left.subList(1, left.size());
      switch (word) {
        case "if" -> {
          boolean holds = holds(rest);
          conditions.push(new boolean[] {holds, holds});
          return List.of();
        }
        case "elif" -> {
          if (!conditions.isEmpty()) {
            boolean holds = !conditions.peek()[1] && holds(rest);
            conditions.peek()[0] = holds;
            conditions.peek()[1] |= holds;
          }
          return List.of();
        }
        case "else" -> {
          if (!conditions.isEmpty()) {
            conditions.peek()[0] = !conditions.peek()[1];
          }
        }
        case "fi" -> conditions.poll();
        case "then" -> {}
        default -> {
          return left;
        }
      }
      left = rest;
    }
    return left;
  }

  /** Whether a condition holds; one that only the machine can tell does not. */
  private boolean holds(List<GrubScript.Token> words) {
    List<String> test = words.stream().map(word -> word.value(variables)).toList();
    if (test.size() < 3 || !test.getFirst().equals("[") || !test.getLast().equals("]")) {
      return false;
    }
    List<String> inner = test.subList(1, test.size() - 1);
    return switch (inner.size()) {
      case 1 -> !inner.getFirst().isEmpty();
      case 2 ->
          switch (inner.getFirst()) {
            case "-n" -> !inner.get(1).isEmpty();
            case "-z" -> inner.get(1).isEmpty();
            case "-s", "-f", "-e" -> inner.get(1).endsWith("/grubenv") && !kept.isEmpty();
            default -> false;
          };
      case 3 ->
          switch (inner.get(1)) {
            case "=", "==" -> inner.getFirst().equals(inner.getLast());
            case "!=" -> !inner.getFirst().equals(inner.getLast());
            default -> false;
          };
      default -> false;
    };
  }

  private void command(
      List<GrubScript.Token> words, int from, int to, int depth, List<Entry> entries) {
    List<String> values = words.stream().map(word -> word.value(variables)).toList();
    switch (values.getFirst()) {
      case "set" -> set(values.size() > 1 ? values.get(1) : "");
      case "load_env" -> variables.putAll(kept);
      case "menuentry" -> entries.add(entry(values, toplevel(from, to), List.of()));
      case "submenu" -> {
        List<Entry> children = depth < DEEPEST ? entries(from, to, depth + 1) : List.of();
        entries.add(entry(values, "", children));
      }
      // As in a shell, "default=2" alone sets, too.
      default -> set(values.getFirst());
    }
  }

  private void set(String setting) {
    int equals = setting.indexOf('=');
    if (equals > 0) {
      variables.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
  }

  private static Entry entry(List<String> words, String toplevel, List<Entry> children) {
    int id = words.indexOf("--id") + 1;
    return new Entry(
        words.size() > 1 ? words.get(1) : "",
        id > 0 && id < words.size() ? words.get(id) : "",
        toplevel,
        children);
  }

  private String toplevel(int from, int to) {
    return tokens.subList(from, to).stream()
        .map(token -> BootReader.toplevel(token.text()))
        .filter(toplevel -> !toplevel.isEmpty())
        .findFirst()
        .orElse("");
  }
}
