package dev.thaw.practice.machines;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.thaw.machine.Clean;
import dev.thaw.machine.FileTrouble;
import dev.thaw.machine.Trouble;
import dev.thaw.practice.state.MachineState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Where the practice machines are kept between two runs of the program: one file of JSON each, as
 * if the machine had been left switched on. A machine that is not there is as on its first day.
 *
 * @param directory where; made when it is needed
 */
public record MachineStore(Path directory) {

  /**
   * The form that a kept machine has: of one that was kept in another, nothing is read. To be
   * raised whenever what is kept of a machine changes, in its parts or in their meaning.
   */
  static final int FORMAT = 5;

  /** What a machine's file holds, the form first. */
  private record Kept(int format, MachineState machine) {}

  /** Made when a machine is kept or found, not for every one that is new: it takes its time. */
  private static final class Json {
    static final JsonMapper MAPPER =
        JsonMapper.builder()
            .visibility(PropertyAccessor.ALL, Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, Visibility.ANY)
            .visibility(PropertyAccessor.CREATOR, Visibility.ANY)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
  }

  private Path file(String name) {
    return directory.resolve(name + ".json");
  }

  /**
   * The machine as it was left.
   *
   * @return empty when it was never touched
   * @throws Trouble.Refused if what was kept can't be read, or another version of Thaw kept it
   */
  public Optional<MachineState> find(String name) {
    if (!Files.exists(file(name))) {
      return Optional.empty();
    }
    try (JsonParser json = Json.MAPPER.createParser(Files.readAllBytes(file(name)))) {
      if (!isOfThisFormat(json)) {
        throw anew("The practice machine " + name + " was kept by another version of Thaw.", name);
      }
      json.nextFieldName();
      json.nextToken();
      return Optional.of(Json.MAPPER.readValue(json, MachineState.class));
    } catch (JacksonException e) {
      throw anew("What was kept of the practice machine " + name + " is damaged.", name);
    } catch (IOException e) {
      throw unusable(file(name), e);
    }
  }

  private static Trouble anew(String what, String name) {
    return new Trouble.NotReady(what, "thaw practice reset " + name + " makes it new.");
  }

  /** Whether it begins with the form that is read here; behind that, if so. */
  private static boolean isOfThisFormat(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new JsonParseException(json, "no machine");
    }
    return "format".equals(json.nextFieldName()) && json.nextIntValue(0) == FORMAT;
  }

  /**
   * Forgets a machine that another version of Thaw has kept, since it can't be gone on with.
   *
   * @return what to tell of that; empty when there is none
   */
  public Optional<String> forgetOther(String name) {
    if (!Files.exists(file(name))) {
      return Optional.empty();
    }
    try (JsonParser json = Json.MAPPER.createParser(Files.readAllBytes(file(name)))) {
      if (isOfThisFormat(json)) {
        return Optional.empty();
      }
    } catch (JacksonException e) {
      // Damaged, perhaps: find says so.
      return Optional.empty();
    } catch (IOException e) {
      throw unusable(file(name), e);
    }
    forget(name);
    return Optional.of(
        "The practice machine "
            + name
            + " was kept by another version of Thaw, so it is made anew: as broken as at first.");
  }

  private static Trouble unusable(Path file, IOException e) {
    return new Trouble.NotReady(
        Clean.line(file.toString()) + " can't be used: " + FileTrouble.why(e) + ".",
        "Make it yours, or set XDG_STATE_HOME to another folder.");
  }

  /** What tells one state of a machine that is kept from the next; empty when none is kept. */
  String version(String name) {
    try {
      var attributes = Files.readAttributes(file(name), BasicFileAttributes.class);
      return attributes.fileKey() + " " + attributes.lastModifiedTime();
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw unusable(file(name), e);
    }
  }

  /** Whether a machine is kept, so that somebody has worked on it. */
  public boolean has(String name) {
    return Files.exists(file(name));
  }

  /** Keeps a machine: at any moment the old state is there, or the new one. */
  public void keep(MachineState state) {
    try {
      Files.createDirectories(directory);
      Path temporary = Files.createTempFile(directory, "." + state.name, ".part");
      try {
        Files.write(temporary, bytes(state));
        Files.move(
            temporary,
            file(state.name),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new Trouble.NotReady(
          "The practice machine "
              + state.name
              + " could not be kept in "
              + directory
              + ": "
              + FileTrouble.why(e)
              + ".",
          "Make room there, or set XDG_STATE_HOME to another folder.");
    }
  }

  /** The same machine once more: what happens to it does not happen to the other. */
  public static MachineState copy(MachineState state) {
    try {
      return Json.MAPPER.readValue(json(told(state)), MachineState.class);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A machine as it is kept. */
  public static byte[] bytes(MachineState state) {
    return json(new Kept(FORMAT, told(state)));
  }

  private static MachineState told(MachineState state) {
    state.tell();
    return state;
  }

  private static byte[] json(Object value) {
    try {
      return Json.MAPPER.writeValueAsBytes(value);
    } catch (JacksonException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Forgets a machine; whether there was something to forget. */
  public boolean forget(String name) {
    try {
      return Files.deleteIfExists(file(name));
    } catch (IOException e) {
      throw unusable(file(name), e);
    }
  }
}
