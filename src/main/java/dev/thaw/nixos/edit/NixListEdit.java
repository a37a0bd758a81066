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
import java.util.Comparator;
import java.util.LinkedHashMap;
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
    if (!settings.chosen()
        && hits.stream().map(hit -> hit.place().where().module()).distinct().count() > 1) {
      return NixRefusal.manyHosts(nix, name, settings);
    }
    var changes = new ArrayList<Change>();
    var elements = new LinkedHashMap<Listed, List<NixExpr>>();
    for (Hit hit : hits) {
      String what = nix.source(hit.element()) + " taken out of " + name;
      changes.add(new Change(nix.line(hit.element().start()), what));
      elements.computeIfAbsent(hit.place().list(), _ -> new ArrayList<>()).add(hit.element());
    }
    var cuts = new ArrayList<NixLayout.Cut>();
    elements.forEach((list, gone) -> cuts.addAll(NixLayout.cuts(nix, list, gone)));
    cuts.sort(Comparator.comparingInt(NixLayout.Cut::start));
    NixText shorter = nix.without(cuts);
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

  private static List<String> words(NixText text, List<NixExpr> without) {
    var gone = without.stream().sorted(Comparator.comparingInt(NixExpr::start)).toList();
    var words = new ArrayList<String>();
    int next = 0;
    for (NixToken token : text.tokens()) {
      while (next < gone.size() && gone.get(next).end() <= token.start()) {
        next++;
      }
      if (next == gone.size() || token.start() < gone.get(next).start()) {
        words.add(token.text());
      }
    }
    return words;
  }

  /**
   * See {@link NixEdit#add}.
   *
   * @param there whether also where the only list stands under a condition
   */
  static Edit add(NixText nix, NixOption name, String element, boolean there) {
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
    if (!hits.isEmpty() && there) {
      int line = nix.line(hits.getFirst().element().start());
      return new Unchanged(
          name + " lists " + element + " already, under a condition, in line " + line + ".",
          List.of());
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
    Optional<Place> place = placeFor(settings, lists, there);
    if (place.isEmpty() && settings.exact().stream().anyMatch(s -> s.where().conditional())) {
      return NixRefusal.unsure(nix, name, settings.exact());
    }
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

  private static Optional<Place> placeFor(NixSettings settings, NixLists lists, boolean there) {
    boolean overlaid = settings.exact().stream().anyMatch(setting -> setting.where().overlaid());
    boolean priority = lists.places().stream().anyMatch(place -> place.where().overlaid());
    if (overlaid || priority && settings.exact().size() > 1) {
      return Optional.empty();
    }
    boolean only = there && lists.places().size() == 1 && settings.exact().size() == 1;
    return lists.places().stream()
        .filter(place -> only || !place.where().conditional())
        .findFirst();
  }
}
