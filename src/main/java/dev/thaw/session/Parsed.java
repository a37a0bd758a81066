package dev.thaw.session;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * A snippet as a syntax tree, with positions in the snippet.
 *
 * @param snippet its text
 * @param unit the class around it that made it parse
 * @param positions positions in that class
 * @param shift how much of the class stands before the snippet
 */
record Parsed(String snippet, CompilationUnitTree unit, SourcePositions positions, int shift) {

  /** What the class around a snippet is called, and its one method or field, if it has one. */
  static final String WRAPPER = "$";

  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  /** What goes around a snippet to make it a class: as statements, an expression, or members. */
  private static final List<String[]> AROUND =
      List.of(
          new String[] {"class $ { void $() { ", "\n;}}"},
          new String[] {"class $ { Object $ = ", "\n;}"},
          new String[] {"class $ { ", "\n}"});

  /** Parses a snippet, whatever kind it is of; {@code null} if it is none, or an import. */
  static @Nullable Parsed of(String snippet) {
    for (String[] around : AROUND) {
      Parsed parsed = parse(snippet, around[0], around[1]);
      if (parsed != null) {
        return parsed;
      }
    }
    return null;
  }

  /** Whether nothing is wrong with some statements but that they end in the middle. */
  static boolean endsTooEarly(String statements) {
    var diagnostics = new DiagnosticCollector<JavaFileObject>();
    parsed(task(AROUND.getFirst()[0] + statements, diagnostics));
    return diagnostics.getDiagnostics().stream()
        .findFirst()
        .filter(first -> first.getCode().equals("compiler.err.premature.eof"))
        .isPresent();
  }

  private static @Nullable Parsed parse(String snippet, String before, String after) {
    var diagnostics = new DiagnosticCollector<JavaFileObject>();
    JavacTask task = task(before + snippet + after, diagnostics);
    CompilationUnitTree unit = parsed(task);
    boolean failed =
        diagnostics.getDiagnostics().stream().anyMatch(d -> d.getKind() == Diagnostic.Kind.ERROR);
    return failed
        ? null
        : new Parsed(snippet, unit, Trees.instance(task).getSourcePositions(), before.length());
  }

  private static JavacTask task(String text, DiagnosticCollector<JavaFileObject> diagnostics) {
    return (JavacTask)
        COMPILER.getTask(
            null, null, diagnostics, List.of("-proc:none"), null, List.of(new Source(text)));
  }

  private static CompilationUnitTree parsed(JavacTask task) {
    try {
      return task.parse().iterator().next();
    } catch (IOException e) {
      throw new IllegalStateException("A string in memory could not be read.", e);
    }
  }

  /** Where a tree begins in the snippet. */
  int start(Tree tree) {
    return (int) positions.getStartPosition(unit, tree) - shift;
  }

  /** Where a tree ends in the snippet. */
  int end(Tree tree) {
    return (int) positions.getEndPosition(unit, tree) - shift;
  }

  /** The variables that the snippet declares, not those inside its blocks, methods and classes. */
  List<Declaration> declarations() {
    var around = (ClassTree) unit.getTypeDecls().getFirst();
    var members = new ArrayList<Tree>(around.getMembers());
    if (members.getFirst() instanceof MethodTree method && method.getName().contentEquals("$")) {
      members.addAll(method.getBody().getStatements());
    }
    return members.stream()
        .filter(VariableTree.class::isInstance)
        .map(VariableTree.class::cast)
        .filter(variable -> !variable.getName().contentEquals("$"))
        .map(variable ->
            new Declaration(type(variable), variable.getName().toString(), value(variable)))
        .toList();
  }

  private static String type(VariableTree variable) {
    if (variable.getType() != null && !variable.getType().toString().equals("var")) {
      return variable.getType().toString();
    }
    Tree value = variable.getInitializer();
    while (value instanceof UnaryTree signed) {
      value = signed.getExpression();
    }
    return value == null
        ? "var"
        : switch (value.getKind()) {
          case STRING_LITERAL -> "String";
          case BOOLEAN_LITERAL -> "boolean";
          case INT_LITERAL -> "int";
          case LONG_LITERAL -> "long";
          case DOUBLE_LITERAL -> "double";
          default -> "var";
        };
  }

  private String value(VariableTree variable) {
    Tree value = variable.getInitializer();
    return value == null ? "" : snippet.substring(start(value), end(value));
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("string:///Cell.java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
