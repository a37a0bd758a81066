package dev.thaw.rescue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.machine.Clean;
import dev.thaw.nixos.Configuration;
import dev.thaw.nixos.edit.NixEdit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** What nix says of an option after an edit, in sentences. It takes nothing back by itself. */
final class EditCheck {

  /** How much of a value is shown. */
  private static final int LONGEST = 200;

  private EditCheck() {}

  /** What an edit was for. */
  sealed interface Wanted {}

  /** An element is in a list, or is not. */
  record Listed(String element, boolean there) implements Wanted {}

  /** The option has this value, as a person gave it. */
  record Given(String value) implements Wanted {}

  /** The option has its default. */
  record Default() implements Wanted {}

  /** How a value compares with what a person gave; often that can't be told by comparing. */
  private enum Compared {
    SAME,
    ANOTHER,
    UNTOLD
  }

  /**
   * Asks nix.
   *
   * @param changed the files that were changed, paths on the installed system
   */
  static List<String> notes(AskedNix nix, String option, Wanted wanted, List<String> changed) {
    return switch (nix.option(option)) {
      case AskedNix.Unasked unasked ->
          List.of("Not checked by nix: " + sentence(unasked.why()) + " rebuild() will tell.");
      case AskedNix.Refused refused -> refused(nix, option, wanted, refused);
      case AskedNix.Told told -> told(nix, option, wanted, told.value(), changed);
    };
  }

  private static List<String> refused(
      AskedNix nix, String option, Wanted wanted, AskedNix.Refused refused) {
    // An option of a set that was taken out is not there at all.
    if (wanted instanceof Default && refused.what().matches("attribute '.*' missing.*")) {
      return List.of("Nix confirms: " + name(nix, option) + " is set no more.");
    }
    if (refused.what().startsWith("cannot convert")) {
      return List.of("Not checked by nix: the value of " + Clean.line(option) + " can't be shown.");
    }
    var notes =
        new ArrayList<>(List.of("Nix can't evaluate it as it is now: " + sentence(refused.what())));
    KnownFailure.in("error: " + refused.what())
        .ifPresent(known -> notes.add(known.meaning() + " " + known.next()));
    notes.add("If that comes of this edit, undo() takes it back.");
    return notes;
  }

  private static List<String> told(
      AskedNix nix, String option, Wanted wanted, JsonNode answer, List<String> changed) {
    JsonNode value = answer.path("value");
    String name = name(nix, option);
    String is = name + " is now " + shown(value) + ".";
    switch (wanted) {
      case Listed listed -> {
        boolean there = isListOfWords(value) && lists(value, option, listed.element());
        if (!isListOfWords(value) || !there && isComputed(listed.element())) {
          return List.of("Nix says: " + is);
        }
        String verb =
            there
                ? listed.there() ? " lists " : " still lists "
                : listed.there() ? " does not list " : " no longer lists ";
        String what = name + verb + Clean.line(listed.element()) + ": " + shown(value) + ".";
        return there == listed.there()
            ? List.of("Nix confirms: " + what)
            : another(nix, what, answer, changed);
      }
      case Given given -> {
        return switch (compared(value, given.value())) {
          case SAME -> List.of("Nix confirms: " + is);
          case ANOTHER -> another(nix, is, answer, changed);
          case UNTOLD -> List.of("Nix says: " + is);
        };
      }
      case Default _ -> {
        return List.of("Nix says: " + is);
      }
    }
  }

  private static List<String> another(
      AskedNix nix, String what, JsonNode answer, List<String> changed) {
    var notes = new ArrayList<>(List.of("Nix says something else: " + what));
    List<String> others = others(nix, answer, changed);
    notes.add(
        others.isEmpty()
            ? "Perhaps what was changed counts only under a condition, or something of NixOS says"
                + " otherwise."
            : "It is also set in " + Clean.line(String.join(", ", others)) + ".");
    unknownToGit(nix, changed)
        .forEach(path ->
            notes.add(
                "A flake in git has only the files that git knows, and it does not know "
                    + Clean.line(path)
                    + ": “git add” it inside, with enter()."));
    notes.add("undo() takes the edit back.");
    return notes;
  }

