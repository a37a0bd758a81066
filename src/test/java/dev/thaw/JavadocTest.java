package dev.thaw;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Every public type and method has a sentence that says what it is for. */
class JavadocTest {

  @Test
  void everyPublicTypeAndMethodHasASentence() throws IOException {
    assertThat(withoutSentence(Path.of("src/main/java"))).isEmpty();
  }

  private static List<String> withoutSentence(Path sources) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var without = new ArrayList<String>();
    try (var files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> paths = Files.walk(sources)) {
      List<Path> units = paths.filter(path -> path.toString().endsWith(".java")).sorted().toList();
      var task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(units));
      DocTrees docs = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new Reader(docs, sources, unit, without).scan(unit, null);
      }
    }
    return without;
  }

  /** Goes through the public types of one file, and what is public in them. */
  private static final class Reader extends TreePathScanner<Void, Void> {

    private final DocTrees docs;
    private final Path sources;
    private final CompilationUnitTree unit;
    private final List<String> without;

    Reader(DocTrees docs, Path sources, CompilationUnitTree unit, List<String> without) {
      this.docs = docs;
      this.sources = sources;
      this.unit = unit;
      this.without = without;
    }

    @Override
    public Void visitClass(ClassTree type, Void nothing) {
      if (!isSeen(type.getModifiers())) {
        return null;
      }
      check(type.getSimpleName().toString());
      return super.visitClass(type, null);
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      String name = method.getName().toString();
      boolean plain = name.equals("<init>") && method.getParameters().isEmpty();
      if (isSeen(method.getModifiers()) && !overrides(method) && !plain && !isCompact(method)) {
        check(name);
      }
      return null;
    }

    private boolean isSeen(ModifiersTree modifiers) {
      Tree around = getCurrentPath().getParentPath().getLeaf();
      boolean ofInterface =
          around.getKind() == Tree.Kind.INTERFACE || around.getKind() == Tree.Kind.ANNOTATION_TYPE;
      return ofInterface && !modifiers.getFlags().contains(Modifier.PRIVATE)
          || modifiers.getFlags().contains(Modifier.PUBLIC)
          || modifiers.getFlags().contains(Modifier.PROTECTED);
    }

    private static boolean overrides(MethodTree method) {
      return method.getModifiers().getAnnotations().stream()
          .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
    }

    /** The constructor of a record, which its type speaks for. */
    private boolean isCompact(MethodTree method) {
      Tree around = getCurrentPath().getParentPath().getLeaf();
      return around.getKind() == Tree.Kind.RECORD && method.getName().contentEquals("<init>");
    }

    private void check(String name) {
      TreePath path = getCurrentPath();
      if (docs.getDocComment(path) == null) {
        long line =
            unit.getLineMap()
                .getLineNumber(docs.getSourcePositions().getStartPosition(unit, path.getLeaf()));
        Path file = sources.toAbsolutePath().relativize(Path.of(unit.getSourceFile().toUri()));
        without.add(file + ":" + line + ": " + name);
      }
    }
  }
}
