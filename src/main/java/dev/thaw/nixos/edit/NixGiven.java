package dev.thaw.nixos.edit;

import dev.thaw.machine.Trouble;
import dev.thaw.nixos.edit.NixExpr.Apply;
import dev.thaw.nixos.edit.NixExpr.Chain;
import dev.thaw.nixos.edit.NixExpr.Lambda;
import dev.thaw.nixos.edit.NixExpr.Name;
import dev.thaw.nixos.edit.NixExpr.Other;
import dev.thaw.nixos.edit.NixExpr.Paren;
import dev.thaw.nixos.edit.NixExpr.Select;
import dev.thaw.nixos.edit.NixExpr.Text;
import dev.thaw.nixos.edit.NixExpr.Unary;
import java.util.Set;

/**
 * A value, as a person gives it: Nix, or plain text that gets its quotes here. Plain text is a path
 * ({@code /dev/sda1}), a word that means nothing where it is to stand ({@code atlas}), and, in the
 * place of a string, a number and what is no Nix at all ({@code rw,noatime}).
 *
 * @param given what the person wrote, without white space around it
 * @param read the same, read as Nix
 */
record NixGiven(String given, NixText read) {

  /** What has a meaning everywhere, and is no value of an option. */
  private static final Set<String> NO_VALUES =
      Set.of(
          "config",
          "lib",
          "pkgs",
          "options",
          "modulesPath",
          "builtins",
          "import",
          "map",
          "toString");

  /** An address, the name of a device: no white space, and no sign that only Nix has. */
  private static final String WORD = "[A-Za-z0-9_.:/%@+,=~-]+";

  static NixGiven of(String value) {
    return new NixGiven(value.strip(), NixText.read(value.strip()));
  }

  /**
   * What it takes the place of: a value that outweighs what other files say goes on doing so,
   * {@code mkForce} stays around the new one. One that brings a function of its own replaces all.
   */
  NixExpr replaced(NixExpr there) {
    boolean itsOwn = read.root() instanceof Apply own && NixWrapper.of(own).isPresent();
    return !itsOwn && there instanceof Apply call ? NixWrapper.forced(call).orElse(there) : there;
  }

  /** A value as it may stand behind a function: in parentheses where it needs them. */
  static String argument(String value) {
    return switch (NixText.read(value).root()) {
      case NixExpr.Attrs _, NixExpr.Listed _, Paren _, Name _, Select _, Text _, Other _ -> value;
      default -> "(" + value + ")";
    };
  }

  /**
   * How it is written into a text.
   *
   * @param scope the names that are known there
   * @param there the value that stands there, or the attribute set that gets a new line
   * @throws Trouble.Refused if it is no Nix expression and no plain text either
   */
  String written(NixText text, NixScope scope, NixExpr there) {
    boolean unclear = !read.faults().isEmpty() || !read.comments().isEmpty();
    if (unclear && isString(there) && !given.matches("(?s)|[\"\\[{(].*|''.*")) {
      return NixStrings.quote(given);
    }
    if (!read.faults().isEmpty() && given.matches(WORD)) {
      return NixStrings.quote(given);
    }
    if (!read.faults().isEmpty()) {
      throw new Trouble.Rejected(
          "'" + given + "' is no Nix expression: " + read.faults().getFirst().message() + ".",
          "Text needs quotes of its own, a list brackets: \"text\", [ \"a\" \"b\" ].");
    }
    return isPlain(text, scope, there) ? NixStrings.quote(given) : given;
  }

  private boolean isPlain(NixText text, NixScope scope, NixExpr there) {
    boolean string = isString(there);
    // Under "with", a word may mean something that the text does not tell.
    boolean guessing = !string && NixScope.isUnderWith(text.root(), there);
    boolean strange = !guessing && !isKnown(scope);
    return switch (read.root()) {
      case Name name ->
          strange || NO_VALUES.contains(name.name()) && scope.meaning(name.name()).isEmpty();
      case Select select -> strange;
      // No number is a function: 192.168.1.7 is a call for Nix.
      case Apply call -> strange && NixWrapper.of(call).isEmpty() || isOfNumbers();
      // 1234-5678 is a difference for Nix, and the name of a filesystem for a person.
      case Chain chain -> strange || string && isOfNumbers();
      case Lambda function -> !guessing && !isKnown(scope.with(function.parameters()));
      // "./x" is what only a path looks like.
      case Other other when isPath(read, other) ->
          !isPath(text, there) && !given.matches("(?s)\\.\\.?/.*");
      // A version, the digits of a host id.
      case Other other when string && given.matches("[0-9.]+") -> true;
      case Unary unary -> strange || string && isOfNumbers() && !isNumber();
      case Other other -> strange;
      default -> false;
    };
  }

  /** Whether all its names mean something there; with strings or brackets it is Nix anyway. */
  private boolean isKnown(NixScope scope) {
    return hasStringsOrBrackets()
        || read.names().stream()
            .allMatch(name -> NixArguments.ALL.contains(name) || scope.knows(name));
  }

  private boolean isNumber() {
    return given.matches("-?[0-9.]+");
  }

  private boolean isOfNumbers() {
    return !hasStringsOrBrackets() && read.names().isEmpty();
  }

  private boolean hasStringsOrBrackets() {
    return read.tokens().stream()
        .anyMatch(word -> word.isString() || word.is("[") || word.is("{") || word.is("("));
  }

  private static boolean isString(NixExpr expr) {
    return switch (expr) {
      case Text text -> true;
      case Paren paren -> isString(paren.inner());
      case Chain chain -> chain.operands().stream().anyMatch(NixGiven::isString);
      case Apply call ->
          NixWrapper.of(call).stream()
              .flatMap(wrapper -> wrapper.values().stream())
              .anyMatch(NixGiven::isString);
      default -> false;
    };
  }

  /** Whether it is a path, or the address of a page, which Nix reads as one word, too. */
  private static boolean isPath(NixText text, NixExpr expr) {
    return text.tokens().stream()
        .anyMatch(word ->
            word.kind() == NixToken.Kind.LITERAL
                && word.start() == expr.start()
                && word.end() == expr.end()
                && !word.text().matches("[0-9.]+|<.*"));
  }
}
