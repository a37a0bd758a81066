package dev.thaw.session;

import dev.thaw.helpers.HelperCatalogue;
import dev.thaw.helpers.HelperInfo;
import dev.thaw.helpers.Nearest;
import dev.thaw.machine.Clean;
import dev.thaw.session.CellResult.CompileError;
import dev.thaw.session.CellResult.Threw;
import dev.thaw.session.Splitter.Pieces;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.UnresolvedReferenceException;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a cell: where, in its own words, and what was probably meant. */
final class ErrorExplanation {

  /** How javac names what it does not know, on a line of its own. */
  private static final Pattern SYMBOL =
      Pattern.compile("symbol:\\s+(method|variable|class)\\s+(\\w+)");

  /** A call whose arguments are still open at the end of the text. */
  private static final Pattern LAST_CALL = Pattern.compile("(?<![.\\w])(\\w+)\\s*\\([^()]*$");

  private static final Pattern PACKAGE = Pattern.compile("\\b(?:[a-z_]\\w*\\.)+([A-Z])");

  private final JShell jshell;
  private final HelperCatalogue catalogue;
  private final NamesInScope names;
  private final Undeclared undeclared;

  ErrorExplanation(JShell jshell, HelperCatalogue catalogue) {
    this.jshell = jshell;
    this.catalogue = catalogue;
    this.names = new NamesInScope(jshell, catalogue);
    this.undeclared = new Undeclared(jshell, names);
  }

  /** The first declaration of a cell that refers to what no cell has declared. */
  Optional<CompileError> undeclared(String cell, Pieces pieces, List<Snippet> declared) {
    return undeclared.find(cell, pieces, declared);
  }

  /** What is wrong with a snippet that JShell did not accept. */
  CompileError rejected(WrittenPiece written, Snippet snippet) {
    Optional<Diag> error = jshell.diagnostics(snippet).filter(Diag::isError).findFirst();
    if (error.isEmpty()) {
      return new CompileError(written.place(0), "This is not valid Java.", "");
    }
    Diag diag = error.get();
    SourcePosition place = written.place(diag.getPosition());
    if (diag.getCode().equals("compiler.err.unclosed.str.lit")) {
      return new CompileError(place, "This string is not closed: \" is missing.", "");
    }
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
  static String sentence(Diag diag) {
    String message = Clean.text(diag.getMessage(Locale.ENGLISH)).strip();
    return PACKAGE.matcher(message).replaceAll("$1");
  }

  /** A name that means nothing: as a member of something whose type is known, or alone. */
  private CompileError unknown(SourcePosition place, String kind, String name, String message) {
    String where = message.replaceFirst("(?s).*location:", "").strip();
    // JShell cuts off the name of its own class: what is left names no place.
    if (message.contains("location:") && !where.equals("class")) {
      return new CompileError(place, "There is no " + kind + " " + name + " in " + where + ".", "");
    }
    return unknown(place, kind, name);
  }

  private CompileError unknown(SourcePosition place, String kind, String name) {
    Optional<HelperInfo> helper = catalogue.find(name).filter(same -> !kind.equals("class"));
    if (helper.isPresent()) {
      String what =
          kind.equals("method") ? " can't be called with these arguments." : " is a helper.";
      return new CompileError(place, name + what, howToCall(helper.get()));
    }
    String what = kind.equals("method") ? "helper or method" : kind;
    String message = "There is no " + what + " " + name + ".";
    return new CompileError(place, message, names.suggestion(kind, name));
  }

  /**
   * A call with a named argument, of what is no helper but nearly one: the compiler complains about
   * the argument only.
   */
  private Optional<CompileError> misspelledCall(WrittenPiece written, Diag diag) {
    int at = (int) Math.max(0, diag.getPosition());
    Matcher call = LAST_CALL.matcher(written.rewriting().text().substring(0, at));
    if (!call.find() || names.known("method").contains(call.group(1))) {
      return Optional.empty();
    }
    Optional<String> near = Nearest.to(call.group(1), catalogue.names());
    return near.map(helper -> unknown(written.place(call.start(1)), "method", call.group(1)));
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
    // With a single overload left, javac complains about the options record instead of the call: of
    // where it is made, or that something else is none. Several may have the same.
    return catalogue.all().stream()
        .filter(helper -> helper.optionsType().isPresent())
        .filter(helper -> {
          String options = helper.optionsType().get().getCanonicalName();
          return source.startsWith("new " + options + "(", at)
              || diag.getMessage(Locale.ENGLISH).endsWith(" cannot be converted to " + options);
        })
        .max(Comparator.comparingInt(helper -> source.lastIndexOf(helper.name() + "(", at)));
  }

  private static String howToCall(HelperInfo helper) {
    return helper.signatures().stream().collect(Collectors.joining(" or ", "It is called ", "."));
  }

  /** What a snippet threw, and on which line of the cell. */
  CellResult threw(WrittenPiece written, SnippetEvent event, @Nullable Throwable thrown) {
    Optional<SourcePosition> place = placeOf(written, event);
    if (event.exception() instanceof UnresolvedReferenceException unresolved) {
      return undeclared.error(place.orElse(written.place(0)), unresolved.getSnippet());
    }
    return new Threw(thrown == null ? event.exception() : thrown, place);
  }

  /** JShell names the file of a stack frame after its snippet: {@code #12}. */
  private static Optional<SourcePosition> placeOf(WrittenPiece written, SnippetEvent event) {
    String file = "#" + event.snippet().id();
    for (StackTraceElement frame : event.exception().getStackTrace()) {
      if (file.equals(frame.getFileName())) {
        return Optional.of(written.line(frame.getLineNumber()));
      }
    }
    return Optional.of(written.place(0).wholeLine());
  }
}
