package dev.thaw.session;

import dev.thaw.helpers.HelperCatalogue;
import dev.thaw.helpers.HelperInfo;
import dev.thaw.helpers.Nearest;
import dev.thaw.machine.Clean;
import dev.thaw.session.CellResult.CompileError;
import dev.thaw.session.CellResult.Threw;
import dev.thaw.session.Splitter.Piece;
import dev.thaw.session.Splitter.Pieces;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.VarSnippet;

/** Says what is wrong with a cell: where, in its own words, and what was probably meant. */
final class Diagnosis {

  /** How javac names what it does not know, on a line of its own. */
  private static final Pattern SYMBOL =
      Pattern.compile("symbol:\\s+(method|variable|class)\\s+(\\w+)");

  /** A call whose arguments are still open at the end of the text. */
  private static final Pattern LAST_CALL = Pattern.compile("(?<![.\\w])(\\w+)\\s*\\([^()]*$");

  private static final Pattern PACKAGE = Pattern.compile("\\b(?:[a-z_]\\w*\\.)+([A-Z])");

  private final JShell jshell;
  private final HelperCatalogue catalogue;

  Diagnosis(JShell jshell, HelperCatalogue catalogue) {
    this.jshell = jshell;
    this.catalogue = catalogue;
  }

  /** What is wrong with a snippet that JShell did not accept. */
  CompileError rejected(Written written, Snippet snippet) {
    Optional<Diag> error = jshell.diagnostics(snippet).filter(Diag::isError).findFirst();
    if (error.isEmpty()) {
      return new CompileError(written.place(0), "This is not valid Java.", "");
    }
    Diag diag = error.get();
    Place place = written.place(diag.getPosition());
    String message = sentence(diag);
    Matcher symbol = SYMBOL.matcher(message);
    if (symbol.find()) {
      Optional<CompileError> helper =
          symbol.group(1).equals("variable") ? misspelledCall(written, diag) : Optional.empty();
      return helper.orElseGet(() -> unknown(place, symbol.group(1), symbol.group(2), message));
    }
    Optional<HelperInfo> helper = calledAt(written.rewriting().text(), diag);
    if (helper.isPresent()) {
      String called = helper.get().name() + " can't be called with these arguments.";
      return new CompileError(place, called, howToCall(helper.get()));
    }
    return new CompileError(place, message, "");
  }

  /** The compiler's words, with the packages left out of the names of types. */
  private static String sentence(Diag diag) {
    String message = Clean.text(diag.getMessage(Locale.ENGLISH)).strip();
    return PACKAGE.matcher(message).replaceAll("$1");
  }

  /** A name that means nothing: alone, or as a member of something whose type is known. */
  private CompileError unknown(Place place, String kind, String name, String message) {
    String where = message.replaceFirst("(?s).*location:", "").strip();
    // JShell cuts off the name of its own class: what is left names no place.
    if (message.contains("location:") && !where.equals("class")) {
      return new CompileError(place, "There is no " + kind + " " + name + " in " + where + ".", "");
    }
    Optional<HelperInfo> same = catalogue.find(name);
    if (same.isPresent() && !kind.equals("class")) {
      String message2 =
          kind.equals("method")
              ? name + " can't be called with these arguments."
              : name + " is a helper.";
      return new CompileError(place, message2, howToCall(same.get()));
    }
    String what = kind.equals("method") ? "helper or method" : kind;
    Optional<String> near = Nearest.to(name, known(kind));
    return new CompileError(
        place,
        "There is no " + what + " " + name + ".",
        near.map(meant -> "Did you mean " + meant + "?").orElse(""));
  }

  /**
   * A call with a named argument, of what is no helper but nearly one: the compiler complains about
   * the argument only.
   */
  private Optional<CompileError> misspelledCall(Written written, Diag diag) {
    Matcher call =
        LAST_CALL.matcher(written.rewriting().text().substring(0, (int) diag.getPosition()));
    if (!call.find() || known("method").contains(call.group(1))) {
      return Optional.empty();
    }
    return Nearest.to(call.group(1), catalogue.names())
        .map(near -> unknown(written.place(call.start(1)), "method", call.group(1), call.group(1)));
  }

