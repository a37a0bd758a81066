package dev.thaw.session;

import static dev.thaw.session.JavaSuggestions.brief;

import dev.thaw.helpers.HelperCatalogue;
import dev.thaw.helpers.Helpers;
import dev.thaw.machine.Trouble;
import dev.thaw.session.CellResult.CompileError;
import dev.thaw.session.CellResult.Incomplete;
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
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.ExpressionSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.VarSnippet;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/**
 * A session of cells: what one declares, the next can use. Cells run in this JVM, print to {@code
 * System.out}, and give their values as objects. One cell at a time; only {@link #stop()} may be
 * called from another thread.
 */
public final class Evaluator implements AutoCloseable {

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
  private final Diagnosis diagnosis;
  private final JavaSuggestions suggestions;

  /** The variable that holds the last value; empty as long as there is none. */
  private String lastValue = "";

  /**
   * Starts a session.
   *
   * @param catalogue the helpers that cells can call by their bare names
   * @param imports what else to import, as in {@code dev.thaw.storage.*}
   */
  public Evaluator(HelperCatalogue catalogue, List<String> imports) {
    this.catalogue = catalogue;
    control = new ValueControl(catalogue.owner().getClassLoader());
    jshell =
        JShell.builder()
            .executionEngine(new Engine(control), Map.of())
            .compilerOptions("-classpath", classPath(catalogue.owner()))
            .build();
    splitter = new Splitter(jshell.sourceCodeAnalysis());
    namedArguments = new NamedArguments(catalogue);
    diagnosis = new Diagnosis(jshell, catalogue);
    suggestions = new JavaSuggestions(jshell.sourceCodeAnalysis(), splitter);
    var all = new ArrayList<>(List.of(IMPORTS_NAME));
    all.addAll(IMPORTS);
    all.addAll(imports);
    all.add("static " + catalogue.owner().getCanonicalName() + ".*");
    importing(all);
  }

  /**
   * Where cells find the helpers. Beside the jar, Maven leaves the classes that it was made of: the
   * compiler reads a folder in less time than it takes to open that jar and its libraries.
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

  /** Starts a session with Thaw's own helpers, and the types that they give. */
  public static Evaluator withHelpers() {
    return new Evaluator(
        HelperCatalogue.of(Helpers.class),
        List.of(
            "dev.thaw.storage.*",
            "dev.thaw.nixos.*",
            "dev.thaw.boot.*",
            "static dev.thaw.storage.Health.*"));
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

  /** Runs a cell to its end, or to its first failure. */
  public CellResult evaluate(String cell) {
    return evaluate(cell, value -> {});
  }

  /**
   * Runs a cell to its end, or to its first failure.
   *
   * @param each told the value of every expression in the cell, as soon as it is there
   */
  public CellResult evaluate(String cell, Consumer<Value> each) {
    control.begin();
    LastValue last = LastValue.in(cell);
    Pieces pieces = splitter.split(last.valid());
    if (!pieces.complete()) {
      return new Incomplete();
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
          Place.at(cell, place), "There is no last value yet.", "_ is what was shown last.");
    }
    Rewriting named = underscore.named(piece.source(), piece.offset(), lastValue);
    Rewriting rewriting;
    try {
      rewriting = namedArguments.rewrite(named.text(), variables()).after(named);
    } catch (Misnamed e) {
      Place at = Place.at(cell, piece.offset() + named.origin(e.offset()));
      return new CompileError(at, e.getMessage(), e.hint());
    }
    if (piece.bare()) {
      rewriting.insert("\n;", named.text().length());
    }
    var written = new Written(cell, piece, rewriting);
    control.reset();
    Value last = Value.NONE;
    for (SnippetEvent event : jshell.eval(rewriting.text())) {
      if (event.causeSnippet() != null) {
        continue;
      }
      if (control.isStopping()) {
        return new Stopped(
            control.thrown() instanceof Trouble trouble ? trouble.getMessage() : "Stopped.");
      }
      if (event.status() == Snippet.Status.REJECTED) {
        return diagnosis.rejected(written, event.snippet());
      }
      if (event.exception() != null) {
        return diagnosis.threw(written, event, control.thrown());
      }
      if (event.snippet() instanceof DeclarationSnippet) {
        declared.add(event.snippet());
      }
      last = value(event.snippet());
    }
    return last;
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

  /** The variables that a cell would declare, in order; found without running anything. */
  public List<Declaration> declarations(String cell) {
    return splitter.split(cell).pieces().stream()
        .map(piece -> Parsed.of(piece.source()))
        .filter(Objects::nonNull)
        .flatMap(parsed -> parsed.declarations().stream())
        .toList();
  }

  /** What a cell consists of; it is not run. */
  public Anatomy anatomy(String cell) {
    List<String> pieces = splitter.split(cell).pieces().stream().map(Piece::source).toList();
    return AnatomyReader.read(catalogue, pieces);
  }

  /** Whether the cell ends where its last snippet does. */
  public boolean isComplete(String cell) {
    return splitter.split(LastValue.in(cell).valid()).complete();
  }

  /** Whether all of a cell can be parsed; what its names mean is not asked. */
  public boolean isJava(String cell) {
    return splitter.split(cell).pieces().stream()
        .map(Piece::source)
        .allMatch(source -> source.startsWith("import ") || Parsed.of(source) != null);
  }

  /** What JShell suggests at the cursor. */
  List<Candidate> suggestions(String cell, int cursor, CallSite site) {
    return suggestions.at(cell, cursor, site);
  }

  /** What JShell knows of what stands at the cursor, in Markdown; may be empty. */
  String documentation(String cell, int cursor, boolean text) {
    return suggestions.documentation(cell, cursor, text);
  }

  /** The names of the helpers that cells can call. */
  public Set<String> helpers() {
    return catalogue.names();
  }

  /** The names of the variables that cells have declared. */
  public Set<String> variables() {
    return jshell.variables().map(VarSnippet::name).collect(Collectors.toSet());
  }

  /** The variables that cells have declared, in order, with what they hold. */
  public List<Variable> values() {
    return jshell
        .variables()
        .map(variable ->
            new Variable(
                JavaSuggestions.brief(variable.typeName()),
                variable.name(),
                jshell.varValue(variable)))
        .toList();
  }

  /**
   * Ends the running cell, if there is one: the command that a helper waits for, a sleep, a loop.
   * The session and its variables stay.
   */
  public void stop() {
    jshell.stop();
  }

  @Override
  public void close() {
    jshell.close();
  }
}
