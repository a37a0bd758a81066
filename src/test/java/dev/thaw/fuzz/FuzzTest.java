package dev.thaw.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every reader survives everything: a value or a sentence, soon. A little of what {@code
 * bench/fuzz} does at length.
 */
class FuzzTest {

  private static final long NANOS = 250_000_000L;

  /** Rooms whose readers take what comes from elsewhere, by their folder. */
  private static final List<String> ROOMS =
      List.of(
          "machine",
          "storage",
          "nixos",
          "nixos/loader",
          "nixos/edit",
          "boot",
          "boot/initrd",
          "rescue",
          "notebook");

  /** What is called like a reader, and takes words of Thaw's own or of a person. */
  private static final Set<String> NO_READERS = Set.of("Scripts");

  static Stream<String> readers() {
    return Readers.all().stream().map(FuzzedReader::name);
  }

  private static FuzzedReader reader(String name) {
    return Readers.all().stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("readers")
  void everyInputGivesAValueOrASentence(String name) {
    FuzzedReader reader = reader(name);
    reader.corpus().forEach(valid -> assertThat(Fuzzer.wrong(reader, valid)).isEmpty());
    assertThat(Fuzzer.mutations(reader, 1, NANOS).map(FuzzTest::told)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("readers")
  void twiceTheInputTakesLittleMoreThanTwiceTheTime(String name) {
    assertThat(Fuzzer.growth(reader(name), 1, NANOS).map(FuzzTest::told)).isEmpty();
  }

  private static String told(Fuzzer.Failure failure) {
    return failure.what() + ", seed " + failure.seed() + ": " + FuzzMain.quoted(failure.input());
  }

  @Test
  void aReaderThatFailsIsFound() {
    var failing =
        FuzzedReader.ofText(
            "failing",
            List.of(),
            text -> {
              if (text.contains("}")) {
                throw new IllegalStateException("found");
              }
            },
            "{}{}");
    assertThat(Fuzzer.mutations(failing, 1, NANOS).map(f -> FuzzMain.quoted(f.input())))
        .contains("}");
  }

  @Test
  void aReaderWhoseTimeGrowsTooFastIsFound() {
    var slow =
        FuzzedReader.ofText(
            "slow",
            List.of(),
            text -> {
              int seen = 1;
              for (int i = 0; i < text.length(); i++) {
                for (int j = i; j < text.length(); j += 16) {
                  seen |= text.charAt(j);
                }
              }
              assertThat(seen).isPositive();
            },
            "aaaa");
    assertThat(Fuzzer.growth(slow, 1, 10 * NANOS)).isPresent();
  }

  /** A static method called parse or read that takes a text, bytes or sections makes a reader. */
  @Test
  void noReaderIsForgotten() throws URISyntaxException {
    Set<Class<?>> known =
        Readers.all().stream().flatMap(r -> r.reads().stream()).collect(Collectors.toSet());
    Path classes =
        Path.of(
                FuzzedReader.class
                    .getClassLoader()
                    .getResource("dev/thaw/storage/Disks.class")
                    .toURI())
            .getParent()
            .getParent();
    assertThat(
            ROOMS.stream()
                .flatMap(room -> in(classes.resolve(room), room).stream())
                .filter(type -> Stream.of(type.getDeclaredMethods()).anyMatch(FuzzTest::isReader))
                .filter(type -> !NO_READERS.contains(type.getSimpleName()))
                .filter(type -> !known.contains(type)))
        .as("readers that belong into the list of their room")
        .isEmpty();
  }

  private static boolean isReader(Method method) {
    return Modifier.isStatic(method.getModifiers())
        && !Modifier.isPrivate(method.getModifiers())
        && Set.of("parse", "read").contains(method.getName())
        && takesText(method.getParameterTypes());
  }

  private static boolean takesText(Class<?>[] types) {
    // What takes a machine asks it first; its answer goes to another one.
    return types.length > 0
        && Stream.of(types)
            .noneMatch(type -> Set.of("Machine", "Rescue").contains(type.getSimpleName()))
        && (types[0] == String.class
            || Stream.of(types)
                .anyMatch(type -> type == byte[].class || type.getSimpleName().equals("Sections")));
  }

  private static List<Class<?>> in(Path folder, String room) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class") && !name.contains("$") && !name.contains("-"))
          .<Class<?>>map(name -> load("dev.thaw." + room.replace('/', '.') + "." + name))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Class<?> load(String file) {
    try {
      return Class.forName(file.substring(0, file.length() - ".class".length()));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
