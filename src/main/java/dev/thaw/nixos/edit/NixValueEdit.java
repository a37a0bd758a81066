package dev.thaw.nixos.edit;

import dev.thaw.nixos.edit.Edit.Change;
import dev.thaw.nixos.edit.Edit.Changed;
import dev.thaw.nixos.edit.Edit.NotFound;
import dev.thaw.nixos.edit.Edit.Unchanged;
import dev.thaw.nixos.edit.NixSettings.Obstacle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Gives an option a value, and takes its lines out. */
final class NixValueEdit {

  private NixValueEdit() {}

  /**
   * See {@link NixEdit#set}.
   *
   * @param there whether also where it stands under a condition
   */
  static Edit set(NixText nix, NixOption name, NixGiven given, boolean there) {
    if (!nix.faults().isEmpty()) {
      return NixRefusal.unreadable(nix, true);
    }
    NixSettings settings = NixSettings.find(nix, name);
    if (settings.exact().isEmpty()) {
      Optional<NixModule> module = NixModule.of(nix);
      NixScope scope = module.map(NixModule::scope).orElse(NixScope.NONE);
      NixExpr around = module.<NixExpr>map(NixModule::attrs).orElse(nix.root());
      String value = given.written(nix, scope, around);
      return asking(nix, name, given, value, scope, around, there)
          .orElseGet(() -> bind(nix, name, settings, value));
    }
    NixSetting setting = settings.exact().getFirst();
    NixExpr whole = setting.binding().value();
    NixExpr old = given.replaced(whole);
    boolean sure = (there || !setting.where().conditional()) && !setting.where().overlaid();
    if (settings.exact().size() > 1 || !sure || !settings.parts().isEmpty()) {
      return NixRefusal.unsure(nix, name, settings.all());
    }
    String plain = given.written(nix, setting.where().scope(), old);
    Optional<Edit> asking = asking(nix, name, given, plain, setting.where().scope(), old, there);
    if (asking.isPresent()) {
      return asking.get();
    }
    String value = old != whole ? NixGiven.argument(plain) : plain;
    if (nix.source(old).equals(value)) {
      return new Unchanged(
          name + " is that already, in line " + nix.line(old.start()) + ".", List.of());
    }
    String all =
        nix.text().substring(whole.start(), old.start())
            + withSeparator(nix, value)
            + nix.text().substring(old.end(), whole.end());
    String after = nix.text().substring(0, whole.start()) + all + nix.text().substring(whole.end());
    return checked(nix, name, settings, after, all, "set to ");
  }

  /**
   * The edit of a module that has to ask for names first, which the value uses; empty where it
   * knows all of them.
   */
  private static Optional<Edit> asking(
      NixText nix,
      NixOption name,
      NixGiven given,
      String value,
      NixScope scope,
      NixExpr at,
      boolean there) {
    List<String> names =
        value.equals(given.given())
            ? NixArguments.missing(given.read(), nix, scope, at)
            : List.of();
    if (names.isEmpty()) {
      return Optional.empty();
    }
    Optional<NixText> asking = NixArguments.asking(nix, names, at);
    if (asking.isEmpty()) {
      return Optional.of(NixRefusal.unasked(nix, name, names, at));
    }
    Edit edit = set(asking.get(), name, given, there);
    if (!(edit instanceof Changed changed)) {
      return Optional.of(edit);
    }
    int same = 0;
    while (nix.text().charAt(same) == changed.text().charAt(same)) {
      same++;
    }
    var changes = new ArrayList<Change>();
    changes.add(new Change(nix.line(same), "the module asks for " + String.join(" and ", names)));
    changes.addAll(changed.changes());
    return Optional.of(new Changed(changed.text(), changes));
  }

  private static String withSeparator(NixText nix, String value) {
    return value.replace("\r\n", "\n").replace("\n", nix.lineSeparator());
  }

  /** Adds a line that sets an option which nothing in the text sets. */
  static Edit bind(NixText nix, NixOption name, NixSettings settings, String value) {
    var doubts = new ArrayList<>(settings.obstacles());
    doubts.addAll(settings.conflicts());
    settings
        .parts()
        .forEach(p -> doubts.add(new Obstacle(p.binding().value(), "a part of it", true)));
    if (!doubts.isEmpty()) {
      return NixRefusal.byHand(nix, name, doubts);
    }
    Optional<NixModule> module = NixModule.of(nix);
    if (module.isEmpty() || !module.get().isModule()) {
      return new NotFound(
          name
              + " is not set in this text, and a line for it can't be added: "
              + (NixSettings.isFlake(nix.root())
                  ? "this is a flake, whose modules are other files."
                  : module.filter(NixModule::isOfFlake).isPresent()
                      ? "this is a module of the flake itself, and of no host."
                      : "this is no plain module."),
          List.of());
    }
    String line = module.get().prefix() + name + " = " + withSeparator(nix, value) + ";";
    String after = NixLayout.bound(nix, module.get().attrs(), line);
    return checked(nix, name, settings, after, value, "added: ");
  }

  /** Reads the text again: the option is set once now, to that. */
  private static Edit checked(
      NixText before, NixOption name, NixSettings were, String after, String value, String what) {
    NixText now = before.again(after);
    List<NixSetting> settings = NixSettings.find(now, name).exact();
    String written = withSeparator(before, value);
    if (!now.faults().isEmpty()
        || settings.size() != 1
        || !now.source(settings.getFirst().binding().value()).equals(written)) {
      return NixRefusal.unsafe(before, name, were);
    }
    int line = now.line(settings.getFirst().binding().value().start());
    return new Changed(after, List.of(new Change(line, name + " " + what + value)));
  }

  /** See {@link NixEdit#unset}. */
  static Edit unset(NixText nix, NixOption name) {
    if (!nix.faults().isEmpty()) {
      return NixRefusal.unreadable(nix, nix.text().contains(name.last()));
    }
    NixSettings settings = NixSettings.find(nix, name);
    List<NixSetting> all = settings.all();
    if (all.isEmpty()) {
      List<Obstacle> doubts =
          settings.obstacles().stream()
              .filter(d -> d.named() || nix.source(d.expr()).contains(name.last()))
              .toList();
      List<String> elsewhere = doubts.isEmpty() ? NixElsewhere.settings(nix, name) : List.of();
      return elsewhere.isEmpty()
          ? new NotFound(
              name + " is not set in this text.", NixRefusal.sentences(nix, name, doubts))
          : new Unchanged(name + " is not set in this text.", elsewhere);
    }
    for (NixSetting setting : all) {
      List<Integer> uses = NixScope.usesOf(setting.binding(), nix);
      if (!uses.isEmpty()) {
        String line = "line " + nix.line(uses.getFirst()) + " uses it as well";
        return NixRefusal.byHand(
            nix, name, List.of(new Obstacle(setting.binding().value(), line, true)));
      }
    }
    if (settings.ofManyHosts()) {
      return NixRefusal.manyHosts(nix, name, settings);
    }
    var changes = new ArrayList<Change>();
    var cuts = new ArrayList<NixLayout.Cut>();
    for (NixSetting setting : all) {
      changes.add(new Change(nix.line(setting.binding().start()), setting.option() + " taken out"));
      cuts.add(NixLayout.cut(nix, setting.binding()));
    }
    cuts.sort(Comparator.comparingInt(NixLayout.Cut::start));
    NixText after = nix.without(NixLayout.apart(cuts));
    boolean right = after.faults().isEmpty() && NixSettings.find(after, name).all().isEmpty();
    return right ? new Changed(after.text(), changes) : NixRefusal.unsafe(nix, name, settings);
  }
}
