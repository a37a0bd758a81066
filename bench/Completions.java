import dev.thaw.helpers.HelperCatalogue;
import dev.thaw.helpers.Helpers;
import dev.thaw.helpers.Known;
import dev.thaw.session.Completing;
import dev.thaw.session.Evaluator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import jdk.jshell.JShell;

/**
 * What {@code bench/completions} runs: the same places in cells, completed by Thaw and by JShell
 * itself with the helpers imported, in turn.
 */
public final class Completions {

  private static final int WARMING = 5;

  /** The cursor is at the end of each. */
  private static final Map<String, List<String>> PLACES =
      Map.of(
          "a helper", List.of("poo", "mountA", "var all = gen", "explain(reb", "d"),
          "an option", List.of("rebuild(fl", "mountAll(", "unlock(\"luks\", key", "leave(d"),
          "a Java name", List.of("Str", "LocalD", "new ArrayL", "java.util.co", "Collec"),
          "a member",
              List.of(
                  "pools().getFirst().",
                  "List.of(1, 2).str",
                  "System.out.pri",
                  "generations().stream().map(g -> g.",
                  "Path.of(\"/mnt\")."));

  private Completions() {}

  /** Prints the table; the argument says how often each place is completed. */
  public static void main(String[] arguments) {
    int rounds = Integer.parseInt(arguments[0]);
    Evaluator evaluator = Evaluator.withHelpers();
    evaluator.evaluate("var poolside = List.of(1)");
    var thaw =
        new Completing(
            HelperCatalogue.of(Helpers.class), new Known(true), () -> Optional.of(evaluator));
    JShell jshell = JShell.builder().executionEngine("local").build();
    jshell.addToClasspath(arguments[1]);
    for (String imported :
        List.of("java.util.*", "java.util.stream.*", "java.nio.file.*", "java.time.*")) {
      jshell.eval("import " + imported + ";");
    }
    jshell.eval("import static dev.thaw.helpers.Helpers.*;");
    var took = new LinkedHashMap<String, List<Double>>();
    for (int round = -WARMING; round < rounds; round++) {
      for (var kind : PLACES.entrySet()) {
        for (String cell : kind.getValue()) {
          double own = milliseconds(() -> thaw.at(cell, cell.length()));
          double its =
              milliseconds(() ->
                  jshell
                      .sourceCodeAnalysis()
                      .completionSuggestions(cell, cell.length(), new int[1]));
          if (round >= 0) {
            for (String name : List.of(kind.getKey(), "all")) {
              took.computeIfAbsent("thaw " + name, _ -> new ArrayList<>()).add(own);
              took.computeIfAbsent("jshell " + name, _ -> new ArrayList<>()).add(its);
            }
          }
        }
      }
    }
    System.out.println("milliseconds       Thaw: p50     p95   JShell: p50     p95");
    Stream.concat(PLACES.keySet().stream().sorted(), Stream.of("all"))
        .forEach(name -> {
          List<Double> own = took.get("thaw " + name);
          List<Double> its = took.get("jshell " + name);
          System.out.printf(
              "%-16s %10.1f %9.1f %12.1f %8.1f%n",
              name, part(own, 0.5), part(own, 0.95), part(its, 0.5), part(its, 0.95));
        });
    System.exit(0);
  }

  private static double milliseconds(Runnable work) {
    long begin = System.nanoTime();
    work.run();
    return (System.nanoTime() - begin) / 1e6;
  }

  private static double part(List<Double> all, double part) {
    return all.stream().sorted().toList().get((int) Math.ceil(part * all.size()) - 1);
  }
}
