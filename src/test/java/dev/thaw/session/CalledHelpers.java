package dev.thaw.session;

import dev.thaw.helpers.Helper;
import dev.thaw.helpers.HelperName;
import dev.thaw.helpers.Kind;
import dev.thaw.helpers.Option;
import dev.thaw.machine.Trouble;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Helpers of all shapes, which give what they got. */
public final class CalledHelpers {

  /** What a constant is of. */
  public enum Mode {
    FAST,
    SLOW
  }

  /** A constant beside the helpers. */
  public static final Mode slow = Mode.SLOW;

  /** No constant. */
  public static Mode changing = Mode.FAST;

  private CalledHelpers() {}

  /** Options of all types. */
  public record Options(
      @Option("a") boolean flag,
      @Option("b") Boolean maybe,
      @Option("c") int count,
      @Option("d") String text,
      @Option("e") Mode mode,
      @Option("f") Object any) {
    /** Refuses a negative answer. */
    public Options {
      if (text != null && text.equals("bad")) {
        throw new Trouble.NotReady("Bad options.", "Give others.");
      }
    }
  }

  @Helper(Kind.LOOK)
  public static Map<String, List<Mode>> found() {
    return Map.of("a", List.of(Mode.FAST));
  }

  @Helper(Kind.LOOK)
  public static Optional<Map.Entry<String, int[]>> nested() {
    return Optional.empty();
  }

  @Helper(Kind.LOOK)
  public static List<?> wild() {
    return List.of();
  }

  @Helper(Kind.LOOK)
  public static int number() {
    return 42;
  }

  @Helper(Kind.LOOK)
  public static String nothing() {
    return null;
  }

  @Helper(Kind.LOOK)
  public static void prints() {
    System.out.println("printed by a helper");
  }

  @Helper(Kind.LOOK)
  public static String says(String text) {
    return "text " + text;
  }

  @Helper(Kind.LOOK)
  public static String says(int number) {
    return "number " + number;
  }

  @Helper(Kind.LOOK)
  public static String says(Object other) {
    return "other " + other;
  }

  @Helper(Kind.LOOK)
  public static String says(String text, int number) {
    return text + number;
  }

  @Helper(Kind.ACT)
  public static String with(Options... options) {
    return List.of(options).toString();
  }

  @Helper(Kind.ACT)
  public static String with(String name, Options... options) {
    return name + List.of(options);
  }

  @Helper(Kind.ALWAYS)
  public static String about(@HelperName String helper) {
    return "about " + helper;
  }

  @Helper(Kind.ALWAYS)
  public static String many(String... words) {
    return String.join(",", words);
  }

  @Helper(Kind.ALWAYS)
  public static String troubled() {
    throw new Trouble.NotReady("Nothing is mounted at /mnt.", "mountAll() first.");
  }

  @Helper(Kind.ALWAYS)
  public static void broken() throws Exception {
    throw new Exception("broken");
  }

  @Helper(Kind.ALWAYS)
  @SuppressWarnings("InfiniteRecursion") // So it is meant.
  public static int endless(int depth) {
    return endless(depth + 1);
  }
}
