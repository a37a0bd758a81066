package dev.thaw.nixos.edit;

import dev.thaw.machine.Trouble;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Changes one setting in the text of a NixOS module and keeps all else as it is, byte for byte. It
 * reads the text and evaluates nothing: where only nix could tell what an edit would do, it changes
 * nothing and says which line to look at. Options are named as in the configuration: {@code
 * boot.initrd.kernelModules}.
 */
public final class NixEdit {

  private NixEdit() {}

  /**
   * The names that an option is made of, without quotes.
   *
   * @throws Trouble if {@code option} is no option's name
   */
  public static List<String> names(String option) {
    return NixOption.of(option).path();
  }

  /** Whether an element of the option's list, as a person names it, comes to this value. */
  public static boolean isElement(String option, String element, String value) {
    return NixElement.of(NixOption.of(option), element).is(value);
  }

  /** A text as a Nix string. */
  public static String quoted(String text) {
    return NixStrings.quote(text);
  }

  /** A name as it is written in a path of names: in quotes where it needs them. */
  public static String written(String name) {
    return new NixOption(List.of(name)).toString();
  }

  /**
   * The modules of a text.
   *
   * @param text the text
   * @param at where those begin that are written within it; none when the whole text is the module
   */
  public record Modules(String text, List<Integer> at) {
    /** Copies the list. */
    public Modules {
      at = List.copyOf(at);
    }

    /** A text that is a module, or a flake's. */
    public static Modules whole(String text) {
      return new Modules(text, List.of());
    }

    private NixText read() {
      return NixText.read(text).only(at);
    }
  }

  /**
   * A place that sets an option.
   *
   * @param line where its value begins, from 1
   * @param option what is set there: the option, or something in it
   * @param value the value, as it is written
   * @param whole whether it is the option itself and not something in it
   * @param priority whether it may replace what other files say, or be replaced by it: it stands in
   *     {@code mkForce}, {@code mkDefault} and the like, or beside {@code //}
   * @param condition what has to hold for it to count, as it is written; empty when it always does
   */
  public record Occurrence(
      int line, String option, String value, boolean whole, boolean priority, String condition) {}

  /**
   * Finds the places that set an option or something in it, in the order of the text.
   *
   * @throws Trouble if {@code option} is no option's name
   */
  public static List<Occurrence> find(String text, String option) {
    return find(Modules.whole(text), option);
  }

  /** The same in some modules of a text. */
  public static List<Occurrence> find(Modules modules, String option) {
    NixText nix = modules.read();
    NixOption name = NixOption.of(option);
    NixSettings settings = NixSettings.find(nix, name);
    Set<NixSetting> exact = Collections.newSetFromMap(new IdentityHashMap<>());
    exact.addAll(settings.exact());
    return settings.all().stream()
        .map(setting ->
            new Occurrence(
                nix.line(setting.binding().value().start()),
                setting.option().toString(),
                nix.source(setting.binding().value()),
                exact.contains(setting),
                NixValues.anyOverlaid(nix, setting.binding().value(), setting.where()),
                String.join(" && ", setting.where().conditions())))
        .toList();
  }

  /**
   * The options of two names and more that a module's text sets, as {@link #find} takes them, and
   * the sets that they stand in: {@code fileSystems."/boot".device} and {@code
   * fileSystems."/boot"}. Empty for what is no plain module.
   */
  public static List<String> options(String text) {
    return NixModule.optionsOf(NixText.read(text));
  }

  /**
   * Takes an element out of all lists that an option is set to. The element is named plainly:
   * {@code vfio_pci} for {@code "vfio_pci"}, {@code pkgs.vim} as it is written.
   *
   * @throws Trouble if {@code option} is no option's name
   */
  public static Edit remove(String text, String option, String element) {
    return remove(Modules.whole(text), option, element);
  }

  /** The same in some modules of a text. */
  public static Edit remove(Modules modules, String option, String element) {
    return NixListEdit.remove(modules.read(), NixOption.of(option), element);
  }

  /**
   * Adds an element at the end of an option's list, in the list's own style, or a line that sets
   * the option when none does. An element of a list of strings is given plainly; others as Nix.
   *
   * @throws Trouble if {@code option} is no option's name
   */
  public static Edit add(String text, String option, String element) {
    return add(Modules.whole(text), option, element);
  }

  /** The same in some modules of a text. */
  public static Edit add(Modules modules, String option, String element) {
    return NixListEdit.add(modules.read(), NixOption.of(option), element, false);
  }

  /** The same also where the only list stands under a condition. */
  public static Edit addThere(Modules modules, String option, String element) {
    return NixListEdit.add(modules.read(), NixOption.of(option), element, true);
  }

  /**
   * Sets an option to a value, in the place of what it is set to, or in a new line. A path or a
   * word that means nothing in the text is written as a string, all else as it is given.
   *
   * @throws Trouble if {@code option} is no option's name or {@code value} no Nix expression, where
   *     no string stands that it could replace as text
   */
  public static Edit set(String text, String option, String value) {
    return set(Modules.whole(text), option, value);
  }

  /** The same in some modules of a text. */
  public static Edit set(Modules modules, String option, String value) {
    return NixValueEdit.set(modules.read(), NixOption.of(option), NixGiven.of(value), false);
  }

  /** The same also where its only value stands under a condition. */
  public static Edit setThere(Modules modules, String option, String value) {
    return NixValueEdit.set(modules.read(), NixOption.of(option), NixGiven.of(value), true);
  }

  /**
   * Takes the lines that set an option, or something in it, out of the text.
   *
   * @throws Trouble if {@code option} is no option's name
   */
  public static Edit unset(String text, String option) {
    return unset(Modules.whole(text), option);
  }

  /** The same in some modules of a text. */
  public static Edit unset(Modules modules, String option) {
    return NixValueEdit.unset(modules.read(), NixOption.of(option));
  }
}
