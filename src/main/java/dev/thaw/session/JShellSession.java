package dev.thaw.session;

import static dev.thaw.session.JavaSuggestions.brief;

import dev.thaw.helpers.HelperCatalogue;
import dev.thaw.machine.Trouble;
import dev.thaw.session.CellResult.CompileError;
import dev.thaw.session.CellResult.Stopped;
import dev.thaw.session.CellResult.Value;
import dev.thaw.session.Splitter.Piece;
import dev.thaw.session.Splitter.Pieces;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.ExpressionSnippet;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.VarSnippet;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/**
 * JShell, with what makes cells of its snippets. One cell at a time; only {@link #stop()} may be
 * called from another thread.
 */
final class JShellSession implements AutoCloseable {

  /** What cells find imported. */
  private static final List<String> IMPORTS =
      List.of("java.util.*", "java.util.stream.*", "java.nio.file.*", "java.time.*");

  /** What JShell takes the imports of a session for; no cell has a reason to import it anew. */
  private static final String IMPORTS_NAME = "java.lang.*";

  private final HelperCatalogue catalogue;
  private final ValueControl control;
  private final JShell jshell;
  private final Splitter splitter;
  private final NamedArguments namedArguments;
  private final ErrorExplanation diagnosis;
  private final ShellHabits habit;
  private final JavaSuggestions suggestions;

  /** The variable that holds the last value; empty as long as there is none. */
  private String lastValue = "";

  /**
   * Starts JShell, which takes as long as a short cell does.
   *
   * @param catalogue the helpers that cells can call by their bare names
   * @param imports what else to import, as in {@code dev.thaw.storage.*}
   */
  JShellSession(HelperCatalogue catalogue, List<String> imports) {
    this.catalogue = catalogue;
    control = new ValueControl(catalogue.owner().getClassLoader());
    jshell =
        JShell.builder()
            .executionEngine(new Engine(control), Map.of())
            .compilerOptions("-classpath", classPath(catalogue.owner()))
            .build();
    splitter = new Splitter(jshell.sourceCodeAnalysis());
    namedArguments = new NamedArguments(catalogue);
    diagnosis = new ErrorExplanation(jshell, catalogue);
    habit = new ShellHabits(catalogue);
    suggestions = new JavaSuggestions(jshell.sourceCodeAnalysis(), splitter);
    var all = new ArrayList<>(List.of(IMPORTS_NAME));
    all.addAll(IMPORTS);
    all.addAll(imports);
    all.add("static " + catalogue.owner().getCanonicalName() + ".*");
    importing(all);
  }

  /**
   * Where cells find the helpers. Beside the jar, Maven leaves the classes that it was made of: the
   * compiler reads a folder in less time than it takes to open that jar.
   */
  private static String classPath(Class<?> owner) {
    String file = owner.getName().replace('.', '/') + ".class";
    Path jar = jar(owner);
    Path classes = jar.resolveSibling("classes");
    return Files.isRegularFile(jar) && Files.exists(classes.resolve(file))
        ? classes.toString()
        : System.getProperty("java.class.path");
  }

