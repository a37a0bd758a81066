package dev.thaw.session;

import dev.thaw.helpers.HelperCatalogue;
import dev.thaw.helpers.Nearest;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.VarSnippet;

/** The names that mean something in the next cell. */
record NamesInScope(JShell jshell, HelperCatalogue catalogue) {

  /** What else says true and false, elsewhere. */
  private static final Map<String, String> TRUTHS =
      Map.of("yes", "true", "True", "true", "no", "false", "off", "false", "False", "false");

  /** The names of helpers, variables and methods; of types, when {@code kind} is "class". */
  Set<String> known(String kind) {
    var known = new TreeSet<String>();
    if (kind.equals("class")) {
      jshell.types().map(DeclarationSnippet::name).forEach(known::add);
    } else {
      known.addAll(catalogue.names());
      Stream.of(catalogue.owner().getFields()).map(Field::getName).forEach(known::add);
      jshell.variables().map(VarSnippet::name).forEach(known::add);
      jshell.methods().map(MethodSnippet::name).forEach(known::add);
    }
    return known;
  }

  /** "Did you mean …?" for a name that means nothing; empty when none is near. */
  String suggestion(String kind, String name) {
    Optional<String> near =
        kind.equals("variable") && TRUTHS.containsKey(name)
            ? Optional.of(TRUTHS.get(name))
            : Nearest.to(name, known(kind));
    return near.map(meant -> "Did you mean " + meant + "?").orElse("");
  }
}
