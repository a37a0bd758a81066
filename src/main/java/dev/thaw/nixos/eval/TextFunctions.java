package dev.thaw.nixos.eval;

import static dev.thaw.nixos.eval.Natives.list;
import static dev.thaw.nixos.eval.Natives.set;
import static dev.thaw.nixos.eval.Natives.text;
import static dev.thaw.nixos.eval.Natives.when;

import dev.thaw.nixos.eval.Value.At;
import dev.thaw.nixos.eval.Value.Attrs;
import dev.thaw.nixos.eval.Value.Bool;
import dev.thaw.nixos.eval.Value.External;
import dev.thaw.nixos.eval.Value.Items;
import dev.thaw.nixos.eval.Value.Str;
import dev.thaw.nixos.eval.Value.Unknown;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Functions on strings, paths and folders. */
final class TextFunctions {

  private TextFunctions() {}

  static void all(Natives.Registry to) {
    to.put(
        "hasPrefix",
        2,
        (e, a, at) -> text(a.get(0), x -> text(a.get(1), s -> new Bool(s.startsWith(x)))));
    to.put(
        "hasSuffix",
        2,
        (e, a, at) -> text(a.get(0), x -> text(a.get(1), s -> new Bool(s.endsWith(x)))));
    to.put(
        "hasInfix",
        2,
        (e, a, at) -> text(a.get(0), x -> text(a.get(1), s -> new Bool(s.contains(x)))));
    to.put(
        "removeSuffix",
        2,
        (e, a, at) ->
            text(
                a.get(0),
                x ->
                    text(
                        a.get(1),
                        s ->
                            new Str(s.endsWith(x) ? s.substring(0, s.length() - x.length()) : s))));
    to.put(
        "removePrefix",
        2,
        (e, a, at) ->
            text(
                a.get(0),
                x -> text(a.get(1), s -> new Str(s.startsWith(x) ? s.substring(x.length()) : s))));
    to.put("toString", 1, (e, a, at) -> text(a.get(0), Str::new));
    to.put("unsafeDiscardStringContext", 1, (e, a, at) -> text(a.get(0), Str::new));
    to.put("toLower", 1, (e, a, at) -> text(a.get(0), s -> new Str(s.toLowerCase(Locale.ROOT))));
    to.put("toPath", 1, (e, a, at) -> text(a.get(0), s -> Literals.path("/", s)));
    to.put(
        "append",
        2,
        (e, a, at) -> text(a.get(0), s -> text(a.get(1), x -> Literals.path(s, "./" + x))));
    to.put(
        "baseNameOf",
        1,
        (e, a, at) -> text(a.get(0), s -> new Str(s.substring(s.lastIndexOf('/') + 1))));
    to.put(
        "dirOf",
        1,
        (e, a, at) ->
            text(
                a.get(0),
                s -> Literals.path("/", s.substring(0, Math.max(0, s.lastIndexOf('/'))) + "/")));
    to.put("concatStrings", 1, (e, a, at) -> list(a.get(0), i -> joined("", i)));
    to.put(
        "concatStringsSep",
        2,
        (e, a, at) -> text(a.get(0), s -> list(a.get(1), i -> joined(s, i))));
    to.put(
        "splitString",
        2,
        (e, a, at) ->
            text(
                a.get(0),
                x ->
                    text(
                        a.get(1),
                        s ->
                            ListFunctions.strings(List.of(s.split(Pattern.quote(x), -1)), false))));
    to.put(
        "optionalString", 2, (e, a, at) -> when(a.get(0).force(), a.get(1).force(), new Str("")));
    to.put("cleanSource", 1, (e, a, at) -> a.get(0).force());
    to.put("path", 1, (e, a, at) -> set(a.get(0), s -> e.select(s, "path")));
    to.put("import", 1, (e, a, at) -> a.get(0).force().each(v -> imported(e, v, at)));
    to.put("scopedImport", 2, (e, a, at) -> a.get(1).force().each(v -> imported(e, v, at)));
    to.put("readFile", 1, (e, a, at) -> text(a.get(0), s -> content(e, s)));
    to.put(
        "fileContents",
        1,
        (e, a, at) -> text(a.get(0), s -> content(e, s).each(TextFunctions::withoutLineEnd)));
    to.put("trim", 1, (e, a, at) -> text(a.get(0), s -> new Str(s.strip())));
    to.put("fromJSON", 1, (e, a, at) -> text(a.get(0), s -> Json.value(s, at)));
    to.put(
        "importJSON",
        1,
        (e, a, at) ->
            text(
                a.get(0),
                s -> content(e, s).each(v -> v instanceof Str t ? Json.value(t.value(), at) : v)));
    to.put("readDir", 1, (e, a, at) -> text(a.get(0), s -> folder(e, s, at)));
    to.put("readFileType", 1, (e, a, at) -> text(a.get(0), s -> fileType(e.tree(), s)));
    to.put("pathExists", 1, (e, a, at) -> text(a.get(0), s -> exists(e.tree(), s)));
    to.put(
        "listFilesRecursive",
        1,
        (e, a, at) ->
            text(
                a.get(0),
                s ->
                    e.tree().list(s).isEmpty()
                        ? new Unknown("what lies in " + s + " was not read")
                        : new Items(Folders.files(e.tree(), s), !e.tree().listsAll(s))));
    to.put("typeOf", 1, (e, a, at) -> a.get(0).force().each(TextFunctions::type));
    to.put("isNull", 1, (e, a, at) -> is(a.get(0).force(), Value.Null.class));
    to.put("isAttrs", 1, (e, a, at) -> is(a.get(0).force(), Attrs.class));
    to.put("isList", 1, (e, a, at) -> is(a.get(0).force(), Items.class));
    to.put("isString", 1, (e, a, at) -> is(a.get(0).force(), Str.class));
    to.put("isBool", 1, (e, a, at) -> is(a.get(0).force(), Bool.class));
    to.put("isPath", 1, (e, a, at) -> is(a.get(0).force(), At.class));
    to.put("isFunction", 1, (e, a, at) -> is(a.get(0).force(), Value.Fn.class));
  }

