package dev.thaw.session;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A snippet as a syntax tree, with positions in the snippet.
 *
 * @param snippet its text
 * @param unit the class around it that made it parse
 * @param positions positions in that class
 * @param shift how much of the class stands before the snippet
 */
record Parsed(String snippet, CompilationUnitTree unit, SourcePositions positions, int shift) {

  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  /** What goes around a snippet to make it a class: as statements, an expression, or members. */
  private static final List<String[]> AROUND =
      List.of(
          new String[] {"class $ { void $() { ", "\n;}}"},
          new String[] {"class $ { Object $ = ", "\n;}"},
          new String[] {"class $ { ", "\n}"});

  /** Parses a snippet, whatever kind it is of; {@code null} if it is none, or an import. */
  static Parsed of(String snippet) {
    for (String[] around : AROUND) {
      Parsed parsed = parse(snippet, around[0], around[1]);
      if (parsed != null) {
        return parsed;
      }
    }
    return null;
  }

  private static Parsed parse(String snippet, String before, String after) {
    var diagnostics = new DiagnosticCollector<JavaFileObject>();
    var source = new Source(before + snippet + after);
    var task =
        (JavacTask)
            COMPILER.getTask(null, null, diagnostics, List.of("-proc:none"), null, List.of(source));
    try {
      CompilationUnitTree unit = task.parse().iterator().next();
      boolean failed =
          diagnostics.getDiagnostics().stream().anyMatch(d -> d.getKind() == Diagnostic.Kind.ERROR);
      return failed
          ? null
          : new Parsed(snippet, unit, Trees.instance(task).getSourcePositions(), before.length());
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
