package dev.thaw.nixos.loader;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

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
   * @param id its name beside the title; may be empty
   * @param entry what it starts
   * @param children the entries below a submenu; empty for an entry that starts something
   */
  private record Item(String id, LoaderEntry entry, List<Item> children) {

    boolean is(String name) {
      return entry.title().equals(name) || !id.isEmpty() && id.equals(name);
    }
  }

  /** What GRUB calls the file's place, and a slash too many behind it. */
  private static final Pattern DRIVE = Pattern.compile("^\\([^)]*\\)/*(?=/)");

  private static final Pattern LOADS = Pattern.compile("(?:linux|initrd)(?:16|efi)?");

  private final List<GrubScript.Token> tokens;
  private final Map<String, String> kept;
  private final Map<String, String> variables = new HashMap<>();

  private final List<Item> items;

  /**
   * Reads a menu.
   *
   * @param configuration the text of {@code grub.cfg}
   * @param environment the text of {@code grubenv}, which keeps what was chosen; may be empty
   */
  GrubMenu(String configuration, String environment) {
    tokens = GrubScript.tokens(configuration);
    kept = environment(environment);
    variables.put("menuentry_id_option", "--id");
    items = items(0, tokens.size(), 0);
  }

  /** The entries, those in submenus where the submenu stands. */
  List<LoaderEntry> entries() {
    var entries = new ArrayList<LoaderEntry>();
    collect(items, entries);
    return entries;
  }

  /** The one that is started when nobody chooses. */
  Optional<LoaderEntry> byDefault() {
    return items.isEmpty()
        ? Optional.empty()
        : Optional.of(choose(items, variables.getOrDefault("default", ""), 0).entry());
  }

  /** Where the first such entry stands: numbers from 0, those of the submenus around it before. */
  Optional<String> place(Predicate<LoaderEntry> wanted) {
    return place(items, "", wanted);
  }

  private static Optional<String> place(
      List<Item> items, String before, Predicate<LoaderEntry> wanted) {
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      Optional<String> found =
          item.children().isEmpty()
              ? Optional.of(before + i).filter(_ -> wanted.test(item.entry()))
              : place(item.children(), before + i + ">", wanted);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static void collect(List<Item> items, List<LoaderEntry> entries) {
    for (Item item : items) {
      if (item.children().isEmpty()) {
        entries.add(item.entry());
      }
      collect(item.children(), entries);
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
  private static Item choose(List<Item> items, String wanted, int depth) {
    int arrow = 0;
    while ((arrow = wanted.indexOf('>', arrow)) >= 0 && wanted.startsWith(">>", arrow)) {
      arrow += 2;
    }
    String name = (arrow < 0 ? wanted : wanted.substring(0, arrow)).replace(">>", ">");
    String rest = arrow < 0 ? "" : wanted.substring(arrow + 1);
    Optional<Item> named =
        name.matches("[0-9]{1,9}")
            ? items.stream().skip(Integer.parseInt(name)).findFirst()
            : items.stream().filter(item -> item.is(name)).findFirst();
    // What is not there gives way to the first.
    Item chosen = named.orElse(items.getFirst());
    return chosen.children().isEmpty() || depth > DEEPEST
        ? chosen
        : choose(chosen.children(), named.isPresent() ? rest : "", depth + 1);
  }

  /** Follows the script from one word to another; what it sets stays set. */
  private List<Item> items(int from, int to, int depth) {
    var items = new ArrayList<Item>();
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
        command(words, block ? end + 1 : close, close, depth, items);
      }
      at = close + 1;
    }
    return items;
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
      List<GrubScript.Token> words, int from, int to, int depth, List<Item> items) {
    List<String> values = words.stream().map(word -> word.value(variables)).toList();
    switch (values.getFirst()) {
      case "set" -> set(values.size() > 1 ? values.get(1) : "");
      case "load_env" -> variables.putAll(kept);
      case "menuentry" -> items.add(item(values, tokens.subList(from, to), List.of()));
      case "submenu" -> {
        List<Item> children = depth < DEEPEST ? items(from, to, depth + 1) : List.of();
        items.add(item(values, List.of(), children));
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

  private static Item item(List<String> words, List<GrubScript.Token> body, List<Item> children) {
    int id = words.indexOf("--id") + 1;
    return new Item(
        id > 0 && id < words.size() ? words.get(id) : "",
        entry(words.size() > 1 ? words.get(1) : "", body),
        children);
  }

  /** What the commands of an entry load; with Xen, what starts a system is a module of that. */
  private static LoaderEntry entry(String title, List<GrubScript.Token> body) {
    String linux = "";
    var initrds = new ArrayList<String>();
    var options = new ArrayList<String>();
    String command = "";
    for (GrubScript.Token token : body) {
      String word = token.text();
      if (token.kind() != GrubScript.Kind.WORD) {
        command = "";
      } else if (LOADS.matcher(word).matches()) {
        command = word;
      } else if (command.startsWith("initrd")) {
        initrds.add(DRIVE.matcher(word).replaceFirst(""));
      } else if (command.startsWith("linux") && linux.isEmpty()) {
        linux = DRIVE.matcher(word).replaceFirst("");
      } else if (command.startsWith("linux")
          || options.isEmpty() && !LoaderEntry.system(word).isEmpty()) {
        options.add(word);
      }
    }
    return new LoaderEntry("", title, "", "", "", linux, initrds, options);
  }
}
