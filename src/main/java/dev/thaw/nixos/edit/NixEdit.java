package dev.thaw.nixos.edit;

import dev.thaw.machine.Trouble;
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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Changes one setting in the text of a NixOS module and keeps all else as it is, byte for byte. It
 * reads the text and evaluates nothing: where only nix could tell what an edit would do, it changes
 * nothing and says which line to look at. Options are named as in the configuration: {@code
 * boot.initrd.kernelModules}.
 */
public final class NixEdit {

  private NixEdit() {}

  /**
   * A place that sets an option.
   *
   * @param line where its value begins, from 1
   * @param option what is set there: the option, or something in it
   * @param value the value, as it is written
   */
  public record Occurrence(int line, String option, String value) {}

  /**
   * Finds the places that set an option or something in it, in the order of the text.
   *
   * @throws Trouble if {@code option} is no option's name
   */
  public static List<Occurrence> find(String text, String option) {
    NixText nix = NixText.read(text);
    NixSettings settings = NixSettings.find(nix, NixOption.of(option));
    return Stream.concat(settings.exact().stream(), settings.parts().stream())
        .sorted(Comparator.comparing(setting -> setting.binding().start()))
        .map(setting ->
            new Occurrence(
                nix.line(setting.binding().value().start()),
                setting.option().toString(),
                nix.source(setting.binding().value())))
        .toList();
  }

