package dev.thaw.fuzz;

import java.util.List;
import java.util.Optional;

/** Fuzzes each reader for a while: what {@code bench/fuzz} runs. */
final class FuzzMain {

  private FuzzMain() {}

  /** Takes the seconds for each reader, and the name of the only one to fuzz, if so. */
  public static void main(String[] arguments) {
    long nanos = Long.parseLong(arguments[0]) * 1_000_000_000L;
    List<FuzzedReader> readers =
        Readers.all().stream()
            .filter(reader -> arguments.length < 2 || reader.name().equals(arguments[1]))
            .toList();
    long seed = System.currentTimeMillis();
    int failures = 0;
    for (FuzzedReader reader : readers) {
      Optional<Fuzzer.Failure> failure =
          Fuzzer.mutations(reader, seed, nanos / 2)
              .or(() -> Fuzzer.growth(reader, seed, nanos / 2));
      System.out.println(reader.name() + ": " + failure.map(FuzzMain::told).orElse("ok"));
      failures += failure.isPresent() ? 1 : 0;
    }
    System.exit(failures == 0 && !readers.isEmpty() ? 0 : 1);
  }

  private static String told(Fuzzer.Failure failure) {
    return failure.what()
        + "\n  seed "
        + failure.seed()
        + ", "
        + failure.input().length
        + " bytes: "
        + quoted(failure.input());
  }

  static String quoted(byte[] input) {
    var quoted = new StringBuilder();
    for (int i = 0; i < Math.min(input.length, 400); i++) {
      int c = input[i] & 0xFF;
      boolean plain = c >= ' ' && c < 127 && c != '\\';
      quoted.append(plain ? String.valueOf((char) c) : "\\x%02x".formatted(c));
    }
    return quoted + (input.length > 400 ? "…" : "");
  }
}
