package dev.thaw.session;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.EmptyStatementTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import dev.thaw.helpers.HelperCatalogue;
import dev.thaw.helpers.HelperInfo;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads what a cell consists of from the syntax trees of its snippets. */
final class AnatomyReader extends TreeScanner<Void, Void> {

  private final HelperCatalogue catalogue;
  private final Set<HelperInfo> helpers = new LinkedHashSet<>();
  private boolean onlyCalls = true;
  private boolean declares;

  private AnatomyReader(HelperCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  static Anatomy read(HelperCatalogue catalogue, List<String> snippets) {
    var reader = new AnatomyReader(catalogue);
    snippets.forEach(reader::snippet);
    return new Anatomy(
        List.copyOf(reader.helpers),
        reader.onlyCalls && !reader.helpers.isEmpty(),
        reader.declares);
  }

  private void snippet(String snippet) {
    Parsed parsed = Parsed.of(snippet);
    if (parsed == null) {
      onlyCalls = false;
      declares |= snippet.startsWith("import");
      return;
    }
    scan(parsed.unit(), null);
    var wrapper = (ClassTree) parsed.unit().getTypeDecls().getFirst();
    wrapper.getMembers().forEach(this::member);
  }

  /** A member of the class around the snippet: its own method, its own field, or a declaration. */
  private void member(Tree member) {
    if (member instanceof MethodTree method
        && method.getName().contentEquals(Parsed.WRAPPER)
        && method.getBody() != null) {
      method.getBody().getStatements().forEach(this::statement);
      return;
    }
    onlyCalls = false;
    declares |=
        !(member instanceof VariableTree field && field.getName().contentEquals(Parsed.WRAPPER));
  }

  private void statement(StatementTree statement) {
    switch (statement) {
      case EmptyStatementTree _ -> {}
      case ExpressionStatementTree expression -> onlyCalls &= isCall(expression.getExpression());
      default -> {
        onlyCalls = false;
        declares |= statement instanceof VariableTree || statement instanceof ClassTree;
      }
    }
  }

  /** Whether it is a call of a helper, or of a method of what such a call gives. */
  private boolean isCall(Tree tree) {
    return tree instanceof MethodInvocationTree call
        && (CallFinder.helper(catalogue, call).isPresent()
            || call.getMethodSelect() instanceof MemberSelectTree member
                && isCall(member.getExpression()));
  }

  @Override
  public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
    // What a call is chained to runs before it.
    super.visitMethodInvocation(call, null);
    CallFinder.helper(catalogue, call).ifPresent(helpers::add);
    return null;
  }
}
