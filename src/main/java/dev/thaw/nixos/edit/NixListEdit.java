package dev.thaw.nixos.edit;

import dev.thaw.nixos.edit.Edit.Change;
import dev.thaw.nixos.edit.Edit.Changed;
import dev.thaw.nixos.edit.Edit.NotFound;
import dev.thaw.nixos.edit.Edit.Unchanged;
import dev.thaw.nixos.edit.NixExpr.Listed;
import dev.thaw.nixos.edit.NixLists.Hit;
import dev.thaw.nixos.edit.NixLists.Place;
import dev.thaw.nixos.edit.NixSettings.Obstacle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Takes elements out of lists, and puts them in. */
final class NixListEdit {

  private NixListEdit() {}

  /** See {@link NixEdit#remove}. */
  static Edit remove(NixText nix, NixOption name, String element) {
    NixElement wanted = NixElement.of(name, element);
    if (!nix.faults().isEmpty()) {
      return NixRefusal.unreadable(nix, wanted.isMentionedIn(nix.text()));
    }
    NixSettings settings = NixSettings.find(nix, name);
    NixLists lists = NixLists.of(nix, settings.exact());
    List<Hit> hits = lists.hits(nix, wanted);
    List<Obstacle> doubts =
        Stream.concat(settings.obstacles().stream(), lists.obstacles().stream()).toList();
    if (hits.isEmpty()) {
      List<Obstacle> concerned =
          doubts.stream()
              .filter(d -> d.named() || wanted.isMentionedIn(nix.source(d.expr())))
              .toList();
      List<String> elsewhere = NixElsewhere.find(nix, wanted);
      if (!concerned.isEmpty()) {
        var similar = new ArrayList<>(NixRefusal.sentences(nix, name, concerned));
        similar.addAll(elsewhere);
        return new NotFound(
            name + " may list " + element + ", in a way only nix can tell.", similar);
      }
      return settings.exact().isEmpty() && elsewhere.isEmpty()
          ? new NotFound(name + " is not set in this text.", List.of())
          : new Unchanged(notListed(nix, name, settings, element), elsewhere);
    }
    List<Obstacle> naming =
        doubts.stream().filter(doubt -> wanted.isMentionedIn(nix.source(doubt.expr()))).toList();
    if (!naming.isEmpty()) {
      return NixRefusal.byHand(nix, name, naming);
    }
    if (hits.stream().map(hit -> hit.place().where().module()).distinct().count() > 1) {
      return NixRefusal.manyHosts(nix, name, settings);
    }
    var changes = new ArrayList<Change>();
    NixText shorter = nix;
    for (Hit hit : hits.reversed()) {
      String what = nix.source(hit.element()) + " taken out of " + name;
      changes.addFirst(new Change(nix.line(hit.element().start()), what));
      shorter = shorter.again(NixLayout.without(shorter, outer(shorter, hit), hit.element()));
    }
    boolean right =
        shorter.faults().isEmpty()
            && words(shorter, List.of())
                .equals(words(nix, hits.stream().map(Hit::element).toList()));
    return right ? new Changed(shorter.text(), changes) : NixRefusal.unsafe(nix, name, settings);
  }

  private static String notListed(
      NixText nix, NixOption name, NixSettings settings, String element) {
    return settings.exact().isEmpty()
        ? name + " is not set in this text."
        : name
            + " (line "
            + NixRefusal.lines(nix, settings.exact())
            + ") does not list "
            + element
            + ".";
  }

  /** The list of a hit in a text that was cut behind it. */
  private static Listed outer(NixText text, Hit hit) {
    return listAt(text.root(), hit.place().list().start()).orElse(hit.place().list());
  }

  private static Optional<Listed> listAt(NixExpr expr, int start) {
    if (expr instanceof Listed list && list.start() == start) {
      return Optional.of(list);
    }
    return expr.children().stream()
        .filter(child -> child.start() <= start && start < child.end())
        .map(child -> listAt(child, start))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static List<String> words(NixText text, List<NixExpr> without) {
    return text.tokens().stream()
        .filter(token ->
            without.stream().noneMatch(e -> token.start() >= e.start() && token.end() <= e.end()))
        .map(NixToken::text)
        .toList();
  }

  /** See {@link NixEdit#add}. */
  static Edit add(NixText nix, NixOption name, String element) {
    NixElement wanted = NixElement.of(name, element);
    if (!nix.faults().isEmpty()) {
      return NixRefusal.unreadable(nix, true);
    }
    NixSettings settings = NixSettings.find(nix, name);
    NixLists lists = NixLists.of(nix, settings.exact());
    List<Hit> hits = lists.hits(nix, wanted);
    Optional<Hit> sure =
        hits.stream().filter(hit -> !hit.place().where().conditional()).findFirst();
    if (settings.ofManyHosts()) {
      return NixRefusal.manyHosts(nix, name, settings);
    }
    if (sure.isPresent()) {
      int line = nix.line(sure.get().element().start());
      return new Unchanged(
          name + " lists " + element + " already, in line " + line + ".", List.of());
    }
    if (!hits.isEmpty()) {
      return new NotFound(
          name + " lists " + element + " under a condition only.",
          List.of("Line " + nix.line(hits.getFirst().element().start()) + ": there."));
    }
    if (settings.exact().isEmpty()) {
      Optional<String> written = wanted.written(nix, name, Optional.empty(), scopeOf(nix));
      return written.isEmpty()
          ? NixRefusal.unwritable(element)
          : NixValueEdit.bind(nix, name, settings, "[ " + written.get() + " ]");
    }
    Optional<Place> place = placeFor(settings, lists);
    if (place.isEmpty()) {
      return NixRefusal.byHand(
          nix,
          name,
          settings.exact().stream()
              .map(s -> new Obstacle(s.binding().value(), "no list there is sure to count", true))
              .toList());
    }
    Optional<String> written =
        wanted.written(nix, name, Optional.of(place.get().list()), place.get().where().scope());
    if (written.isEmpty()) {
      return NixRefusal.unwritable(element);
    }
    NixText longer = nix.again(NixLayout.appended(nix, place.get().list(), written.get()));
    List<Hit> now =
        NixLists.of(longer, NixSettings.find(longer, name).exact()).hits(longer, wanted);
    if (!longer.faults().isEmpty() || now.size() != 1) {
      return NixRefusal.unsafe(nix, name, settings);
    }
    int line = longer.line(now.getFirst().element().start());
    return new Changed(
        longer.text(), List.of(new Change(line, written.get() + " added to " + name)));
  }

  private static NixScope scopeOf(NixText nix) {
    return NixModule.of(nix).map(NixModule::scope).orElse(NixScope.NONE);
  }

  private static Optional<Place> placeFor(NixSettings settings, NixLists lists) {
    boolean overlaid = settings.exact().stream().anyMatch(setting -> setting.where().overlaid());
    boolean priority = lists.places().stream().anyMatch(place -> place.where().overlaid());
    if (overlaid || priority && settings.exact().size() > 1) {
      return Optional.empty();
    }
    return lists.places().stream().filter(place -> !place.where().conditional()).findFirst();
  }
}
