package dev.thaw.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thaw.machine.ExecutionMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a played notebook says about itself, in its metadata below {@code thaw}.
 *
 * @param origin what was played, where
 * @param started when the play began
 * @param next the cell to go on with, counted from 0
 * @param finished whether there is nothing more to play
 * @param parameters the values that were given, as a person wrote them, by their names
 */
record PlayHeader(
    PlayOrigin origin,
    Instant started,
    int next,
    boolean finished,
    Map<String, String> parameters) {

  static final String KEY = "thaw";

  /** Copies the map. */
  PlayHeader {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  ObjectNode toJson() {
    ObjectNode said = Json.MAPPER.createObjectNode();
    said.put("notebook", origin.notebook()).put("sha256", origin.sha256());
    said.put("machine", origin.machine()).put("mode", origin.mode().name());
    said.put("version", origin.version());
    said.put("started", started.truncatedTo(ChronoUnit.SECONDS).toString());
    said.put("written", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    said.put("next", next).put("finished", finished);
    ObjectNode given = said.putObject("parameters");
    parameters.forEach(given::put);
    return said;
  }

  /** What is said about a notebook; empty if it was not played by Thaw. */
  static Optional<PlayHeader> of(Notebook notebook) {
    JsonNode said = notebook.metadata().getOrDefault(KEY, MissingNode.getInstance());
    Optional<Instant> started = instant(said.path("started"));
    Optional<ExecutionMode> mode = mode(said.path("mode").asText());
    if (started.isEmpty() || mode.isEmpty()) {
      return Optional.empty();
    }
    var origin =
        new PlayOrigin(
            said.path("notebook").asText(),
            said.path("sha256").asText(),
            said.path("machine").asText(),
            mode.get(),
            said.path("version").asText());
    var parameters = new LinkedHashMap<String, String>();
    said.path("parameters")
        .properties()
        .forEach(field -> parameters.put(field.getKey(), field.getValue().asText()));
    int next = Math.clamp(said.path("next").asInt(), 0, notebook.cells().size());
    return Optional.of(
        new PlayHeader(origin, started.get(), next, said.path("finished").asBoolean(), parameters));
  }

  private static Optional<ExecutionMode> mode(String name) {
    for (ExecutionMode mode : ExecutionMode.values()) {
      if (mode.name().equals(name)) {
        return Optional.of(mode);
      }
    }
    return Optional.empty();
  }

  static Optional<Instant> instant(JsonNode said) {
    try {
      return Optional.ofNullable(said.textValue()).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
