package dev.thaw.view;

import dev.thaw.machine.Clean;
import dev.thaw.storage.Force;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A value in a few words, on one line. */
final class Words {

  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  /** Components of records that hold bytes, in every room. */
  private static final Set<String> BYTES =
      Set.of(
          "size",
          "used",
          "free",
          "total",
          "available",
          "allocated",
          "referenced",
          "volumeSize",
          "storeSize",
          "bootSize");

  private static final int LISTED = 4;

  private Words() {}

  /** Bytes for people: {@code 1.9 TiB}; empty when negative, which means unknown. */
  static String size(long bytes) {
    if (bytes < 0) {
      return "";
    }
    double value = bytes;
    int unit = 0;
    // 1023.95 would be shown as 1024.0.
    while (value >= 1023.95 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return (unit == 0 ? Long.toString(bytes) : rounded(value)) + " " + UNITS[unit];
  }

  /**
   * With one decimal, or from 100 with none. Java's own formatter reads all countries' ways first.
   */
  private static String rounded(double value) {
    long tenths = Math.round(value * 10);
    return tenths < 1000 ? tenths / 10 + "." + tenths % 10 : Long.toString(Math.round(value));
  }

  /** A point in time, to the minute, in this computer's time zone. */
  static String date(Instant instant) {
    return MINUTE.withZone(ZoneId.systemDefault()).format(instant);
  }

  /** Any value on one clean line; empty for nothing. */
  static String of(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case Boolean flag -> flag ? "yes" : "no";
      case Optional<?> optional -> of(optional.orElse(null));
      case Instant instant -> date(instant);
      case Duration duration -> duration(duration);
      case byte[] bytes -> size(bytes.length);
      case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      case Force force -> Clean.line(force(force));
      case Collection<?> items -> items(items);
      case Map<?, ?> map -> map.isEmpty() ? "" : count(map.size(), "entry", "entries");
      case Record record -> hasOwnText(record) ? Clean.line(record.toString()) : record(record);
      default -> value.getClass().isArray() ? items(list(value)) : Clean.line(value.toString());
    };
  }

  /** A record's component, which may be bytes. */
  static String of(Record record, RecordComponent component) {
    Object value = value(record, component);
    return isBytes(component) ? size((long) value) : of(value);
  }

  static boolean isBytes(RecordComponent component) {
    return component.getType() == long.class && BYTES.contains(component.getName());
  }

  /** What a component holds. */
  static Object value(Record record, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      // An accessor that throws has nothing to show.
      return "";
    }
  }

  /** A component's name in words: {@code mountPoint} becomes {@code mount point}. */
  static String label(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
  }

  /** An array's elements. */
  static List<Object> list(Object array) {
    return IntStream.range(0, Array.getLength(array)).mapToObj(i -> Array.get(array, i)).toList();
  }

  static String count(int number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }

  private static String force(Force force) {
    return switch (force) {
      case Force.NotNeeded() -> "not needed";
      case Force.Needed(String reason) -> "needed: " + reason;
      case Force.Forbidden(String reason, String _) -> "forbidden: " + reason;
    };
  }

  private static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds < 1
        ? duration.toMillis() + " ms"
        : seconds < 120 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
  }

  private static String items(Collection<?> items) {
    boolean many = items.size() > LISTED || items.stream().anyMatch(Record.class::isInstance);
    return many
        ? count(items.size(), "item", "items")
        : String.join(", ", items.stream().map(Words::of).toList());
  }

  /** Whether a record says itself how it reads, instead of listing its components. */
  static boolean hasOwnText(Record record) {
    return !record.toString().startsWith(record.getClass().getSimpleName() + "[");
  }

  /** A component of a record, or of a part of it. */
  record Part(Record record, RecordComponent component) {

    Object value() {
      return Words.value(record, component);
    }

    String label() {
      return Words.label(component.getName());
    }

    String text() {
      return Words.of(record, component);
    }
  }

  /** Its components; those of a record that is a type of its own count as the outer one's. */
  static List<Part> parts(Record record) {
    var parts = new ArrayList<Part>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      boolean own = component.getType().getDeclaringClass() == record.getClass();
      if (own && value(record, component) instanceof Record inner && !hasOwnText(inner)) {
        parts.addAll(parts(inner));
      } else {
        parts.add(new Part(record, component));
      }
    }
    return parts;
  }

  /** Its components that are short, each with its name. */
  private static String record(Record record) {
    var texts = new ArrayList<String>();
    for (Part part : parts(record)) {
      String text =
          part.value() instanceof Record inner && !hasOwnText(inner)
              ? inner.getClass().getSimpleName()
              : part.text();
      if (!text.isEmpty()) {
        texts.add(part.label() + " " + text);
      }
    }
    return String.join(", ", texts);
  }
}
