package dev.thaw.nixos.eval;

import dev.thaw.nixos.edit.NixExpr;
import dev.thaw.nixos.eval.Value.All;
import dev.thaw.nixos.eval.Value.At;
import dev.thaw.nixos.eval.Value.Attrs;
import dev.thaw.nixos.eval.Value.Either;
import dev.thaw.nixos.eval.Value.Fn;
import dev.thaw.nixos.eval.Value.Origin;
import dev.thaw.nixos.eval.Value.Str;
import dev.thaw.nixos.eval.Value.Unknown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Goes from a module to all that it imports. */
final class ModuleWalk {

  private static final int DEEPEST = 60;

  private final Evaluator evaluator;
  private final Lazy arguments;
  private final Map<String, Reach.Module> modules = new LinkedHashMap<>();
  private final List<Lazy> sets = new ArrayList<>();
  private final Set<String> absent = new LinkedHashSet<>();
  private final Set<String> doubts = new LinkedHashSet<>();
  private final Set<String> foreign = new LinkedHashSet<>();

  /**
   * A walk.
   *
   * @param arguments what each module that is a function is given
   */
  ModuleWalk(Evaluator evaluator, Lazy arguments) {
    this.evaluator = evaluator;
    this.arguments = arguments;
  }

  /** What was reached. */
  Reach reach() {
    return new Reach(List.copyOf(modules.values()), List.copyOf(doubts), List.copyOf(absent));
  }

  /** The attribute sets that the modules are. */
  List<Lazy> sets() {
    return sets;
  }

  /** The modules of other flakes among them. */
  Set<String> foreign() {
    return foreign;
  }

  /** Where the walk is: the text that was noted already, why it may not count, how deep. */
  private record Here(Optional<Origin> noted, String doubt, int depth) {
    boolean covers(Origin origin) {
      return noted.isPresent()
          && noted.get().source().path().equals(origin.source().path())
          && noted.get().expr().start() <= origin.expr().start()
          && origin.expr().end() <= noted.get().expr().end();
    }

    Here noting(Origin origin) {
      return new Here(Optional.of(origin), doubt, depth);
    }

    Here deeper(String also) {
      return new Here(noted, doubt.isEmpty() ? also : doubt, depth + 1);
    }
  }

  /** Takes in a module and what it imports. */
  void visit(Lazy module) {
    visit(module.force(), new Here(Optional.empty(), "", 0));
  }

  /** Takes in what may be a module of it. */
  void visit(Lazy module, String doubt) {
    visit(module.force(), new Here(Optional.empty(), doubt, 0));
  }

  /** Notes that something may be left out. */
  void doubt(String why) {
    doubts.add(why);
  }

  private void visit(Value module, Here here) {
    if (here.depth() > DEEPEST) {
      doubts.add("imports lead too deep");
      return;
    }
    switch (module) {
      case At path -> file(path.path(), here);
      case Str text when text.value().startsWith("/") -> file(text.value(), here);
      case Fn fn -> {
        Here inner = note(fn.origin(), here);
        visit(evaluator.apply(fn, arguments, fn.origin()), inner.deeper(""));
      }
      case Attrs attrs -> attributes(attrs, here);
      case All all -> all.of().forEach(one -> visit(one.force(), here.deeper("")));
      case Either either -> either.of().forEach(one -> visit(one, here.deeper(either.why())));
      case Unknown unknown -> doubts.add(unknown.why());
      // A module of nixpkgs or of another flake leads to no file of this configuration.
      case Value.External external -> foreign.add(external.name());
      case Value.Null _ -> {}
      default -> doubts.add("what is imported can't be read");
    }
  }

  private void file(String path, Here here) {
    Tree tree = evaluator.tree();
    String real = tree.real(path);
    String file = tree.isFolder(real) ? tree.real(real + "/default.nix") : real;
    if (file.startsWith("/nix/store/")) {
      return;
    }
    Optional<Source> source = evaluator.source(file);
    if (source.isEmpty()) {
      boolean gone = tree.isKnownAbsent(file);
      doubts.add(path + (gone ? " is imported, and is not there" : " was not read"));
      if (gone) {
        absent.add(path);
      }
      return;
    }
    Reach.Module known = modules.get(file + ":" + Reach.WHOLE);
    if (known == null || !known.doubt().isEmpty() && here.doubt().isEmpty()) {
      modules.put(file + ":" + Reach.WHOLE, new Reach.Module(file, Reach.WHOLE, here.doubt()));
      Origin root = new Origin(source.get(), source.get().text().root());
      visit(evaluator.file(file), here.noting(root).deeper(""));
    }
  }

  /** Notes a module that is written within another text. */
  private Here note(Origin origin, Here here) {
    if (!here.covers(origin) && origin.source().whole()) {
      NixExpr expr = origin.expr();
      String file = origin.source().path();
      Reach.Module known = modules.get(file + ":" + expr.start());
      if (known == null || !known.doubt().isEmpty()) {
        modules.put(file + ":" + expr.start(), new Reach.Module(file, expr.start(), here.doubt()));
      }
      return here.noting(origin);
    }
    return here;
  }

  private void attributes(Attrs attrs, Here here) {
    if (attrs.origins().isEmpty() && here.noted().isEmpty()) {
      doubts.add("a module is computed");
    }
    Here inner = here;
    for (Origin origin : attrs.origins()) {
      inner = note(origin, inner);
    }
    sets.add(Lazy.of(attrs));
    if (attrs.open() && !attrs.of().containsKey("imports")) {
      doubts.add("a module is computed in part, and may import more");
    }
    for (String name : List.of("imports", "require")) {
      if (attrs.of().containsKey(name)) {
        for (Lazy one : Operators.elements(attrs.of().get(name).force())) {
          // An import's own text is another one, also when it is written in the list.
          visit(one.force(), inner.deeper(""));
        }
        if (attrs.of().get(name).force() instanceof Value.Items items && items.open()) {
          doubts.add("there may be more imports, of a folder that was not read whole");
        }
      }
    }
  }
}
