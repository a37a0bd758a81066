package dev.thaw.nixos;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The order in which the lines of an fstab are mounted: shorter places before longer ones, what is
 * bound after what it lies on, and what lies on that after it. {@code assemble.sh} has the same.
 */
public final class MountOrder {

  /** Lines that go in a circle are left as they come. */
  private static final int TURNS = 40;

  private MountOrder() {}

  /**
   * What decides the place of a line in the order.
   *
   * @param point where it is mounted
   * @param source the folder that is bound there; empty where nothing is bound
   */
  public record Place(String point, String source) {}

  /** The lines, in that order; those that are equal stay as they come. */
  public static <T> List<T> of(List<T> lines, Function<T, Place> place) {
    List<Place> places = lines.stream().map(place).toList();
    int[] depths = places.stream().mapToInt(each -> depth(each.point())).toArray();
    boolean any = places.stream().anyMatch(each -> !each.source().isEmpty());
    for (int turn = 0; any && turn < TURNS; turn++) {
      any = false;
      for (int i = 0; i < depths.length; i++) {
        int least = after(i, places, depths);
        any |= least > depths[i];
        depths[i] = Math.max(least, depths[i]);
      }
    }
    int[] order = depths;
    return IntStream.range(0, lines.size())
        .boxed()
        .sorted(Comparator.comparingInt(i -> order[i]))
        .map(lines::get)
        .toList();
  }

  /** What has no place comes last. */
  private static int depth(String point) {
    return point.startsWith("/") ? point.length() : Integer.MAX_VALUE / 2;
  }

  private static int after(int line, List<Place> places, int[] depths) {
    Place own = places.get(line);
    return IntStream.range(0, depths.length)
        .filter(other -> !places.get(other).point().equals(own.point()))
        .filter(other ->
            isAbove(places.get(other).point(), own.point())
                || !own.source().isEmpty() && isAbove(places.get(other).point(), own.source()))
        .map(other -> depths[other] + 1)
        .max()
        .orElse(0);
  }

  private static boolean isAbove(String upper, String path) {
    return upper.equals("/") || upper.equals(path) || path.startsWith(upper + "/");
  }
}
