package dev.thaw.rescue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of nix's log for programs, {@code --log-format internal-json}. All numbers and texts are
 * as nix, or whoever else prints such a line, gives them.
 */
sealed interface NixEvent {

  /** Something to read. */
  record Message(String text) implements NixEvent {}

  /**
   * Something has begun.
   *
   * @param text what, in the words of the log for people; empty where those are not told of it
   * @param subject what it is about, as a derivation's path; may be empty
   */
  record Begun(long id, Activity activity, String text, String subject) implements NixEvent {}

  /** It has ended, well or not. */
  record Ended(long id) implements NixEvent {}

  /** A build has printed a line. */
  record Printed(long id, String line) implements NixEvent {}

  /** How much of something is done: things, or bytes. */
  record Counted(long id, long done, long expected) implements NixEvent {}

  /** How much of a kind of thing is to come. */
  record Expected(long id, Activity activity, long count) implements NixEvent {}

  /** What says nothing to a person. */
  record Other() implements NixEvent {}

  /** What nix can be busy with, as far as it matters here. */
  enum Activity {
    PATH(100),
    TRANSFER(101),
    PATHS(103),
    BUILDS(104),
    BUILD(105),
    OTHER(0);

    private final int number;

    Activity(int number) {
      this.number = number;
    }

    static Activity of(int number) {
      for (Activity one : values()) {
        if (one.number == number) {
          return one;
        }
      }
      return OTHER;
    }
  }

  /** What each line begins with. */
  String MARK = "@nix ";

  /** The options that make nix log so. */
  List<String> OPTIONS = List.of("--log-format", "internal-json");

  /** The last level that nix tells people of, unless they ask for more. */
  int TOLD = 3;

  /** Nix paints its words even here. */
  Pattern COLOUR = Pattern.compile("\033\\[[0-9;]*m");

  /** A message, or what a build printed, to where it is cut off. */
  Pattern SAID =
      Pattern.compile("\"(?:msg|fields)\":\\[?\"((?:[^\"\\\\]|\\\\u[0-9a-f]{4}|\\\\[^u])*+)");

  /** How many characters of it are told. */
  int SHORT = 500;

  ObjectMapper JSON = new ObjectMapper();

  /** What a line says; empty when it is none of that log, or cut off. */
  static Optional<NixEvent> of(String line) {
    if (!line.startsWith(MARK)) {
      return Optional.empty();
    }
    try {
      JsonNode json = JSON.readTree(line.substring(MARK.length()));
      return json.path("action").isTextual() ? Optional.of(of(json)) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /**
   * What the beginning of a line says that is too long: its first words, and that there are more.
   */
  static NixEvent shortened(String beginning) {
    Matcher said = SAID.matcher(beginning.substring(0, Math.min(beginning.length(), 8 * SHORT)));
    if (!said.find()) {
      return new Other();
    }
    try {
      String text = text(JSON.readTree('"' + said.group(1) + '"'));
      return new Message(
          text.substring(0, Math.min(text.length(), SHORT)) + " … (shortened: nix said more)");
    } catch (JsonProcessingException e) {
      return new Other();
    }
  }

  private static NixEvent of(JsonNode json) {
    long id = json.path("id").asLong();
    return switch (json.path("action").asText()) {
      case "msg" -> new Message(text(json.path("msg")));
      case "start" ->
          new Begun(
              id,
              Activity.of(json.path("type").asInt()),
              json.path("level").asInt() > TOLD ? "" : text(json.path("text")),
              text(json.path("fields").path(0)));
      case "stop" -> new Ended(id);
      case "result" -> result(id, json.path("type").asInt(), json.path("fields"));
      default -> new Other();
    };
  }

  private static NixEvent result(long id, int type, JsonNode fields) {
    long first = fields.path(0).asLong();
    long second = fields.path(1).asLong();
    return switch (type) {
      case 101, 107 -> new Printed(id, text(fields.path(0)));
      case 105 -> new Counted(id, first, second);
      case 106 -> new Expected(id, Activity.of((int) first), second);
      default -> new Other();
    };
  }

  private static String text(JsonNode text) {
    return COLOUR.matcher(text.asText()).replaceAll("");
  }
}
