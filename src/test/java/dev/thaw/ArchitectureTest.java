package dev.thaw;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Which room may know which, as the table in CONTRIBUTING.md says it. What is an exception today
 * stands in a list here: nothing is added to it, and what is none any more is taken out.
 */
class ArchitectureTest {

  /** What stands first in a row of the table: {@code | `practice/state` | … |}. */
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z/]+)` \\|");

  private static final String TOP = "dev.thaw.";

  private static final Path CLASSES = Path.of("target/classes");

  private static List<String> rooms;
  private static Set<Use> uses;

  /** That a class uses another one, of another package. */
  private record Use(String from, String type, String to) implements Comparable<Use> {

    static Use of(Dependency dependency) {
      return new Use(
          name(dependency.getOriginClass().getPackageName()),
          dependency.getOriginClass().getName().replaceFirst(".*\\.", "").replaceFirst("\\$.*", ""),
          name(dependency.getTargetClass().getPackageName()));
    }

    private static String name(String inPackage) {
      return inPackage.startsWith(TOP) ? inPackage.substring(TOP.length()).replace('.', '/') : "";
    }

    boolean isOfTwoPackages() {
      return !from.isEmpty() && !to.isEmpty() && !from.equals(to);
    }

    @Override
    public int compareTo(Use other) {
      return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
      return from + "/" + type + " -> " + to;
    }
  }

  @BeforeAll
  static void read() throws IOException {
    rooms =
        ROW.matcher(Files.readString(Path.of("CONTRIBUTING.md")))
            .results()
            .map(row -> row.group(1))
            .toList();
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    uses =
        new ClassFileImporter()
                .withImportOption(location -> hasSource(Path.of(location.asURI())))
                .importPath(CLASSES.resolve("dev/thaw"))
                .stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(Use::of)
                .filter(Use::isOfTwoPackages)
                .collect(toCollection(TreeSet::new));
    assertThat(uses).hasSizeGreaterThan(500);
  }

  @Test
  void eachRoomDependsOnlyOnThoseAboveIt() {
    assertThat(those(use -> !room(use.from()).equals(room(use.to())) && isBelow(use))).isEmpty();
  }

  /** A room may have rooms of its own in the table: its front, at the top, knows them all. */
  @Test
  void eachRoomInARoomDependsOnlyOnThoseAboveIt() {
    assertThat(
            those(use ->
                room(use.from()).equals(room(use.to()))
                    && rooms.contains(use.from())
                    && rooms.contains(use.to())
                    && use.from().contains("/")
                    && (!use.to().contains("/") || isBelow(use))))
        .isEmpty();
  }

  @Test
  void noPackagesDependOnEachOther() {
    Map<String, Set<String>> known =
        uses.stream().collect(groupingBy(Use::from, mapping(Use::to, toCollection(TreeSet::new))));
    assertThat(those(use -> reaches(known, use.to(), use.from()))).isEmpty();
  }

  /** Front ends only draw: what two of them need lies in a room above both. */
  @Test
  void frontEndsKnowNothingOfEachOther() {
    Set<String> ends = Set.of("repl", "player", "kernel");
    assertThat(those(use -> ends.contains(use.from()) && ends.contains(use.to())))
        .containsExactly("player/Exploring -> repl");
  }

  @Test
  void theKernelKnowsNothingOfATerminal() {
    assertThat(those(use -> use.from().equals("kernel") && use.to().equals("terminal"))).isEmpty();
  }

  /** NullAway looks at those only. */
  @Test
  void inEachPackageNothingIsNullButWhatSaysSo() throws IOException {
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      Set<Path> folders =
          sources
              .filter(file -> file.toString().endsWith(".java"))
              .map(Path::getParent)
              .collect(toCollection(TreeSet::new));
      assertThat(folders)
          .hasSizeGreaterThan(20)
          .allSatisfy(folder ->
              assertThat(folder.resolve("package-info.java")).content().contains("@NullMarked\n"));
    }
  }

  /** What was renamed may lie in the folder for a while, until that is cleaned. */
  private static boolean hasSource(Path type) {
    String name = CLASSES.toAbsolutePath().relativize(type).toString();
    return Files.exists(Path.of("src/main/java", name.replaceFirst("(\\$.*)?\\.class$", ".java")));
  }

  private static Stream<String> those(Predicate<Use> which) {
    return uses.stream().filter(which).map(Use::toString);
  }

  private static boolean isBelow(Use use) {
    return place(use.to()) > place(use.from());
  }

  /** Where a package stands in the table, by itself or by its room. */
  private static int place(String inPackage) {
    int place = rooms.indexOf(rooms.contains(inPackage) ? inPackage : room(inPackage));
    assertThat(place).as("CONTRIBUTING.md's table has no room for %s", inPackage).isNotNegative();
    return place;
  }

  private static String room(String inPackage) {
    return inPackage.replaceFirst("/.*", "");
  }

  private static boolean reaches(Map<String, Set<String>> known, String from, String to) {
    var seen = new TreeSet<String>();
    var left = new ArrayDeque<>(List.of(from));
    while (!left.isEmpty()) {
      String next = left.remove();
      if (seen.add(next)) {
        left.addAll(known.getOrDefault(next, Set.of()));
      }
    }
    return seen.contains(to);
  }
}
