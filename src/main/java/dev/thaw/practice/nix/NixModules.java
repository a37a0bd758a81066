package dev.thaw.practice.nix;

import dev.thaw.nixos.edit.NixExpr;
import dev.thaw.nixos.edit.NixExpr.Apply;
import dev.thaw.nixos.edit.NixExpr.Attrs;
import dev.thaw.nixos.edit.NixExpr.Binding;
import dev.thaw.nixos.edit.NixExpr.Chain;
import dev.thaw.nixos.edit.NixExpr.Item;
import dev.thaw.nixos.edit.NixExpr.Key;
import dev.thaw.nixos.edit.NixExpr.Lambda;
import dev.thaw.nixos.edit.NixExpr.Let;
import dev.thaw.nixos.edit.NixExpr.Listed;
import dev.thaw.nixos.edit.NixExpr.Name;
import dev.thaw.nixos.edit.NixExpr.Other;
import dev.thaw.nixos.edit.NixExpr.Paren;
import dev.thaw.nixos.edit.NixExpr.Select;
import dev.thaw.nixos.edit.NixExpr.With;
import dev.thaw.practice.nix.NixValues.Scope;
import dev.thaw.practice.state.MountNamespace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the modules of a configuration, as far as the options of practice machines go: plain
 * values, lists, {@code let}, {@code ++}, {@code mkIf}, {@code mkDefault}, {@code mkForce} and
 * imports. What it can't compute (a package, a function of one's own) is {@link NixValues#OPAQUE}.
 */
final class NixModules {

  /** How much a value counts that nothing is said of. */
  static final int USUAL = 100;

  private static final int DEFAULT = 1000;
  private static final int OPTION_DEFAULT = 1500;
  private static final int FORCE = 50;
  private static final int IMAGE = 60;
  private static final int VIRTUAL = 10;

  /** NixOS's functions that say how much a value counts. */
  private static final Set<String> WRAPPERS =
      Set.of(
          "mkIf",
          "mkDefault",
          "mkOptionDefault",
          "mkForce",
          "mkVMOverride",
          "mkImageMediaOverride",
          "mkOverride",
          "mkBefore",
          "mkAfter",
          "mkOrder",
          "mkMerge");

  /**
   * A value that a module gives an option.
   *
   * @param file where
   * @param value as {@link NixValues#value} gives it
   * @param priority the smaller one counts
   * @param text what is written there, as it is
   */
  record Definition(String file, @Nullable Object value, int priority, String text) {}

  private final MountNamespace namespace;
  private final Map<List<String>, List<Definition>> definitions = new LinkedHashMap<>();
  private final Set<String> loaded = new HashSet<>();

  /** The sets in which modules declare options of their own. */
  private final Set<String> declared = new HashSet<>();

  private NixModules(MountNamespace namespace) {
    this.namespace = namespace;
  }

  /**
   * Evaluates modules.
   *
   * @param files paths in the view
   * @return every definition by the option's path, in the order of the modules
   * @throws NixError as nix says it
   */
  static Map<List<String>, List<Definition>> evaluate(
      MountNamespace namespace, List<String> files) {
    var modules = new NixModules(namespace);
    files.forEach(modules::load);
    modules.definitions.forEach((path, given) -> {
      if (!modules.declared.contains(path.getFirst())) {
        given.forEach(one -> KnownOptions.check(path, one.file(), one.text()));
      }
    });
    return modules.definitions;
  }

  /** The values of highest priority. */
  static List<Object> values(List<Definition> definitions) {
    return counting(definitions).stream().map(Definition::value).toList();
  }

  /** The definitions of highest priority. */
  static List<Definition> counting(List<Definition> definitions) {
    int best = definitions.stream().mapToInt(Definition::priority).min().orElse(USUAL);
    return definitions.stream().filter(d -> d.priority() == best).toList();
  }

  // ---- one file

  private void load(String path) {
    String file = namespace.isDirectory(path) ? path + "/default.nix" : path;
    if (!namespace.isFile(file)) {
      throw new NixError("path '" + file + "' does not exist");
    }
    if (loaded.add(file)) {
      NixSource source = NixSource.parsed(file, namespace.text(file));
      new Reader(source).module(source.text().root(), Scope.EMPTY);
    }
  }

  private final class Reader {
    private final String file;
    private final NixSource source;
    private final NixValues values;
    private Map<List<String>, Integer> places = new HashMap<>();

    Reader(NixSource source) {
      this.file = source.file();
      this.source = source;
      this.values = new NixValues(source);
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
                case "options" -> declare(path, binding.value());
                case "disabledModules", "_file" -> {}
                default -> define(path, binding.value(), scope, USUAL);
              }
            }
          }
        }
        case Apply apply when wrapper(apply).isPresent() -> define(List.of(), apply, scope, USUAL);
        default ->
            throw new NixError("the file " + file + " is no module" + source.place(expr.start()));
      }
    }

    /** Options of its own: what is set of them is not checked. */
    private void declare(List<String> path, NixExpr expr) {
      if (path.size() > 1) {
        declared.add(path.get(1));
      } else if (expr instanceof Attrs sets) {
        for (Item item : sets.items()) {
          if (item instanceof Binding binding) {
            declared.add(names(binding.path()).getFirst());
          }
        }
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
          String path = source.text().source(other);
          if (path.startsWith(".") || path.startsWith("/")) {
            load(
                path.startsWith("/")
                    ? path
                    : java.nio.file.Path.of(MountNamespace.parent(file), path)
                        .normalize()
                        .toString());
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
          weight(apply, scope, priority)
              .ifPresent(w -> merged(apply).forEach(part -> apart(path, part, scope, w)));
        }
        default -> {
          Object value = values.value(expr, scope);
          if (!path.isEmpty()) {
            once(path, expr);
            String written = source.text().source(expr);
            definitions
                .computeIfAbsent(path, key -> new ArrayList<>())
                .add(new Definition(file, value, priority, written));
          }
        }
      }
    }

    /** Another attribute set: it may have the same names. */
    private void apart(List<String> path, NixExpr expr, Scope scope, int priority) {
      Map<List<String>, Integer> before = places;
      places = expr instanceof Attrs || expr instanceof Paren ? new HashMap<>() : before;
      define(path, expr, scope, priority);
      places = before;
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
                + source.text().line(before)
                + source.place(expr.start()));
      }
    }

    private static NixExpr inner(With with) {
      return with.body();
    }

    /** Which function of NixOS it calls that says how much a value counts, if any. */
    private Optional<String> wrapper(Apply apply) {
      Optional<String> name =
          switch (apply.function()) {
            case Select select -> Optional.ofNullable(select.path().getLast().name());
            case Name plain -> Optional.of(plain.name());
            default -> Optional.empty();
          };
      return name.filter(WRAPPERS::contains);
    }

    /** What is in a wrapper: of mkMerge, each part. */
    private List<NixExpr> merged(Apply apply) {
      NixExpr last = apply.arguments().getLast();
      boolean merge = wrapper(apply).filter("mkMerge"::equals).isPresent();
      return merge && last instanceof Listed parts ? parts.elements() : List.of(last);
    }

    /** How much what is in a wrapper counts; empty for {@code mkIf false}. */
    private OptionalInt weight(Apply apply, Scope scope, int priority) {
      return switch (wrapper(apply).orElseThrow()) {
        case "mkDefault" -> OptionalInt.of(DEFAULT);
        case "mkOptionDefault" -> OptionalInt.of(OPTION_DEFAULT);
        case "mkForce" -> OptionalInt.of(FORCE);
        case "mkVMOverride" -> OptionalInt.of(VIRTUAL);
        case "mkImageMediaOverride" -> OptionalInt.of(IMAGE);
        case "mkOverride" ->
            OptionalInt.of(
                values.value(apply.arguments().getFirst(), scope) instanceof Long given
                    ? given.intValue()
                    : priority);
        case "mkIf" ->
            Boolean.FALSE.equals(values.value(apply.arguments().getFirst(), scope))
                ? OptionalInt.empty()
                : OptionalInt.of(priority);
        default -> OptionalInt.of(priority);
      };
    }
  }
}
