package dev.thaw.nixos.eval;

import dev.thaw.nixos.edit.NixExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What an expression is, as far as reading tells. */
sealed interface Value {

  /** So many values at most that one may be: each operator may double them. */
  int MOST_WAYS = 64;

  /** So many sets at most that stand for the path of another one. */
  int DEEPEST = 20;

  /**
   * Where something is written.
   *
   * @param source the file's text
   * @param expr its place there
   */
  record Origin(Source source, NixExpr expr) {
    /** The file and the line, for a sentence. */
    String place() {
      return source.path() + ", line " + source.text().line(expr.start());
    }
  }

  /**
   * An attribute set.
   *
   * @param of its values, in their order
   * @param open whether it may have more, which only nix can tell
   * @param origins the places in texts that it is made of
   */
  record Attrs(Map<String, Lazy> of, boolean open, List<Origin> origins) implements Value {
    /** One that is written nowhere. */
    static Attrs made(Map<String, Lazy> of) {
      return new Attrs(of, false, List.of());
    }
  }

  /** A list; {@code open} when it may have more. */
  record Items(List<Lazy> of, boolean open) implements Value {}

  /** A string. */
  record Str(String value) implements Value {}

  /** A path on the installed system, from its root on. */
  record At(String path) implements Value {}

  /** {@code true} or {@code false}. */
  record Bool(boolean holds) implements Value {}

  /** A number, as it is written. */
  record Num(String written) implements Value {}

  /** {@code null}. */
  record Null() implements Value {}

  /** A function of a text. */
  record Fn(NixExpr.Lambda lambda, Env env, Origin origin) implements Value {}

  /** A function that is known by its name, with the first of its arguments. */
  record Known(String name, List<Lazy> arguments) implements Value {}

  /** What a flake's input, nixpkgs' library or a fetched source has: by its name. */
  record External(String name, boolean library, Map<String, Lazy> extra) implements Value {
    External(String name, boolean library) {
      this(name, library, Map.of());
    }

    /** Whether it is what a flake is given, be it with more beside it. */
    boolean isInputs() {
      return name.equals("inputs");
    }

    /** What of this configuration was put over something of another flake, as an open set. */
    Optional<Attrs> local() {
      return library || isInputs() || extra.isEmpty()
          ? Optional.empty()
          : Optional.of(new Attrs(extra, true, List.of()));
    }
  }

  /**
   * The flake itself.
   *
   * @param has what it has apart from its outputs
   */
  record Self(Map<String, Lazy> has, Lazy outputs) implements Value {}

  /** A NixOS system; the argument says of which modules. */
  record System(Lazy argument) implements Value {}

  /**
   * Values of which each may be the one, or none.
   *
   * @param why what decides
   */
  record Either(List<Value> of, String why) implements Value {}

  /** Several modules in one place: each counts. */
  record All(List<Lazy> of) implements Value {}

  /**
   * What only nix can tell.
   *
   * @param why the end of a sentence, with the place
   * @param about what it was made of; it may lead to files of this configuration
   */
  record Unknown(String why, List<Lazy> about) implements Value {
    Unknown(String why) {
      this(why, List.of());
    }
  }

  /** Does this to a value, or to each of those that it may be. */
  default Value each(Function<Value, Value> what) {
    if (!(this instanceof Either either)) {
      return what.apply(this);
    }
    var all = new ArrayList<Value>();
    for (Value one : either.of()) {
      switch (one.each(what)) {
        case Either more -> all.addAll(more.of());
        case Value value -> all.add(value);
      }
    }
    return all.size() > MOST_WAYS
        ? new Unknown("there are too many ways", all.stream().map(Lazy::of).toList())
        : new Either(all, either.why());
  }

  /** Its text, where it is one that can stand in a string or a path. */
  default Optional<String> text() {
    return text(DEEPEST);
  }

  private Optional<String> text(int deep) {
    return switch (this) {
      case Str string -> Optional.of(string.value());
      case At at -> Optional.of(at.path());
      case Num number -> Optional.of(number.written());
      case Attrs attrs when deep > 0 && attrs.of().containsKey("outPath") ->
          attrs.of().get("outPath").force().text(deep - 1);
      case Self self when deep > 0 && self.has().get("outPath") instanceof Lazy path ->
          path.force().text(deep - 1);
      default -> Optional.empty();
    };
  }
}
