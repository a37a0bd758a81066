package dev.thaw.session;

import dev.thaw.session.CellResult.CompileError;
import dev.thaw.session.Splitter.Piece;
import dev.thaw.session.Splitter.Pieces;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;

/**
 * Declarations that use what no cell has declared. JShell accepts them, in the hope that it comes
 * later; whoever misspelled a name waits in vain.
 */
record Undeclared(JShell jshell, NamesInScope names) {

  /** The first declaration of a cell that refers to what no cell has declared. */
  Optional<CompileError> find(String cell, Pieces pieces, List<Snippet> declared) {
    for (Snippet snippet : declared) {
      Snippet.Status status = jshell.status(snippet);
      if (status == Snippet.Status.RECOVERABLE_DEFINED
          || status == Snippet.Status.RECOVERABLE_NOT_DEFINED) {
        var declaration = (DeclarationSnippet) snippet;
        return Optional.of(error(placeOf(cell, pieces, declaration), declaration));
      }
    }
    return Optional.empty();
  }

  /** Where a declaration uses what is not declared; where it begins, if that can't be found. */
  private SourcePosition placeOf(String cell, Pieces pieces, DeclarationSnippet declaration) {
    List<String> missing = missing(declaration);
    for (Piece piece : pieces.pieces()) {
      if (piece.source().contains(declaration.name())) {
        for (String name : missing) {
          Matcher use =
              Pattern.compile("\\b" + Pattern.quote(name) + "\\b").matcher(piece.source());
          if (use.find()) {
            return SourcePosition.at(cell, piece.offset() + use.start());
          }
        }
      }
    }
    return SourcePosition.at(cell, pieces.pieces().getFirst().offset());
  }

  /** JShell says {@code method foo(int)}, {@code variable x}, {@code class C}. */
  private List<String> missing(DeclarationSnippet declaration) {
    return jshell
        .unresolvedDependencies(declaration)
        .map(text -> text.replaceFirst("^\\w+ ", "").replaceFirst("\\(.*", ""))
        .toList();
  }

  /** Says what a declaration misses. */
  CompileError error(SourcePosition place, DeclarationSnippet declaration) {
    List<String> missing = missing(declaration);
    if (missing.isEmpty()) {
      String message =
          jshell
              .diagnostics(declaration)
              .filter(Diag::isError)
              .map(ErrorExplanation::sentence)
              .findFirst()
              .orElse(declaration.name() + " can't be used yet.");
      return new CompileError(place, message, "");
    }
    String name = missing.getFirst();
    String suggestion = names.suggestion("method", name);
    return new CompileError(
        place,
        declaration.name() + " uses " + name + ", which is not declared.",
        suggestion.isEmpty() ? "Declare it, then go on." : suggestion);
  }
}
