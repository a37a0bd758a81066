package dev.thaw.boot.remembered;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An entry of systemd's journal, as {@code journalctl -o json} prints it.
 *
 * @param boot the id of the boot that it belongs to: 32 hexadecimal digits
 * @param at when it was written, to the microsecond
 * @param speaker who said it: {@code kernel}, {@code systemd}; may be empty
 * @param message what was said; empty where that is too long to be printed
 * @param meaning what kind of message it is; empty where systemd does not number it
 * @param unit the unit that it is about; mostly empty
 */
public record JournalEntry(
    String boot,
    Instant at,
    String speaker,
    String message,
    Optional<Meaning> meaning,
    String unit) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What systemd says of a boot, by the numbers that it gives its messages. */
  public enum Meaning {
    /** The system's start is finished. */
    FINISHED("b07a249cd024414a82dd00cd181378ff"),
    /** A unit was started, a target reached. */
    STARTED("39f53479d3a045ac8e11786248231fbf"),
    /** A unit did not start. */
    NOT_STARTED("be02cf6855d2428ba40df7e9d022f03d"),
    /** A unit failed, when it was starting or later. */
    FAILED("d9b373ed55a64feb8242e02dbe79a49c"),
    /** The machine is shut down. */
    SHUT_DOWN("98268866d1d54a499c4e98921d93bc40"),
    /** The journal is closed. */
    CLOSED("d93fb3c9c24d451a97cea615ce59c00b");

    /** The targets of which it is worth knowing that they were reached. */
    private static final List<String> TARGETS =
        List.of("multi-user.target", "emergency.target", "rescue.target", "shutdown.target");

    private final String number;

    Meaning(String number) {
      this.number = number;
    }

    /** The number that systemd gives such messages: 32 hexadecimal digits. */
    String number() {
      return number;
    }

    /** The kind of message with this number, if it is one of these. */
    static Optional<Meaning> of(String number) {
      return Stream.of(values()).filter(meaning -> meaning.number.equals(number)).findFirst();
    }
  }

  /** Whether it is one of those that tell how far a boot came, and what failed in it. */
  public boolean isMark() {
    return meaning
        .filter(found -> found != Meaning.STARTED || Meaning.TARGETS.contains(unit))
        .isPresent();
  }

  /** Whether it says this of this unit. */
  boolean says(Meaning what, String of) {
    return meaning.filter(what::equals).isPresent() && unit.equals(of);
  }

  /** Whether it says this. */
  boolean says(Meaning what) {
    return meaning.filter(what::equals).isPresent();
  }

  /** Reads an object of JSON each line; what is no entry, or was cut off, is passed over. */
  public static List<JournalEntry> parse(String printed) {
    return printed.lines().flatMap(line -> entry(line).stream()).toList();
  }

  private static Optional<JournalEntry> entry(String line) {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
    String micros = node == null ? "" : node.path("__REALTIME_TIMESTAMP").asText();
    if (!micros.matches("[0-9]{1,17}")) {
      return Optional.empty();
    }
    return Optional.of(
        new JournalEntry(
            text(node, "_BOOT_ID"),
            Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS),
            text(node, "SYSLOG_IDENTIFIER"),
            text(node, "MESSAGE"),
            Meaning.of(text(node, "MESSAGE_ID")),
            text(node, "UNIT")));
  }

  /** What is no text comes as an array of bytes, and what is too long as null. */
  private static String text(JsonNode entry, String field) {
    JsonNode value = entry.path(field);
    if (!value.isArray()) {
      return value.asText("");
    }
    byte[] bytes = new byte[value.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) value.get(i).asInt();
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The entry as a line, with its newline. */
  public String print() {
    ObjectNode node = JSON.createObjectNode();
    node.put("_BOOT_ID", boot);
    node.put("__REALTIME_TIMESTAMP", Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, at)));
    node.put("SYSLOG_IDENTIFIER", speaker);
    node.put("MESSAGE", message);
    meaning.ifPresent(found -> node.put("MESSAGE_ID", found.number));
    if (!unit.isEmpty()) {
      node.put("UNIT", unit);
    }
    return node + "\n";
  }
}
