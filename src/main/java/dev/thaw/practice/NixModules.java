package dev.thaw.practice;

import dev.thaw.nixos.edit.NixExpr;
import dev.thaw.nixos.edit.NixExpr.Apply;
import dev.thaw.nixos.edit.NixExpr.Attrs;
import dev.thaw.nixos.edit.NixExpr.Binding;
import dev.thaw.nixos.edit.NixExpr.Chain;
import dev.thaw.nixos.edit.NixExpr.If;
import dev.thaw.nixos.edit.NixExpr.Inherit;
import dev.thaw.nixos.edit.NixExpr.Item;
import dev.thaw.nixos.edit.NixExpr.Key;
import dev.thaw.nixos.edit.NixExpr.Lambda;
import dev.thaw.nixos.edit.NixExpr.Let;
import dev.thaw.nixos.edit.NixExpr.Listed;
import dev.thaw.nixos.edit.NixExpr.Name;
import dev.thaw.nixos.edit.NixExpr.Other;
import dev.thaw.nixos.edit.NixExpr.Paren;
import dev.thaw.nixos.edit.NixExpr.Select;
import dev.thaw.nixos.edit.NixExpr.Text;
import dev.thaw.nixos.edit.NixExpr.With;
import dev.thaw.nixos.edit.NixText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Evaluates the modules of a configuration, as far as the options of practice machines go: plain
 * values, lists, {@code let}, {@code ++}, {@code mkIf}, {@code mkDefault}, {@code mkForce} and
 * imports. What it can't compute (a package, a function of one's own) is {@link #OPAQUE}.
 */
final class NixModules {

  /** A value that only a real nix can compute. */
  static final Object OPAQUE = new Object();

  private static final int USUAL = 100;
  private static final int DEFAULT = 1000;
  private static final int FORCE = 50;

  /**
   * A value that a module gives an option.
   *
   * @param file where
   * @param value a String, Boolean, Long, List, {@link #OPAQUE}, or null
   * @param priority the smaller one counts
   */
  record Definition(String file, Object value, int priority) {}

  private final View view;
  private final Map<List<String>, List<Definition>> definitions = new LinkedHashMap<>();
  private final Set<String> loaded = new HashSet<>();

  private NixModules(View view) {
    this.view = view;
  }

  /**
   * Evaluates modules.
   *
   * @param files paths in the view
   * @return every definition by the option's path, in the order of the modules
   * @throws NixError as nix says it
   */
  static Map<List<String>, List<Definition>> evaluate(View view, List<String> files) {
    var modules = new NixModules(view);
    files.forEach(modules::load);
    return modules.definitions;
  }

  /** The values of highest priority. */
  static List<Object> values(List<Definition> definitions) {
    int best = definitions.stream().mapToInt(Definition::priority).min().orElse(USUAL);
    return definitions.stream().filter(d -> d.priority() == best).map(Definition::value).toList();
  }

  // ---- one file

  private void load(String path) {
    String file = view.isDirectory(path) ? path + "/default.nix" : path;
    if (!view.isFile(file)) {
      throw new NixError("path '" + file + "' does not exist");
    }
    if (loaded.add(file)) {
      NixText text = parsed(file, view.text(file));
      new Reader(file, text).module(text.root(), new Scope(Map.of(), Set.of(), false));
    }
  }

  /** A text, or nix's complaint about it. */
  static NixText parsed(String file, String source) {
    NixText text = NixText.read(source);
    if (!text.faults().isEmpty()) {
      NixText.Fault fault = text.faults().getFirst();
      int at = Math.min(fault.offset(), source.length());
      throw new NixError(
          "syntax error, unexpected "
              + word(source, at)
              + ", expecting "
              + fault.message()
              + place(text, file, at));
    }
    return text;
  }

  private static String word(String source, int at) {
    if (at >= source.length()) {
      return "end of file";
    }
    var word = java.util.regex.Pattern.compile("[A-Za-z_][A-Za-z0-9_'-]*").matcher(source);
    return word.find(at) && word.start() == at ? "ID" : "'" + source.charAt(at) + "'";
  }

  /** Where in a file something is, as nix shows it: the line, its neighbours and a caret. */
  private static String place(NixText text, String file, int offset) {
    int line = text.line(offset);
    int column = offset - text.lineStart(offset) + 1;
    List<String> lines = text.text().lines().toList();
    var shown = new StringBuilder();
    shown.append("\nat ").append(file).append(':').append(line).append(':').append(column);
    shown.append(":\n");
    for (int i = line - 1; i <= line + 1; i++) {
      if (i >= 1 && i <= lines.size()) {
        shown.append("%6d| %s%n".formatted(i, lines.get(i - 1)).replace("\r", ""));
        if (i == line) {
          shown.append(" ".repeat(6)).append("| ").append(" ".repeat(column - 1)).append("^\n");
        }
      }
    }
    return shown.toString().stripTrailing();
  }

  /** The names that are known at a place. */
  private record Scope(Map<String, NixExpr> let, Set<String> known, boolean with) {
    Scope and(List<Item> items) {
      var more = new HashMap<>(let);
      var names = new HashSet<>(known);
      for (Item item : items) {
        switch (item) {
          case Binding binding when binding.path().size() == 1 ->
              more.put(binding.path().getFirst().name(), binding.value());
          case Binding binding -> names.add(binding.path().getFirst().name());
          case Inherit inherit -> inherit.names().forEach(key -> names.add(key.name()));
        }
      }
      return new Scope(more, names, with);
    }

    Scope and(Set<String> more) {
      var names = new HashSet<>(known);
      names.addAll(more);
      return new Scope(let, names, with);
    }

    Scope inWith() {
      return new Scope(let, known, true);
    }
  }

  /** A value and how much it counts; no value when a condition does not hold. */
  private record Weighed(Object value, int priority) {}

  private final class Reader {
    private static final Set<String> BUILT_IN =
        Set.of("builtins", "import", "map", "toString", "throw", "removeAttrs", "baseNameOf");
    private final String file;
    private final NixText text;
    private final Map<List<String>, Integer> places = new HashMap<>();

    Reader(String file, NixText text) {
      this.file = file;
      this.text = text;
    }

    void module(NixExpr expr, Scope scope) {
      switch (expr) {
        case Lambda lambda -> module(lambda.body(), scope.and(Set.copyOf(lambda.parameters())));
        case Let let -> module(let.body(), scope.and(let.items()));
        case With with -> module(with.body(), scope.inWith());
        case Paren paren -> module(paren.inner(), scope);
        case Attrs attrs -> {
          for (Item item : attrs.items()) {
            if (item instanceof Binding binding) {
              List<String> path = names(binding.path());
              switch (path.getFirst()) {
                case "imports" -> imports(binding.value(), scope);
                case "config" ->
                    define(path.subList(1, path.size()), binding.value(), scope, USUAL);
                case "options", "disabledModules", "_file" -> {}
                default -> define(path, binding.value(), scope, USUAL);
              }
            }
          }
        }
        default ->
            throw new NixError(
                "the file " + file + " is no module" + place(text, file, expr.start()));
      }
    }

    private List<String> names(List<Key> path) {
      return path.stream().map(key -> key.name() == null ? "?" : key.name()).toList();
    }

    private void imports(NixExpr expr, Scope scope) {
      switch (expr) {
        case Listed list -> list.elements().forEach(element -> imports(element, scope));
        case Chain chain when chain.operator().equals("++") ->
            chain.operands().forEach(part -> imports(part, scope));
        case Attrs attrs -> module(attrs, scope);
        case Other other -> {
          String source = text.source(other);
          if (source.startsWith(".") || source.startsWith("/")) {
            load(
                source.startsWith("/")
                    ? source
                    : java.nio.file.Path.of(View.parent(file), source).normalize().toString());
          }
        }
        default -> {
          // (modulesPath + "/…"): nixpkgs' own modules, which change nothing here.
        }
      }
    }

    private void define(List<String> path, NixExpr expr, Scope scope, int priority) {
      switch (expr) {
        case Paren paren -> define(path, paren.inner(), scope, priority);
        case With with when !(inner(with) instanceof Listed) ->
            define(path, with.body(), scope.inWith(), priority);
        case Let let -> define(path, let.body(), scope.and(let.items()), priority);
        case Attrs attrs -> {
          Scope inside = attrs.rec() ? scope.and(attrs.items()) : scope;
          for (Item item : attrs.items()) {
            if (item instanceof Binding binding) {
              var longer = new ArrayList<>(path);
              longer.addAll(names(binding.path()));
              define(longer, binding.value(), inside, priority);
            }
          }
        }
        case Apply apply when wrapper(apply).isPresent() -> {
          Optional<Weighed> weight = condition(apply, scope, priority);
          weight.ifPresent(w -> define(path, apply.arguments().getLast(), scope, w.priority()));
        }
        default -> {
          Object value = value(expr, scope);
          if (!path.isEmpty()) {
            once(path, expr);
            KnownOptions.check(path, file, text.source(expr));
            definitions
                .computeIfAbsent(path, key -> new ArrayList<>())
                .add(new Definition(file, value, priority));
          }
        }
      }
    }

    /** In one attribute set a name gets one value: nix refuses a second one. */
    private void once(List<String> path, NixExpr expr) {
      Integer before = places.put(path, expr.start());
      if (before != null) {
        throw new NixError(
            "attribute '"
                + String.join(".", path)
                + "' already defined at "
                + file
                + ":"
                + text.line(before)
                + place(text, file, expr.start()));
      }
    }

    private static NixExpr inner(With with) {
      return with.body();
    }

    private Optional<String> wrapper(Apply apply) {
      String name =
          switch (apply.function()) {
            case Select select -> select.path().getLast().name();
            case Name plain -> plain.name();
            default -> "";
          };
      return Set.of("mkIf", "mkDefault", "mkForce", "mkOverride", "mkBefore", "mkAfter", "mkMerge")
              .contains(name)
          ? Optional.of(name)
          : Optional.empty();
    }

    /** What a wrapper means; empty for {@code mkIf false}. */
    private Optional<Weighed> condition(Apply apply, Scope scope, int priority) {
      return switch (wrapper(apply).orElseThrow()) {
        case "mkDefault" -> Optional.of(new Weighed(OPAQUE, DEFAULT));
        case "mkForce" -> Optional.of(new Weighed(OPAQUE, FORCE));
        case "mkIf" ->
            Boolean.FALSE.equals(value(apply.arguments().getFirst(), scope))
                ? Optional.empty()
                : Optional.of(new Weighed(OPAQUE, priority));
        default -> Optional.of(new Weighed(OPAQUE, priority));
      };
    }

    private Object value(NixExpr expr, Scope scope) {
      return switch (expr) {
        case Paren paren -> value(paren.inner(), scope);
        case Text string -> string.value() == null ? OPAQUE : string.value();
        case Listed list -> {
          var values = new ArrayList<Object>();
          list.elements().forEach(element -> values.add(value(element, scope)));
          yield values;
        }
        case Chain chain when chain.operator().equals("++") -> {
          var values = new ArrayList<Object>();
          for (NixExpr part : chain.operands()) {
            if (value(part, scope) instanceof List<?> list) {
              values.addAll(list);
            } else {
              values.add(OPAQUE);
            }
          }
          yield values;
        }
        case Chain chain -> {
          chain.operands().forEach(part -> value(part, scope));
          yield OPAQUE;
        }
        case With with -> {
          value(with.scope(), scope);
          yield value(with.body(), scope.inWith());
        }
        case Let let -> value(let.body(), scope.and(let.items()));
        case If choice -> {
          Object condition = value(choice.condition(), scope);
          yield condition instanceof Boolean holds
              ? value(holds ? choice.then() : choice.otherwise(), scope)
              : OPAQUE;
        }
        case Name name -> named(name, scope);
        case Select select -> {
          value(select.base(), scope);
          yield OPAQUE;
        }
        case Apply apply -> {
          value(apply.function(), scope);
          apply.arguments().forEach(argument -> value(argument, scope));
          yield OPAQUE;
        }
        case Other other -> {
          String source = text.source(other);
          yield source.matches("-?\\d{1,18}")
              ? (Object) Long.parseLong(source)
              : source.startsWith("!") ? OPAQUE : source;
        }
        case Attrs attrs -> OPAQUE;
        case Lambda lambda -> OPAQUE;
      };
    }

    private Object named(Name name, Scope scope) {
      switch (name.name()) {
        case "true":
          return true;
        case "false":
          return false;
        case "null":
          return null;
        default:
          break;
      }
      NixExpr meaning = scope.let().get(name.name());
      if (meaning != null) {
        return meaning == name ? OPAQUE : value(meaning, scope);
      }
      if (scope.known().contains(name.name()) || scope.with() || BUILT_IN.contains(name.name())) {
        return OPAQUE;
      }
      throw new NixError(
          "undefined variable '" + name.name() + "'" + place(text, file, name.start()));
    }
  }
}