  private TreeSet<String> known(String kind) {
    var known = new TreeSet<String>();
    if (!kind.equals("class")) {
      known.addAll(catalogue.names());
      Stream.of(catalogue.owner().getFields()).map(Field::getName).forEach(known::add);
      jshell.variables().map(VarSnippet::name).forEach(known::add);
      jshell.methods().map(MethodSnippet::name).forEach(known::add);
    } else {
      jshell.types().map(DeclarationSnippet::name).forEach(known::add);
    }
    return known;
  }

  /** The helper whose call the compiler complains about, if that is what it does. */
  private Optional<HelperInfo> calledAt(String source, Diag diag) {
    int at = (int) diag.getPosition();
    if (at < 0 || at >= source.length()) {
      return Optional.empty();
    }
    if (diag.getCode().startsWith("compiler.err.cant.apply")) {
      return catalogue.find(source.substring(at, Lexer.next(source, at)));
    }
    // With a single overload left, javac complains about the options record instead of the call.
    return catalogue.all().stream()
        .filter(helper -> helper.optionsType().isPresent())
        .filter(helper ->
            source.startsWith("new " + helper.optionsType().get().getCanonicalName() + "(", at))
        .findFirst();
  }

  private static String howToCall(HelperInfo helper) {
    return helper.signatures().stream().collect(Collectors.joining(" or ", "It is called ", "."));
  }

  /** What a snippet threw, and on which line of the cell. */
  CellResult threw(Written written, SnippetEvent event, Throwable thrown) {
    Optional<Place> place = placeOf(written, event);
    if (event.exception() instanceof UnresolvedReferenceException unresolved) {
      return unresolved(place.orElse(written.place(0)), unresolved.getSnippet());
    }
    return new Threw(thrown == null ? event.exception() : thrown, place);
  }

  /** JShell names the file of a stack frame after its snippet: {@code #12}. */
  private static Optional<Place> placeOf(Written written, SnippetEvent event) {
    String file = "#" + event.snippet().id();
    for (StackTraceElement frame : event.exception().getStackTrace()) {
      if (file.equals(frame.getFileName())) {
        return Optional.of(written.line(frame.getLineNumber()));
      }
    }
    return Optional.of(written.place(0).wholeLine());
  }

  /** The first declaration of a cell that refers to what no cell has declared. */
  Optional<CompileError> unresolved(String cell, Pieces pieces, List<Snippet> declared) {
    for (Snippet snippet : declared) {
      Snippet.Status status = jshell.status(snippet);
      if (status == Snippet.Status.RECOVERABLE_DEFINED
          || status == Snippet.Status.RECOVERABLE_NOT_DEFINED) {
        var declaration = (DeclarationSnippet) snippet;
        return Optional.of(unresolved(placeOf(cell, pieces, declaration), declaration));
      }
    }
    return Optional.empty();
  }

  /** Where a declaration uses what is not declared; where it begins, if that can't be found. */
  private Place placeOf(String cell, Pieces pieces, DeclarationSnippet declaration) {
    List<String> missing = missing(declaration);
    for (Piece piece : pieces.pieces()) {
      if (piece.source().contains(declaration.name())) {
        for (String name : missing) {
          Matcher use =
              Pattern.compile("\\b" + Pattern.quote(name) + "\\b").matcher(piece.source());
          if (use.find()) {
            return Place.at(cell, piece.offset() + use.start());
          }
        }
      }
    }
    return Place.at(cell, pieces.pieces().getFirst().offset());
  }

  /** JShell says {@code method foo(int)}, {@code variable x}, {@code class C}. */
  private List<String> missing(DeclarationSnippet declaration) {
    return jshell
        .unresolvedDependencies(declaration)
        .map(text -> text.replaceFirst("^\\w+ ", "").replaceFirst("\\(.*", ""))
        .toList();
  }

  private CompileError unresolved(Place place, DeclarationSnippet declaration) {
    List<String> missing = missing(declaration);
    if (missing.isEmpty()) {
      String message =
          jshell
              .diagnostics(declaration)
              .filter(Diag::isError)
              .map(Diagnosis::sentence)
              .findFirst()
              .orElse(declaration.name() + " can't be used yet.");
      return new CompileError(place, message, "");
    }
    String name = missing.getFirst();
    Optional<String> near = Nearest.to(name, known("method"));
    return new CompileError(
        place,
        declaration.name() + " uses " + name + ", which is not declared.",
        near.map(meant -> "Did you mean " + meant + "?").orElse("Declare it, then go on."));
  }
}