  private static Value type(Value value) {
    return switch (value) {
      case At _ -> new Str("path");
      case Str _ -> new Str("string");
      case Bool _ -> new Str("bool");
      case Value.Null _ -> new Str("null");
      case Value.Num number -> new Str(number.written().matches("[0-9]+") ? "int" : "float");
      case Value.Items _ -> new Str("list");
      case Attrs _, Value.Self _, Value.System _ -> new Str("set");
      case Value.Fn _, Value.Known _ -> new Str("lambda");
      default -> new Unknown("what it is can't be told");
    };
  }

  private static Value is(Value value, Class<? extends Value> kind) {
    return value instanceof Unknown || value instanceof External || value instanceof Value.Either
        ? new Unknown("what it is can't be told")
        : new Bool(kind.isInstance(value));
  }

  private static Value joined(String separator, Items items) {
    Value all = new Str("");
    boolean first = true;
    for (Lazy element : items.of()) {
      all =
          Literals.joined(first ? all : Literals.joined(all, new Str(separator)), element.force());
      first = false;
    }
    return all;
  }

  private static Value imported(Evaluator evaluator, Value what, Value.Origin at) {
    return switch (what) {
      case At path -> evaluator.file(path.path());
      case External external -> new External(external.name(), false);
      case Unknown unknown -> unknown;
      case Value value when value.text().orElse("").startsWith("/") ->
          evaluator.file(value.text().get());
      default -> new Unknown("what it imports can't be read (" + at.place() + ")");
    };
  }

  private static Value content(Evaluator evaluator, String path) {
    return evaluator
        .tree()
        .text(path)
        .<Value>map(Str::new)
        .orElseGet(() -> new Unknown(path + " was not read"));
  }

  private static Value withoutLineEnd(Value value) {
    return value instanceof Str string ? new Str(string.value().replaceFirst("\n$", "")) : value;
  }

  private static Value folder(Evaluator evaluator, String path, Value.Origin at) {
    var names = evaluator.tree().list(path);
    if (names.isEmpty()) {
      return new Unknown("what lies in " + path + " was not read (" + at.place() + ")");
    }
    var of = new LinkedHashMap<String, Lazy>();
    names.get().forEach((name, kind) -> of.put(name, Lazy.of(new Str(kind))));
    return new Attrs(of, !evaluator.tree().listsAll(path), List.of());
  }

  private static Value fileType(Tree tree, String path) {
    if (tree.isFolder(path)) {
      return new Str("directory");
    }
    return tree.text(path).isPresent()
        ? new Str("regular")
        : new Unknown("what " + path + " is was not read");
  }

  private static Value exists(Tree tree, String path) {
    if (tree.isFolder(path) || tree.text(path).isPresent()) {
      return new Bool(true);
    }
    return tree.isKnownAbsent(path)
        ? new Bool(false)
        : new Unknown("whether " + path + " is there was not read");
  }
}