  /**
   * Takes an element out of all lists that an option is set to. The element is named plainly:
   * {@code vfio_pci} for {@code "vfio_pci"}, {@code pkgs.vim} as it is written.
   *
   * @throws Trouble if {@code option} is no option's name
   */
  public static Edit remove(String text, String option, String element) {
    NixText nix = NixText.read(text);
    NixOption name = NixOption.of(option);
    NixElement wanted = NixElement.of(name, element);
    if (!nix.faults().isEmpty()) {
      return unreadable(nix);
    }
    NixSettings settings = NixSettings.find(nix, name);
    NixLists lists = NixLists.of(nix, settings.exact());
    List<Hit> hits = lists.hits(nix, wanted);
    List<Obstacle> doubts =
        Stream.concat(settings.obstacles().stream(), lists.obstacles().stream()).toList();
    if (hits.isEmpty()) {
      var similar = new ArrayList<>(sentences(nix, name, doubts));
      similar.addAll(NixElsewhere.find(nix, wanted));
      return new NotFound(
          settings.exact().isEmpty()
              ? name + " is not set in this text."
              : name
                  + " (line "
                  + lines(nix, settings.exact())
                  + ") does not list "
                  + element
                  + ".",
          similar);
    }
    List<Obstacle> naming =
        doubts.stream().filter(doubt -> wanted.isMentionedIn(nix.source(doubt.expr()))).toList();
    if (!naming.isEmpty()) {
      return byHand(nix, name, naming);
    }
    if (hits.stream().map(hit -> hit.place().where().module()).distinct().count() > 1) {
      return manyHosts(nix, name, settings);
    }
    var changes = new ArrayList<Change>();
    NixText shorter = nix;
    for (Hit hit : hits.reversed()) {
      String what = nix.source(hit.element()) + " taken out of " + name;
      changes.addFirst(new Change(nix.line(hit.element().start()), what));
      shorter = NixText.read(NixLayout.without(shorter, outer(shorter, hit), hit.element()));
    }
    boolean right =
        shorter.faults().isEmpty()
            && words(shorter, List.of())
                .equals(words(nix, hits.stream().map(Hit::element).toList()));
    return right ? new Changed(shorter.text(), changes) : unsafe(name);
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

  /**
   * Adds an element at the end of an option's list, in the list's own style, or a line that sets
   * the option when none does. An element of a list of strings is given plainly; others as Nix.
   *
   * @throws Trouble if {@code option} is no option's name
   */
  public static Edit add(String text, String option, String element) {
    NixText nix = NixText.read(text);
    NixOption name = NixOption.of(option);
    NixElement wanted = NixElement.of(name, element);
    if (!nix.faults().isEmpty()) {
      return unreadable(nix);
    }
    NixSettings settings = NixSettings.find(nix, name);
    NixLists lists = NixLists.of(nix, settings.exact());
    List<Hit> hits = lists.hits(nix, wanted);
    Optional<Hit> sure =
        hits.stream().filter(hit -> !hit.place().where().conditional()).findFirst();
    if (settings.ofManyHosts()) {
      return manyHosts(nix, name, settings);
    }
    if (sure.isPresent()) {
      int line = nix.line(sure.get().element().start());
      return new Unchanged(name + " lists " + element + " already, in line " + line + ".");
    }
    if (!hits.isEmpty()) {
      return new NotFound(
          name + " lists " + element + " under a condition only.",
          List.of("Line " + nix.line(hits.getFirst().element().start()) + ": there."));
    }
    if (settings.exact().isEmpty()) {
      Optional<String> written = wanted.written(nix, name, Optional.empty(), scopeOf(nix));
      return written.isEmpty()
          ? unwritable(element)
          : bind(nix, name, settings, "[ " + written.get() + " ]");
    }
    Optional<Place> place = placeFor(settings, lists);
    if (place.isEmpty()) {
      return byHand(
          nix,
          name,
          settings.exact().stream()
              .map(s -> new Obstacle(s.binding().value(), "no list there is sure to count"))
              .toList());
    }
    Optional<String> written =
        wanted.written(nix, name, Optional.of(place.get().list()), place.get().where().scope());
    if (written.isEmpty()) {
      return unwritable(element);
    }
    NixText longer = NixText.read(NixLayout.appended(nix, place.get().list(), written.get()));
    List<Hit> now =
        NixLists.of(longer, NixSettings.find(longer, name).exact()).hits(longer, wanted);
    if (!longer.faults().isEmpty() || now.size() != 1) {
      return unsafe(name);
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

  /**
   * Sets an option to a Nix expression, in the place of what it is set to, or in a new line.
   *
   * @throws Trouble if {@code option} is no option's name or {@code expression} no Nix expression
   */
  public static Edit set(String text, String option, String expression) {
    NixText nix = NixText.read(text);
    NixOption name = NixOption.of(option);
    String value = expression.strip();
    NixText read = NixText.read(value);
    if (!read.faults().isEmpty()) {
      throw new Trouble.NotNow(
          "'" + value + "' is no Nix expression: " + read.faults().getFirst().message() + ".",
          "Text needs quotes of its own, a list brackets: \"text\", [ \"a\" \"b\" ].");
    }
    if (!nix.faults().isEmpty()) {
      return unreadable(nix);
    }
    NixSettings settings = NixSettings.find(nix, name);
    if (settings.exact().isEmpty()) {
      return bind(nix, name, settings, value);
    }
    NixSetting setting = settings.exact().getFirst();
    NixExpr old = setting.binding().value();
    boolean sure = !setting.where().conditional() && !setting.where().overlaid();
    if (settings.exact().size() > 1 || !sure || !settings.parts().isEmpty()) {
      return byHand(
          nix,
          name,
          Stream.concat(settings.exact().stream(), settings.parts().stream())
              .map(s -> new Obstacle(s.binding().value(), "one of several, or under a condition"))
              .toList());
    }
    if (nix.source(old).equals(value)) {
      return new Unchanged(name + " is that already, in line " + nix.line(old.start()) + ".");
    }
    String after =
        nix.text().substring(0, old.start())
            + withSeparator(nix, value)
            + nix.text().substring(old.end());
    return checked(nix, name, after, value, "set to ");
  }

  private static String withSeparator(NixText nix, String value) {
    return value.replace("\r\n", "\n").replace("\n", nix.lineSeparator());
  }

  private static Edit bind(NixText nix, NixOption name, NixSettings settings, String value) {
    var doubts = new ArrayList<>(settings.obstacles());
    doubts.addAll(settings.conflicts());
    settings.parts().forEach(p -> doubts.add(new Obstacle(p.binding().value(), "a part of it")));
    if (!doubts.isEmpty()) {
      return byHand(nix, name, doubts);
    }
    Optional<NixModule> module = NixModule.of(nix);
    if (module.isEmpty()) {
      return new NotFound(
          name
              + " is not set in this text, and a line for it can't be added: "
              + (NixSettings.isFlake(nix.root())
                  ? "this is a flake, whose modules are other files."
                  : "this is no plain module."),
          List.of());
    }
    String line = module.get().prefix() + name + " = " + withSeparator(nix, value) + ";";
    String after = NixLayout.bound(nix, module.get().attrs(), line);
    return checked(nix, name, after, value, "added: ");
  }

  /** Reads the text again: the option is set once now, to that. */
  private static Edit checked(
      NixText before, NixOption name, String after, String value, String what) {
    NixText now = NixText.read(after);
    List<NixSetting> settings = NixSettings.find(now, name).exact();
    String written = withSeparator(before, value);
    if (!now.faults().isEmpty()
        || settings.size() != 1
        || !now.source(settings.getFirst().binding().value()).equals(written)) {
      return unsafe(name);
    }
    int line = now.line(settings.getFirst().binding().value().start());
    return new Changed(after, List.of(new Change(line, name + " " + what + value)));
  }

  /**
   * Takes the lines that set an option, or something in it, out of the text.
   *
   * @throws Trouble if {@code option} is no option's name
   */
  public static Edit unset(String text, String option) {
    NixText nix = NixText.read(text);
    NixOption name = NixOption.of(option);
    if (!nix.faults().isEmpty()) {
      return unreadable(nix);
    }
    NixSettings settings = NixSettings.find(nix, name);
    List<NixSetting> all =
        Stream.concat(settings.exact().stream(), settings.parts().stream())
            .sorted(Comparator.comparing(setting -> setting.binding().start()))
            .toList();
    if (all.isEmpty()) {
      return new NotFound(
          name + " is not set in this text.", sentences(nix, name, settings.obstacles()));
    }
    if (all.stream().map(s -> s.where().module()).distinct().count() > 1) {
      return manyHosts(nix, name, settings);
    }
    var changes = new ArrayList<Change>();
    String shorter = text;
    for (NixSetting setting : all.reversed()) {
      changes.addFirst(
          new Change(nix.line(setting.binding().start()), setting.option() + " taken out"));
      shorter = NixLayout.without(NixText.read(shorter), setting.binding());
    }
    boolean right = NixText.read(shorter).faults().isEmpty() && find(shorter, option).isEmpty();
    return right ? new Changed(shorter, changes) : unsafe(name);
  }

  private static Edit unreadable(NixText nix) {
    NixText.Fault fault = nix.faults().getFirst();
    return new NotFound(
        "This text is no Nix that can be read, so nothing in it was changed: line "
            + nix.line(fault.offset())
            + ": "
            + fault.message()
            + ".",
        List.of());
  }

  private static Edit byHand(NixText nix, NixOption name, List<Obstacle> doubts) {
    return new NotFound(
        name + " can't be changed safely in this text: edit it by hand.",
        sentences(nix, name, doubts));
  }

  private static Edit manyHosts(NixText nix, NixOption name, NixSettings settings) {
    return new NotFound(
        name + " is set for more than one host of this flake: edit it by hand.",
        List.of("Lines " + lines(nix, settings.exact()) + "."));
  }

  private static Edit unwritable(String element) {
    return new NotFound(
        "'"
            + element
            + "' can't stand in that list: it is no Nix expression, or a name in it is unknown there.",
        List.of("A package is named pkgs.vim, in a module that begins with { pkgs, ... }:."));
  }

  private static Edit unsafe(NixOption name) {
    return new NotFound(
        name + " can't be changed safely in this text: edit it by hand.", List.of());
  }

  private static List<String> sentences(NixText nix, NixOption name, List<Obstacle> doubts) {
    return doubts.stream()
        .map(d -> "Line " + nix.line(d.expr().start()) + ": " + name + ": " + d.why() + ".")
        .distinct()
        .toList();
  }

  private static String lines(NixText nix, List<NixSetting> settings) {
    return String.join(
        ", ", settings.stream().map(s -> "" + nix.line(s.binding().start())).distinct().toList());
  }
}
