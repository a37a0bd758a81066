package dev.thaw.machine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was done to a machine, as {@link ActionRecorder} wrote it down there, oldest first. */
public final class ActionLog {

  private static final JsonMapper JSON = new JsonMapper();

  private ActionLog() {}

  /**
   * One command that changed something, or was about to.
   *
   * @param id names the entry
   * @param time when it was about to run, by the clock of the computer that Thaw ran on
   * @param session which run of the program it belongs to
   * @param undo the commands that take it back, in order
   * @param status its exit status; empty while it runs, or when nobody was left to see its end
   */
  public record Entry(
      String id,
      Instant time,
      String session,
      String purpose,
      List<String> argv,
      List<List<String>> undo,
      Optional<Integer> status) {

    private Entry ended(int status) {
      return new Entry(id, time, session, purpose, argv, undo, Optional.of(status));
    }
  }

  /**
   * Reads {@code record.jsonl} in one round trip.
   *
   * @param directory as given to the {@link ActionRecorder}
   * @return the entries; none when nothing was ever recorded there
   */
  public static List<Entry> read(Machine machine, String directory) {
    String script = "[ ! -e \"$1\" ] || cat -- \"$1\"";
    String file = directory + "/record.jsonl";
    return parse(
        machine
            .run(
                Command.looks(
                    "read what was done so far", "sh", "-c", script, "thaw-read-record", file))
            .orFail("Look at " + file + " on the machine.")
            .text());
  }

  /** Understands the lines of a record; a line that was cut by a crash is left out. */
  static List<Entry> parse(String lines) {
    var entries = new LinkedHashMap<String, Entry>();
    lines
        .lines()
        .forEach(line -> {
          try {
            add(JSON.readTree(line), entries);
          } catch (JsonProcessingException | DateTimeException e) {
            // Cut by a crash or a full disk; the command that it was about did not run.
          }
        });
    return List.copyOf(entries.values());
  }

  private static void add(JsonNode line, Map<String, Entry> entries) {
    String id = line.path("id").asText();
    if (line.has("argv")) {
      var undo = new ArrayList<List<String>>();
      line.path("undo").forEach(argv -> undo.add(strings(argv)));
      entries.put(
          id,
          new Entry(
              id,
              Instant.parse(line.path("time").asText()),
              line.path("session").asText(),
              line.path("purpose").asText(),
              strings(line.path("argv")),
              List.copyOf(undo),
              Optional.empty()));
    } else if (line.path("status").isInt()) {
      int status = line.path("status").intValue();
      entries.computeIfPresent(id, (key, entry) -> entry.ended(status));
    }
  }

  private static List<String> strings(JsonNode array) {
    var strings = new ArrayList<String>();
    array.forEach(node -> strings.add(node.asText()));
    return List.copyOf(strings);
  }
}
