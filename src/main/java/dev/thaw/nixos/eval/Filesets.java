package dev.thaw.nixos.eval;

import static dev.thaw.nixos.eval.Natives.list;
import static dev.thaw.nixos.eval.Natives.text;

import dev.thaw.nixos.eval.Value.At;
import dev.thaw.nixos.eval.Value.Attrs;
import dev.thaw.nixos.eval.Value.Bool;
import dev.thaw.nixos.eval.Value.Items;
import dev.thaw.nixos.eval.Value.Known;
import dev.thaw.nixos.eval.Value.Origin;
import dev.thaw.nixos.eval.Value.Str;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The functions of {@code lib.fileset} that lead to modules; a set is the list of its files. */
final class Filesets {

  /** Their part of the library. */
  static final String PART = "fileset";

  private Filesets() {}

  /** What a function of this part is known by. */
  static String named(String function) {
    return PART + "." + function;
  }

  static void all(Natives.Registry to) {
    to.put(named("toList"), 1, (e, a, at) -> files(e, a.get(0)));
    to.put(named("maybeMissing"), 1, (e, a, at) -> files(e, a.get(0)));
    to.put(
        named("fileFilter"),
        2,
        (e, a, at) -> list(Lazy.of(files(e, a.get(1))), items -> filtered(e, a.get(0), items, at)));
    to.put(named("union"), 2, (e, a, at) -> all(e, List.of(a.get(0), a.get(1))));
    to.put(named("unions"), 1, (e, a, at) -> list(a.get(0), items -> all(e, items.of())));
    to.put(
        named("hasExt"),
        2,
        (e, a, at) ->
            text(a.get(0), name -> text(a.get(1), ext -> new Bool(name.endsWith("." + ext)))));
  }

  /** The files that a path stands for: itself, or all below it. */
  private static Value files(Evaluator evaluator, Lazy set) {
    return set.force()
        .each(value ->
            value instanceof At path && evaluator.tree().isFolder(path.path())
                ? new Items(
                    Folders.files(evaluator.tree(), path.path()),
                    !evaluator.tree().listsAll(path.path()))
                : value instanceof At ? new Items(List.of(Lazy.of(value)), false) : value);
  }

  private static Value all(Evaluator evaluator, List<Lazy> sets) {
    var all = new ArrayList<Lazy>();
    boolean open = false;
    for (Lazy set : sets) {
      if (!(files(evaluator, set) instanceof Items items)) {
        open = true;
        continue;
      }
      all.addAll(items.of());
      open |= items.open();
    }
    return new Items(all, open);
  }

  private static Value filtered(Evaluator evaluator, Lazy test, Items items, Origin at) {
    var kept = new ArrayList<Lazy>();
    boolean open = items.open();
    for (Lazy file : items.of()) {
      String path = file.force().text().orElse("");
      Lazy name = Lazy.of(new Str(path.substring(path.lastIndexOf('/') + 1)));
      Lazy given =
          Lazy.of(
              Attrs.made(
                  Map.of(
                      "name",
                      name,
                      "type",
                      Lazy.of(new Str("regular")),
                      "hasExt",
                      Lazy.of(new Known(named("hasExt"), List.of(name))))));
      if (!(evaluator.apply(test.force(), given, at) instanceof Bool known)) {
        open = true;
      } else if (known.holds()) {
        kept.add(file);
      }
    }
    return new Items(kept, open);
  }
}