  private static List<String> unknownToGit(AskedNix nix, List<String> changed) {
    Configuration configuration = nix.installation().configuration();
    return configuration.isFlake() && configuration.git().isPresent()
        ? changed.stream()
            .filter(path -> !Git.knows(nix.rescue(), configuration.git().get(), path))
            .toList()
        : List.of();
  }

  /** The configuration's other files that set it. */
  private static List<String> others(AskedNix nix, JsonNode answer, List<String> changed) {
    return nix.ours(answer).stream().filter(path -> !changed.contains(path)).toList();
  }

  private static String name(AskedNix nix, String option) {
    String host = nix.host();
    return Clean.line(option + (host.isEmpty() ? "" : " of " + host));
  }

  /** Whether an element's text is not what stands in the list: only nix knows its value. */
  private static boolean isComputed(String element) {
    return element.contains("${") || element.startsWith("(") || isNamed(element);
  }

  /** Whether it is what a text names, {@code pkgs.vim}. */
  private static boolean isNamed(String text) {
    return text.matches("[A-Za-z_][\\w'-]*(\\.[A-Za-z_][\\w'-]*)+");
  }

  /** Whether it lists words or numbers, or is a set of switches, as supportedFilesystems is. */
  private static boolean isListOfWords(JsonNode value) {
    return (value.isArray()
            && StreamSupport.stream(value.spliterator(), false)
                .allMatch(one ->
                    one.isNumber() || one.isTextual() && !one.asText().startsWith("/nix/store/")))
        || (value.isObject()
            && StreamSupport.stream(value.spliterator(), false).allMatch(JsonNode::isBoolean));
  }

  private static boolean lists(JsonNode value, String option, String element) {
    return value.isObject()
        ? value.properties().stream()
            .anyMatch(one ->
                one.getValue().asBoolean() && NixEdit.isElement(option, element, one.getKey()))
        : StreamSupport.stream(value.spliterator(), false)
            .anyMatch(one -> NixEdit.isElement(option, element, one.asText()));
  }

  private static Compared compared(JsonNode value, String given) {
    String plain = given.strip();
    String shown = whole(value);
    if (shown.equals(plain) || shown.equals(NixEdit.quoted(plain))) {
      return Compared.SAME;
    }
    boolean scalar =
        plain.matches("true|false|null|-?[0-9]+|\"[^\"\\\\$]*\"|[A-Za-z0-9_/.:-]+")
            && value.isValueNode();
    // Lines of several files are put together.
    boolean within = value.isTextual() && value.asText().contains(plain.replaceAll("^\"|\"$", ""));
    // What the text names, and a file that was copied to the store, only nix knows by value.
    boolean named = plain.matches("\\.\\.?/.*") || isNamed(plain);
    boolean copied = value.isTextual() && value.asText().startsWith("/nix/store/");
    return scalar && !within && !named && !copied ? Compared.ANOTHER : Compared.UNTOLD;
  }

  /** A value in Nix, cut where it is long. */
  private static String shown(JsonNode value) {
    String whole = whole(value);
    if (whole.length() <= LONGEST) {
      return Clean.line(whole);
    }
    String cut = Clean.line(whole.substring(0, LONGEST - 1)) + "…";
    return value.isArray() ? cut + " (" + value.size() + " elements)" : cut;
  }

  private static String whole(JsonNode value) {
    if (value.isTextual()) {
      return NixEdit.quoted(value.asText());
    }
    var text = new StringBuilder();
    if (value.isArray()) {
      text.append("[ ");
      value.forEach(one -> text.append(whole(one)).append(' '));
      return text.append(']').toString();
    }
    if (value.isObject()) {
      text.append("{ ");
      value
          .properties()
          .forEach(one ->
              text.append(NixEdit.written(one.getKey()))
                  .append(" = ")
                  .append(whole(one.getValue()))
                  .append("; "));
      return text.append('}').toString();
    }
    return value.asText();
  }

  private static String sentence(String text) {
    return Clean.line(text) + (text.endsWith(".") || text.endsWith("…") ? "" : ".");
  }
}
