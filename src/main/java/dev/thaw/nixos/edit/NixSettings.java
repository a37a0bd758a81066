package dev.thaw.nixos.edit;

import dev.thaw.nixos.edit.NixExpr.Attrs;
import dev.thaw.nixos.edit.NixExpr.Binding;
import dev.thaw.nixos.edit.NixExpr.Chain;
import dev.thaw.nixos.edit.NixExpr.Inherit;
import dev.thaw.nixos.edit.NixExpr.Item;
import dev.thaw.nixos.edit.NixExpr.Key;
import dev.thaw.nixos.edit.NixExpr.Listed;
import dev.thaw.nixos.edit.NixExpr.Select;
import dev.thaw.nixos.edit.NixSetting.Where;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a module's text sets an option.
 *
 * @param exact the places that set it
 * @param parts the places that set something in it: {@code boot.loader.timeout} is in {@code
 *     boot.loader}
 * @param obstacles the places where it may be set by an expression that only nix can evaluate
 * @param conflicts the places beside which another line for the option is no Nix: {@code boot =
 *     lib.mkIf …;}
 * @param chosen whether the text's modules were told, and need not be one host's only
 */
record NixSettings(
    List<NixSetting> exact,
    List<NixSetting> parts,
    List<Obstacle> obstacles,
    List<Obstacle> conflicts,
    boolean chosen) {

  /**
   * What the text alone does not tell.
   *
   * @param expr the expression
   * @param why the end of a sentence: "it is built by …"
   * @param named whether a name of the option leads there; else it stands where the option's first
   *     name would, as in a file that is no module at all
   */
  record Obstacle(NixExpr expr, String why, boolean named) {}

  /** Finds an option in a module, or in the modules written into a flake. */
  static NixSettings find(NixText text, NixOption option) {
    var finder = new Finder(text, option);
    if (!text.modules().isEmpty()) {
      for (NixExpr module : text.moduleRoots()) {
        Where where = Where.ROOT.inModules(NixScope.around(text.root(), module), module.start());
        finder.look(new Wanted(option.path(), List.of(), true), null, module, where);
      }
    } else if (isFlake(text.root())) {
      finder.modulesIn(text.root());
    } else {
      finder.look(new Wanted(option.path(), List.of(), true), null, text.root(), Where.ROOT);
    }
    return finder.found;
  }

  /** Whether it is the text of a {@code flake.nix}. */
  static boolean isFlake(NixExpr root) {
    return root instanceof Attrs attrs
        && attrs.items().stream()
            .anyMatch(item ->
                item instanceof Binding binding
                    && "outputs".equals(binding.path().getFirst().name()));
  }

  /** The places that set it or something in it, in the order of the text. */
  List<NixSetting> all() {
    return Stream.concat(exact.stream(), parts.stream())
        .sorted(Comparator.comparingInt(setting -> setting.binding().start()))
        .toList();
  }

  /** Whether its settings stand in more than one of a flake's lists of modules. */
  boolean ofManyHosts() {
    return !chosen
        && all().stream().map(setting -> setting.where().module()).distinct().count() > 1;
  }

  /** The rest of the path that is looked for, the path that led here, and whether at a module. */
  private record Wanted(List<String> left, List<String> path, boolean module) {
    boolean named() {
      return !path.isEmpty();
    }

    Wanted after(List<String> names) {
      var longer = new ArrayList<>(path);
      longer.addAll(names);
      return new Wanted(
          left.subList(Math.min(names.size(), left.size()), left.size()), longer, false);
    }
  }

  private static final class Finder {
    private final NixText text;
    private final NixOption option;
    private final NixSettings found;

    Finder(NixText text, NixOption option) {
      this.found =
          new NixSettings(
              new ArrayList<>(),
              new ArrayList<>(),
              new ArrayList<>(),
              new ArrayList<>(),
              !text.modules().isEmpty());
      this.text = text;
      this.option = option;
    }

    /** Looks in all modules that are written into the lists {@code modules = [ … ]} of a flake. */
    void modulesIn(NixExpr expr) {
      if (expr instanceof Attrs attrs) {
        for (Item item : attrs.items()) {
          if (item instanceof Binding binding
              && "modules".equals(binding.path().getLast().name())) {
            Where where = Where.ROOT.inModules(NixScope.NONE, binding.value().start());
            inlineModules(binding.value(), new Wanted(option.path(), List.of(), true), where);
          }
        }
      }
      expr.children().forEach(this::modulesIn);
    }

    private void inlineModules(NixExpr expr, Wanted wanted, Where where) {
      switch (expr) {
        case Listed list -> {
          for (NixExpr element : list.elements()) {
            if (isWrittenHere(element)) {
              look(wanted, null, element, where);
            }
          }
        }
        case Chain chain -> chain.operands().forEach(part -> inlineModules(part, wanted, where));
        default -> {}
      }
    }

    /**
     * Whether a module of a list stands there itself, and is none that a path or a name leads to.
     */
    private static boolean isWrittenHere(NixExpr element) {
      NixExpr inner = element;
      while (inner instanceof NixExpr.Paren paren) {
        inner = paren.inner();
      }
      return switch (inner) {
        case Attrs _ -> true;
        case Chain chain -> inner != element && chain.operator().equals("//");
        case NixExpr.Apply call ->
            inner != element && !NixWrapper.functionName(call.function()).equals("import");
        case NixExpr.Lambda _, NixExpr.Let _, NixExpr.With _, NixExpr.If _ -> true;
        default -> false;
      };
    }

    void look(Wanted wanted, @Nullable Binding via, NixExpr expr, Where around) {
      if (wanted.left().isEmpty()) {
        if (via != null) {
          found.exact.add(new NixSetting(option, via, around));
        }
        return;
      }
      new NixValues(
              text,
              new NixValues.Visitor() {
                @Override
                public void value(NixExpr value, Where where) {
                  switch (value) {
                    case Attrs attrs -> attributes(wanted, attrs, where);
                    case Chain chain when chain.operator().equals("//") ->
                        chain
                            .operands()
                            .forEach(part -> look(wanted, via, part, where.overlaid(true)));
                    case Chain chain -> unknown(chain, "it is computed");
                    case Select select -> unknown(select, "it is " + text.source(select));
                    default -> {}
                  }
                }

                @Override
                public void unknown(NixExpr value, String why) {
                  found.obstacles.add(new Obstacle(value, why, wanted.named()));
                }
              })
          .visit(expr, around);
    }

    private void attributes(Wanted wanted, Attrs attrs, Where around) {
      Where where =
          attrs.rec()
              // What rec names is an option itself: no edit may go through it to another one.
              ? around.in(around.scope().with(NixScope.named(attrs.items())))
              : around;
      for (Item item : attrs.items()) {
        switch (item) {
          case Inherit inherit -> inherited(wanted, inherit);
          case Binding binding -> {
            List<Key> path = binding.path();
            String first = path.getFirst().name();
            if (wanted.module() && "imports".equals(first) && path.size() == 1) {
              inlineModules(binding.value(), wanted, where);
            } else if (wanted.module() && "config".equals(first)) {
              follow(wanted, binding, path.subList(1, path.size()), where);
            } else {
              follow(wanted, binding, path, where);
            }
          }
        }
      }
    }

    private void inherited(Wanted wanted, Inherit inherit) {
      for (Key key : inherit.names()) {
        String next = wanted.left().getFirst();
        if (key.name() == null
            || key.name().equals(next)
            || wanted.module() && key.name().equals("config")) {
          var place = new NixExpr.Other(inherit.start(), inherit.end());
          found.obstacles.add(
              new Obstacle(place, "it is inherited", wanted.named() || key.name() != null));
        }
      }
    }

    /** Whether a name with something interpolated may become that one. */
    private boolean mayBe(Key key, String wanted) {
      String written = text.text().substring(key.start(), key.end());
      if (!written.startsWith("\"")) {
        return true;
      }
      int first = written.indexOf("${");
      int last = written.lastIndexOf('}');
      return first < 0
          || last < first
          || wanted.startsWith(written.substring(1, first))
              && wanted.endsWith(written.substring(last + 1, written.length() - 1));
    }

    private void follow(Wanted wanted, Binding binding, List<Key> path, Where where) {
      List<String> left = wanted.left();
      var names = new ArrayList<String>();
      boolean computed = false;
      for (int i = 0; i < path.size(); i++) {
        String name = path.get(i).name();
        names.add(name == null ? "…" : name);
        if (i < left.size() && name != null && !name.equals(left.get(i))) {
          return;
        }
        if (i < left.size() && name == null && !mayBe(path.get(i), left.get(i))) {
          return;
        }
        computed |= i < left.size() && name == null;
      }
      if (computed) {
        boolean named = wanted.named() || path.getFirst().name() != null;
        found.obstacles.add(
            new Obstacle(binding.value(), "a name on the way to it is computed", named));
        return;
      }
      Wanted next = wanted.after(names);
      if (names.size() > left.size()) {
        found.parts.add(new NixSetting(new NixOption(next.path()), binding, where));
        return;
      }
      boolean plain = binding.value() instanceof Attrs attrs && !attrs.rec();
      if (names.size() < left.size() && !plain && !path.isEmpty()) {
        found.conflicts.add(new Obstacle(binding.value(), "it can't be set beside this", true));
      }
      look(path.isEmpty() ? wanted : next, binding, binding.value(), where);
    }
  }
}