  private static Path jar(Class<?> owner) {
    try {
      return Path.of(owner.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Imports all as one snippet, which JShell takes for the first of them: one by one is slow. */
  private void importing(List<String> all) {
    String source = all.stream().map(what -> "import " + what + ";").collect(Collectors.joining());
    if (jshell.eval(source).getFirst().status() != Snippet.Status.VALID) {
      throw new IllegalStateException("Could not import " + all + " into the session.");
    }
  }

  private record Engine(ExecutionControl control) implements ExecutionControlProvider {
    @Override
    public String name() {
      return "thaw";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
      return control;
    }
  }

  /** Begins a new cell: an earlier stop is over. */
  void begin() {
    control.begin();
  }

  /** Runs the cell that was begun, see {@link Evaluator#evaluate(String, Consumer)}. */
  CellResult evaluate(String cell, Consumer<Value> each) {
    CellResult result = evaluated(cell, each);
    return result instanceof CompileError error ? habit.in(cell).orElse(error) : result;
  }

  private CellResult evaluated(String cell, Consumer<Value> each) {
    LastValue last = LastValue.in(cell);
    Pieces pieces = splitter.split(last.valid());
    if (!pieces.complete()) {
      return Unfinished.of(cell);
    }
    var declared = new ArrayList<Snippet>();
    CellResult result = Value.NONE;
    for (Piece piece : pieces.pieces()) {
      result = run(cell, piece, last, declared);
      if (!(result instanceof Value value)) {
        return result;
      }
      if (value.hasValue()) {
        each.accept(value);
      }
    }
    Optional<CompileError> undeclared = diagnosis.undeclared(cell, pieces, declared);
    return undeclared.isPresent() ? undeclared.get() : result;
  }

  private CellResult run(String cell, Piece piece, LastValue underscore, List<Snippet> declared) {
    int place = underscore.first(piece.offset(), piece.source().length());
    if (place >= 0 && lastValue.isEmpty()) {
      return new CompileError(
          SourcePosition.at(cell, place),
          "There is no last value yet.",
          "_ is what was shown last.");
    }
    Rewriting named = underscore.named(piece.source(), piece.offset(), lastValue);
    Rewriting rewriting;
    try {
      rewriting = namedArguments.rewrite(named.text(), variables()).after(named);
    } catch (Misnamed e) {
      SourcePosition at = SourcePosition.at(cell, piece.offset() + named.origin(e.offset()));
      return new CompileError(at, e.getMessage(), e.hint());
    }
    if (piece.bare()) {
      rewriting.insert("\n;", named.text().length());
    }
    var written = new WrittenPiece(cell, piece, rewriting);
    control.reset();
    Value last = Value.NONE;
    for (SnippetEvent event : jshell.eval(rewriting.text())) {
      if (event.causeSnippet() != null) {
        continue;
      }
      if (control.isStopping()) {
        forget(event.snippet());
        return new Stopped(
            control.thrown() instanceof Trouble trouble ? trouble.getMessage() : "Stopped.");
      }
      if (event.status() == Snippet.Status.REJECTED) {
        return diagnosis.rejected(written, event.snippet());
      }
      if (event.exception() != null) {
        CellResult threw = diagnosis.threw(written, event, control.thrown());
        if (event.snippet() instanceof VarSnippet empty) {
          // A variable that never got its value: better none than one that says null.
          jshell.drop(empty);
        }
        return threw;
      }
      if (event.snippet() instanceof DeclarationSnippet) {
        declared.add(event.snippet());
      }
      last = value(event.snippet());
    }
    return last;
  }

  /** An expression that gave nothing has no value: JShell would keep a variable for it. */
  private void forget(Snippet snippet) {
    if (snippet.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND) {
      jshell.drop(snippet);
    }
  }

  private Value value(Snippet snippet) {
    String name =
        switch (snippet) {
          case VarSnippet temporary
              when snippet.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND ->
              temporary.name();
          case ExpressionSnippet expression -> expression.name();
          default -> null;
        };
    lastValue = name == null || name.isEmpty() ? lastValue : name;
    return switch (snippet.subKind()) {
      case TEMP_VAR_EXPRESSION_SUBKIND ->
          new Value(control.value(), brief(((VarSnippet) snippet).typeName()), true);
      case VAR_VALUE_SUBKIND, OTHER_EXPRESSION_SUBKIND ->
          new Value(control.value(), brief(((ExpressionSnippet) snippet).typeName()), true);
      default -> Value.NONE;
    };
  }

  /**
   * Has JShell know a call that was run without it as if it had run it: its variable, its number.
   *
   * @param source the call, without a semicolon
   * @param result what became of it
   */
  void recall(String source, CellResult result) {
    try {
      control.give(result instanceof Value value ? value.value() : null);
      String java = namedArguments.rewrite(source, variables()).text() + ";";
      Snippet snippet = jshell.eval(java).getFirst().snippet();
      if (result instanceof Value) {
        value(snippet);
      } else {
        forget(snippet);
      }
    } catch (Misnamed e) {
      throw new IllegalStateException(source + " ran, and can't be run.", e);
    }
  }

  /** The names that cells have given a meaning: declared, or imported, of which * is one. */
  Set<String> ownNames() {
    return jshell
        .snippets()
        .filter(snippet -> jshell.status(snippet).isActive())
        .flatMap(snippet ->
            switch (snippet) {
              case DeclarationSnippet declaration -> Stream.of(declaration.name());
              case ImportSnippet imported when imported.isStatic() -> Stream.of(imported.name());
              default -> Stream.empty();
            })
        .collect(Collectors.toSet());
  }

  /** See {@link Evaluator#declarations}. */
  List<Declaration> declarations(String cell) {
    return splitter.split(cell).pieces().stream()
        .map(piece -> Parsed.of(piece.source()))
        .filter(Objects::nonNull)
        .flatMap(parsed -> parsed.declarations().stream())
        .toList();
  }

  /** See {@link Evaluator#anatomy}. */
  Anatomy anatomy(String cell) {
    List<String> pieces = splitter.split(cell).pieces().stream().map(Piece::source).toList();
    return AnatomyReader.read(catalogue, pieces);
  }

  /** See {@link Evaluator#isComplete}. */
  boolean isComplete(String cell) {
    return splitter.split(LastValue.in(cell).valid()).complete();
  }

  /** See {@link Evaluator#isJava}. */
  boolean isJava(String cell) {
    return splitter.split(cell).pieces().stream()
        .map(Piece::source)
        .allMatch(source -> source.startsWith("import ") || Parsed.of(source) != null);
  }

  /** See {@link Evaluator#suggestions}. */
  List<Candidate> suggestions(String cell, int cursor, CallSite site) {
    return suggestions.at(cell, cursor, site);
  }

  /** See {@link Evaluator#documentation}. */
  String documentation(String cell, int cursor, boolean text) {
    return suggestions.documentation(cell, cursor, text);
  }

  /** See {@link Evaluator#variables}. */
  Set<String> variables() {
    return jshell.variables().map(VarSnippet::name).collect(Collectors.toSet());
  }

  /** See {@link Evaluator#values}. */
  List<Variable> values() {
    return jshell
        .variables()
        .map(variable ->
            new Variable(
                JavaSuggestions.brief(variable.typeName()),
                variable.name(),
                jshell.varValue(variable)))
        .toList();
  }

  /** Ends the running cell, if there is one. */
  void stop() {
    jshell.stop();
  }

  @Override
  public void close() {
    jshell.close();
  }
}
