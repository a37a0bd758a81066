package dev.thaw.fuzz;

import dev.thaw.machine.Trouble;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Gives a reader inputs that nobody thought of: each has to end with a value or a {@code Trouble},
 * soon, and twice the input may take little more than twice the time.
 */
final class Fuzzer {

  /** Far more than any input of this size may take, on a computer that has other things to do. */
  private static final long LIMIT_SECONDS = 60;

  /** What a reader may use of the processor for an input that is no longer than the mutator's. */
  private static final long ENOUGH_NANOS = 3_000_000_000L;

  /** Times below it say nothing about growth. */
  private static final long NOTICED_NANOS = 300_000_000L;

  private static final int SMALL = 100_000;

  /**
   * What went wrong.
   *
   * @param input the smallest one found that goes wrong
   */
  record Failure(String reader, long seed, byte[] input, String what) {}

  private record Ending(Optional<Throwable> thrown, long nanos, boolean ended) {}

  private Fuzzer() {}

  /** Tries one mutation for each seed from {@code seed} on, until the time is over. */
  static Optional<Failure> mutations(FuzzedReader reader, long seed, long nanos) {
    long end = System.nanoTime() + nanos;
    for (long next = seed; System.nanoTime() < end; next++) {
      byte[] input = new Mutator(next).next(reader.corpus());
      String what = wrong(reader, input);
      if (!what.isEmpty()) {
        return Optional.of(new Failure(reader.name(), next, smaller(reader, input, what), what));
      }
    }
    return Optional.empty();
  }

  /** Tries inputs that grow, until the time is over. */
  static Optional<Failure> growth(FuzzedReader reader, long seed, long nanos) {
    long end = System.nanoTime() + nanos;
    for (long next = seed; System.nanoTime() < end; next++) {
      var mutator = new Mutator(next);
      byte[] valid = reader.corpus().get(Math.floorMod(next, reader.corpus().size()));
      int[] piece = mutator.piece(valid);
      byte[] once = mutator.grown(valid, piece[0], piece[1], SMALL);
      String what = wrong(reader, once);
      if (what.isEmpty()) {
        long first = run(reader, once).nanos();
        byte[] twice = mutator.grown(valid, piece[0], piece[1], 2 * SMALL);
        // Again where it seems slow: the first time may have paid for the compiler.
        long second = first < NOTICED_NANOS / 4 ? 0 : run(reader, twice).nanos();
        if (second > NOTICED_NANOS && second > 3.2 * Math.min(first, run(reader, once).nanos())) {
          what = "twice the input took " + second / 1_000_000 + " ms, once " + first / 1_000_000;
        }
      }
      if (!what.isEmpty()) {
        return Optional.of(new Failure(reader.name(), next, once, what));
      }
    }
    return Optional.empty();
  }

  /** What is wrong with how a reader takes an input; empty when nothing is. */
  static String wrong(FuzzedReader reader, byte[] input) {
    Ending ending = run(reader, input);
    if (!ending.ended()) {
      return "did not end within " + LIMIT_SECONDS + " s";
    }
    if (ending.nanos() > ENOUGH_NANOS) {
      return "took " + ending.nanos() / 1_000_000 + " ms";
    }
    return ending
        .thrown()
        .filter(thrown -> !(thrown instanceof Trouble))
        .map(thrown -> thrown + where(thrown))
        .orElse("");
  }

  private static String where(Throwable thrown) {
    return Arrays.stream(thrown.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith("dev.thaw"))
        .findFirst()
        .map(frame -> " at " + frame)
        .orElse("");
  }

  /** Reads on a thread of its own, which is left behind where it does not end. */
  private static Ending run(FuzzedReader reader, byte[] input) {
    var ended = new CountDownLatch(1);
    var ending = new Ending[] {new Ending(Optional.empty(), 0, false)};
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              var clock = ManagementFactory.getThreadMXBean();
              long start = clock.getCurrentThreadCpuTime();
              Throwable thrown = null;
              try {
                reader.read().accept(input.clone());
              } catch (Throwable any) {
                thrown = any;
              }
              long nanos = clock.getCurrentThreadCpuTime() - start;
              ending[0] = new Ending(Optional.ofNullable(thrown), nanos, true);
              ended.countDown();
            });
    try {
      if (!ended.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ending[0];
  }

  /** Leaves out as much of the input as can be while the same goes wrong; only for exceptions. */
  private static byte[] smaller(FuzzedReader reader, byte[] input, String what) {
    if (what.startsWith("did not end") || what.startsWith("took")) {
      return input;
    }
    byte[] smallest = input;
    for (int part = Math.max(1, smallest.length / 2); part >= 1; part /= 2) {
      for (int at = 0; at + part <= smallest.length; ) {
        byte[] less = new byte[smallest.length - part];
        System.arraycopy(smallest, 0, less, 0, at);
        System.arraycopy(smallest, at + part, less, at, less.length - at);
        if (wrong(reader, less).equals(what)) {
          smallest = less;
        } else {
          at += part;
        }
      }
    }
    return smallest;
  }
}
