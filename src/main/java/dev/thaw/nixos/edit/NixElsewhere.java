package dev.thaw.nixos.edit;

import dev.thaw.nixos.edit.NixExpr.Attrs;
import dev.thaw.nixos.edit.NixExpr.Binding;
import dev.thaw.nixos.edit.NixExpr.Item;
import dev.thaw.nixos.edit.NixExpr.Let;
import dev.thaw.nixos.edit.NixExpr.Listed;
import java.util.ArrayList;
import java.util.List;

/** Finds an element anywhere in a text, for a person to look at. */
final class NixElsewhere {

  private final NixText text;
  private final NixElement element;
  private final List<String> sentences = new ArrayList<>();

  private NixElsewhere(NixText text, NixElement element) {
    this.text = text;
    this.element = element;
  }

  /** Sentences that say in which lines, and in which options, an element stands. */
  static List<String> find(NixText text, NixElement element) {
    var elsewhere = new NixElsewhere(text, element);
    text.moduleRoots().forEach(module -> elsewhere.look(module, List.of()));
    for (NixToken comment : text.comments()) {
      boolean there =
          text.modules().isEmpty()
              || text.moduleRoots().stream()
                  .anyMatch(m -> m.start() <= comment.start() && comment.end() <= m.end());
      if (there && element.isMentionedIn(comment.text())) {
        elsewhere.sentences.add("Line " + text.line(comment.start()) + ": it stands in a comment.");
      }
    }
    return elsewhere.sentences;
  }

  /** Sentences that say where an option is set within another one, as in a specialisation. */
  static List<String> settings(NixText text, NixOption option) {
    var found = new ArrayList<String>();
    text.moduleRoots().forEach(module -> settings(text, module, List.of(), option.path(), found));
    return found;
  }

  private static void settings(
      NixText text, NixExpr expr, List<String> path, List<String> wanted, List<String> found) {
    List<Item> items =
        switch (expr) {
          case Attrs attrs -> attrs.items();
          default -> List.of();
        };
    for (Item item : items) {
      if (item instanceof Binding binding) {
        var longer = new ArrayList<>(path);
        binding.path().forEach(key -> longer.add(key.name() == null ? "…" : key.name()));
        int before = longer.size() - wanted.size();
        if (before > 1 && longer.subList(before, longer.size()).equals(wanted)) {
          found.add(
              "Line "
                  + text.line(binding.start())
                  + ": it is set in "
                  + new NixOption(longer.subList(0, before))
                  + ".");
        }
        settings(text, binding.value(), longer, wanted, found);
      }
    }
    if (items.isEmpty()) {
      expr.children().forEach(child -> settings(text, child, path, wanted, found));
    }
  }

  private void look(NixExpr expr, List<String> path) {
    switch (expr) {
      case Attrs attrs -> attrs.items().forEach(item -> look(item, path));
      case Let let -> {
        let.items().forEach(item -> look(item, path));
        look(let.body(), path);
      }
      case Listed list -> {
        for (NixExpr each : list.elements()) {
          if (element.matches(text, each)) {
            sentences.add(
                "Line " + text.line(each.start()) + ": it stands in " + new NixOption(path) + ".");
          }
          look(each, path);
        }
      }
      default -> expr.children().forEach(child -> look(child, path));
    }
  }

  private void look(Item item, List<String> path) {
    if (item instanceof Binding binding) {
      var longer = new ArrayList<>(path);
      for (var key : binding.path()) {
        if (!longer.isEmpty() || !"config".equals(key.name())) {
          longer.add(key.name() == null ? "…" : key.name());
        }
      }
      look(binding.value(), longer);
    }
  }
}
