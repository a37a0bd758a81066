package dev.thaw.nixos.edit;

import dev.thaw.nixos.edit.NixExpr.Other;
import dev.thaw.nixos.edit.NixText.Fault;
import dev.thaw.nixos.edit.NixToken.Kind;
import java.util.ArrayList;
import java.util.List;

/** Goes through the words of a Nix text, and notes what is missing in it. */
final class NixWords {

  private final List<NixToken> tokens;
  private final List<Fault> faults = new ArrayList<>();
  private int at;

  /** The words without comments; the last is END. */
  NixWords(List<NixToken> tokens) {
    this.tokens = tokens;
  }

  /** What was noted so far. */
  List<Fault> faults() {
    return faults;
  }

  /** Goes on to the next word. */
  void skip() {
    at++;
  }

  /** Goes on to what may follow an expression, over all brackets that open on the way. */
  NixExpr passOver(int start) {
    int open = 0;
    while (now().kind() != Kind.END) {
      NixToken token = now();
      if (token.is("{") || token.is("${") || token.is("[") || token.is("(")) {
        open++;
      } else if (token.is("}") || token.is("]") || token.is(")")) {
        if (open == 0) {
          break;
        }
        open--;
      } else if (open == 0 && token.is(";")) {
        break;
      }
      at++;
    }
    return new Other(start, Math.max(start, before()));
  }

  /** Reads that sign, or notes that it is missing. */
  boolean expect(String sign) {
    if (now().is(sign)) {
      at++;
      return true;
    }
    fault(sign);
    return false;
  }

  /** Notes that something else stands where {@code expected} should. */
  void fault(String expected) {
    NixToken token = now();
    String found =
        switch (token.kind()) {
          case END -> "the end of the file";
          case BROKEN ->
              token.text().length() > 1 ? "a string or comment that does not end" : token.text();
          default -> token.text().lines().findFirst().orElse("");
        };
    faults.add(new Fault(token.start(), "expected " + expected + ", found " + found));
  }

  /** The word at hand. */
  NixToken now() {
    return tokens.get(at);
  }

  /** A word further on; END when there are not so many. */
  NixToken next(int further) {
    return tokens.get(Math.min(at + further, tokens.size() - 1));
  }

  /** Where the last word that was read ends. */
  int before() {
    return at == 0 ? 0 : tokens.get(at - 1).end();
  }
}
