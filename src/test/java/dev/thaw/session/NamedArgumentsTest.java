package dev.thaw.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.thaw.helpers.HelperCatalogue;
import dev.thaw.helpers.sample.SampleHelpers;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamedArgumentsTest {

  private static final String PACKAGE = "dev.thaw.helpers.sample.SampleHelpers.";

  private final NamedArguments named = new NamedArguments(HelperCatalogue.of(SampleHelpers.class));

  private String rewritten(String snippet, String... variables) throws Misnamed {
    return named.rewrite(snippet, Set.of(variables)).text().replace(PACKAGE, "");
  }

  private Misnamed misnamed(String snippet, String... variables) {
    return catchThrowableOfType(Misnamed.class, () -> rewritten(snippet, variables));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "rebuild(flake=true) > rebuild(new RebuildOptions(true, null, null, 0, new DryRun(false)))",
        "rebuild(dryRun = true, host=\"a,b\") > rebuild(new RebuildOptions(false, \"a,b\", null, 0,"
            + " new DryRun(true)))",
        "importPool(\"x\", force=true); > importPool(\"x\", new ImportPoolOptions(true));",
        "rebuild(flake=true).length() > rebuild(new RebuildOptions(true, null, null, 0, new"
            + " DryRun(false))).length()",
        "1 + rebuild(jobs=1+1).length() > 1 + rebuild(new RebuildOptions(false, null, null, 1+1,"
            + " new DryRun(false))).length()",
        "var r = rebuild(jobs=Math.max(1, 2)) > var r = rebuild(new RebuildOptions(false, null,"
            + " null, Math.max(1, 2), new DryRun(false)))",
        "leave(x=rebuild(flake=true)) > leave(new LeaveOptions(rebuild(new RebuildOptions(true,"
            + " null, null, 0, new DryRun(false))), null))",
        "int f() { return rebuild(jobs=2).length(); } > int f() { return rebuild(new"
            + " RebuildOptions(false, null, null, 2, new DryRun(false))).length(); }",
        "public record R(int a) { String s() { return importPool(\"x\", force=true); } } > public"
            + " record R(int a) { String s() { return importPool(\"x\", new"
            + " ImportPoolOptions(true)); } }",
        "if (a == b) rebuild(flake=a==b) > if (a == b) rebuild(new RebuildOptions(a==b, null, null,"
            + " 0, new DryRun(false)))",
        "rebuild /* ( */ (flake /* x=y */ = true) > rebuild /* ( */ (new RebuildOptions(true, null,"
            + " null, 0, new DryRun(false)))",
        "SampleHelpers.rebuild(flake=true) > SampleHelpers.rebuild(new RebuildOptions(true, null,"
            + " null, 0, new DryRun(false)))",
        "explain(rebuild) > explain(\"rebuild\")",
        "explain(\"rebuild\") > explain(\"rebuild\")",
      })
  void rewritesCallsOfHelpers(String written, String expected) throws Misnamed {
    assertThat(rewritten(written)).isEqualTo(expected);
  }

  @Test
  void rewritesInsideLambdas() throws Misnamed {
    assertThat(rewritten("leave(then=() -> rebuild(flake=true), x=explain(pools))"))
        .isEqualTo(
            "leave(new LeaveOptions(explain(\"pools\"), () -> rebuild(new RebuildOptions(true,"
                + " null, null, 0, new DryRun(false)))))");
    assertThat(rewritten("pools().forEach(p -> importPool(p.name(), force=true))"))
        .isEqualTo("pools().forEach(p -> importPool(p.name(), new ImportPoolOptions(true)))");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pools()",
        "notAHelper(flake=true)",
        "other.rebuild(flake=true)",
        "String s = \"rebuild(flake=true)\"",
        "// rebuild(flake=true)",
        "/* rebuild(flake=true) */ rebuild()",
        "String t = \"\"\"\n  rebuild(flake=true)\"\"\"",
        "boolean flake = rebuild() == null",
        "rebuild(new dev.thaw.helpers.sample.SampleHelpers.RebuildOptions(a = true, null, null, 1,"
            + " false))",
        "explain(name)",
        "explain(rebuild())",
        "rebuild(flake=",
      })
  void leavesEverythingElseAsItIs(String written) throws Misnamed {
    assertThat(named.rewrite(written, Set.of()).text()).isEqualTo(written);
  }

  @Test
  void takesAnAssignmentToAVariableForWhatItIs() throws Misnamed {
    assertThat(rewritten("importPool(name = \"tank\")", "name"))
        .isEqualTo("importPool(name = \"tank\")");
    assertThat(rewritten("{ String n; importPool(n = \"tank\"); }"))
        .isEqualTo("{ String n; importPool(n = \"tank\"); }");
    assertThat(rewritten("explain(rebuild)", "rebuild")).isEqualTo("explain(rebuild)");
  }

  @Test
  void answersAWrongNameWithTheHelpersOwnOptions() {
    Misnamed wrong = misnamed("var x = rebuild(flak=true)");
    assertThat(wrong).hasMessage("rebuild has no option flak.");
    assertThat(wrong.hint())
        .isEqualTo("Did you mean flake? Its options: flake, host, action, jobs, dryRun.");
    assertThat(wrong.offset()).isEqualTo(16);
    assertThat(misnamed("pools(size=1)").hint()).isEqualTo("It takes no options.");
  }

  @Test
  void refusesAnOptionGivenTwiceAndAPositionalArgumentAfterAName() {
    assertThat(misnamed("rebuild(flake=true, flake=false)"))
        .hasMessage("The option flake is given twice.");
    Misnamed late = misnamed("importPool(force=true, \"x\")");
    assertThat(late).hasMessageContaining("can't follow");
    assertThat(late.hint()).isEqualTo("Put it before force=true.");
    assertThat(late.offset()).isEqualTo(23);
  }

  @Test
  void knowsWhereEveryPartCameFrom() throws Misnamed {
    String written = "rebuild(jobs=one, flake=two)";
    Rewriting rewriting = named.rewrite(written, Set.of());
    for (String part : new String[] {"rebuild", "one", "two"}) {
      assertThat(rewriting.origin(rewriting.text().indexOf(part))).isEqualTo(written.indexOf(part));
    }
    assertThat(rewriting.origin(rewriting.text().indexOf("new ")))
        .isEqualTo(written.indexOf("jobs"));
    assertThat(rewriting.origin(rewriting.text().length() - 1)).isEqualTo(written.length() - 1);
  }
}
