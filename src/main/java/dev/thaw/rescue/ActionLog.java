package dev.thaw.rescue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.thaw.machine.ActionRecorder;
import dev.thaw.machine.Command;
import dev.thaw.machine.Machine;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was done to a machine, as {@link ActionRecorder} wrote it down there, oldest first. */
public final class ActionLog {

  private static final JsonMapper JSON = new JsonMapper();

  private static final Map<String, Class<? extends Action>> KINDS =
      records(Action.class).collect(Collectors.toMap(Class::getSimpleName, kind -> kind));

  private ActionLog() {}

  /**
   * One action, or one that was about to be done.
   *
   * @param id names the entry
   * @param time when it was about to run, by the clock of the computer that Thaw ran on
   * @param session which run of the program it belongs to
   * @param undo what takes it back, in order
   * @param status its command's exit status; empty while that runs, or when nobody was left to see
   *     its end
   */
  public record Entry(
      String id,
      Instant time,
      String session,
      String purpose,
      Action action,
      List<Action> undo,
      Optional<Integer> status) {

    private Entry ended(int status) {
      return new Entry(id, time, session, purpose, action, undo, Optional.of(status));
    }

    /** Whether it is known to have succeeded. */
    public boolean succeeded() {
      return status.filter(number -> number == 0).isPresent();
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
      var undo = new ArrayList<Action>();
      JsonNode texts = line.path("texts");
      line.path("undo").forEach(one -> undo.add(action(one, one.path("argv"), texts)));
      entries.put(
          id,
          new Entry(
              id,
              Instant.parse(line.path("time").asText()),
              line.path("session").asText(),
              line.path("purpose").asText(),
              action(line.path("action"), line.path("argv"), texts),
              List.copyOf(undo),
              Optional.empty()));
    } else if (line.path("status").isInt()) {
      int status = line.path("status").intValue();
      entries.computeIfPresent(id, (key, entry) -> entry.ended(status));
    }
  }

  /**
   * The action that was recorded; only the arguments count where there is none of that kind, or
   * another version of Thaw would have run others for it.
   *
   * @param texts the long arguments, which are named by their numbers
   */
  private static Action action(JsonNode recorded, JsonNode argv, JsonNode texts) {
    var arguments = new ArrayList<String>();
    // As versions before this one wrote an undo.
    (argv.isMissingNode() ? recorded : argv)
        .forEach(
            node -> arguments.add((node.isInt() ? texts.path(node.intValue()) : node).asText()));
    return Optional.ofNullable(KINDS.get(recorded.path("kind").asText()))
        .flatMap(kind -> of(recorded.path("of"), kind))
        .filter(action -> action.argv().equals(arguments))
        .orElseGet(() -> new OtherAction.Line(List.copyOf(arguments)));
  }

  private static Optional<Action> of(JsonNode components, Class<? extends Action> kind) {
    try {
      return Optional.of(JSON.treeToValue(components, kind));
    } catch (JsonProcessingException | RuntimeException otherVersion) {
      return Optional.empty();
    }
  }

  @SuppressWarnings("unchecked") // What is permitted for a sealed type is a subtype of it.
  private static Stream<Class<? extends Action>> records(Class<?> group) {
    return group.isSealed()
        ? Stream.of(group.getPermittedSubclasses()).flatMap(ActionLog::records)
        : Stream.of((Class<? extends Action>) group);
  }
}
