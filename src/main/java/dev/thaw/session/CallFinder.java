package dev.thaw.session;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import dev.thaw.helpers.Explanation;
import dev.thaw.helpers.HelperCatalogue;
import dev.thaw.helpers.HelperInfo;
import dev.thaw.helpers.HelperOption;
import dev.thaw.helpers.Nearest;
import dev.thaw.session.NamedArguments.Edit;
import dev.thaw.session.NamedArguments.Part;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the calls of helpers in a snippet and what each has to become. */
final class CallFinder extends TreeScanner<Void, Void> {

  private final HelperCatalogue catalogue;
  private final Parsed parsed;
  private final Set<String> variables;
  private final List<Edit> edits = new ArrayList<>();
  private @Nullable Misnamed wrong;

  CallFinder(HelperCatalogue catalogue, Parsed parsed, Set<String> variables) {
    this.catalogue = catalogue;
    this.parsed = parsed;
    this.variables = new HashSet<>(variables);
  }

  /** The changes to make, in no order. */
  List<Edit> find() throws Misnamed {
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitVariable(VariableTree variable, Void nothing) {
        variables.add(variable.getName().toString());
        return super.visitVariable(variable, null);
      }
    }.scan(parsed.unit(), null);
    scan(parsed.unit(), null);
    if (wrong != null) {
      throw wrong;
    }
    return edits;
  }

  @Override
  public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
    Optional<HelperInfo> helper = helper(catalogue, call);
    if (helper.isPresent() && wrong == null) {
      try {
        nameHelpers(helper.get(), call.getArguments());
        nameOptions(helper.get(), call.getArguments());
      } catch (Misnamed e) {
        wrong = e;
      }
    }
    return super.visitMethodInvocation(call, null);
  }

  /** The helper that is called, when it is called bare or on the class of the helpers. */
  static Optional<HelperInfo> helper(HelperCatalogue catalogue, MethodInvocationTree call) {
    ExpressionTree select = call.getMethodSelect();
    if (select instanceof IdentifierTree identifier) {
      return catalogue.find(identifier.getName().toString());
    }
    if (select instanceof MemberSelectTree member) {
      String owner = member.getExpression().toString();
      if (owner.equals(catalogue.owner().getSimpleName())
          || owner.equals(catalogue.owner().getCanonicalName())) {
        return catalogue.find(member.getIdentifier().toString());
      }
    }
    return Optional.empty();
  }

  private void nameHelpers(HelperInfo helper, List<? extends ExpressionTree> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      int start = parsed.start(arguments.get(i));
      int end = parsed.end(arguments.get(i));
      String name = parsed.snippet().substring(start, end);
      if (helper.takesHelperName(i)
          && !variables.contains(name)
          && Explanation.isName(catalogue, name)) {
        Part quoted = Part.text("\"" + name + "\"", start);
        edits.add(new Edit(start, end, List.of(quoted)));
      }
    }
  }

  private void nameOptions(HelperInfo helper, List<? extends ExpressionTree> arguments)
      throws Misnamed {
    var named = new LinkedHashMap<String, AssignmentTree>();
    @Nullable ExpressionTree first = null;
    for (ExpressionTree argument : arguments) {
      String name = optionName(helper, argument);
      if (name == null) {
        if (first != null) {
          throw new Misnamed(
              parsed.start(argument),
              "An argument without a name can't follow one with a name.",
              "Put it before "
                  + parsed.snippet().substring(parsed.start(first), parsed.end(first))
                  + ".");
        }
        continue;
      }
      if (named.put(name, (AssignmentTree) argument) != null) {
        throw new Misnamed(
            parsed.start(argument), "The option " + name + " is given twice.", "Give it once.");
      }
      first = first == null ? argument : first;
    }
    if (first != null) {
      edits.add(edit(helper, named, parsed.start(first), parsed.end(arguments.getLast())));
    }
  }

  /** The option that an argument sets; null if it is an ordinary argument. */
  private @Nullable String optionName(HelperInfo helper, ExpressionTree argument) throws Misnamed {
    if (!(argument instanceof AssignmentTree assignment)
        || !(assignment.getVariable() instanceof IdentifierTree identifier)) {
      return null;
    }
    String name = identifier.getName().toString();
    if (helper.option(name).isPresent()) {
      return name;
    }
    if (variables.contains(name)) {
      return null;
    }
    throw new Misnamed(
        parsed.start(argument), helper.name() + " has no option " + name + ".", hint(helper, name));
  }

  private static String hint(HelperInfo helper, String name) {
    List<String> names = helper.options().stream().map(HelperOption::name).toList();
    if (names.isEmpty()) {
      return "It takes no options.";
    }
    String all = "Its options: " + names.stream().collect(Collectors.joining(", ")) + ".";
    return Nearest.to(name, names).map(near -> "Did you mean " + near + "? ").orElse("") + all;
  }

  private Edit edit(HelperInfo helper, Map<String, AssignmentTree> named, int start, int end) {
    var parts = new ArrayList<Part>();
    construct(helper.optionsType().orElseThrow(), helper, named, start, parts);
    return new Edit(start, end, parts);
  }

  private void construct(
      Class<?> type,
      HelperInfo helper,
      Map<String, AssignmentTree> named,
      int start,
      List<Part> parts) {
    parts.add(Part.text("new " + type.getCanonicalName() + "(", start));
    String separator = "";
    for (RecordComponent component : type.getRecordComponents()) {
      parts.add(Part.text(separator, start));
      separator = ", ";
      AssignmentTree given = named.get(component.getName());
      if (HelperOption.isRecordOf(component.getType())) {
        construct(component.getType(), helper, named, start, parts);
      } else if (given == null) {
        HelperOption option = helper.option(component.getName()).orElseThrow();
        parts.add(Part.text(option.whenMissing(), start));
      } else {
        ExpressionTree value = given.getExpression();
        parts.add(Part.range(parsed.start(value), parsed.end(value)));
      }
    }
    parts.add(Part.text(")", start));
  }
}
