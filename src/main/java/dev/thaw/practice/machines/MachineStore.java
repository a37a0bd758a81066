package dev.thaw.practice.machines;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JacksonException;
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
   * @throws Trouble.NotNow if what was kept can't be read
   */
  public Optional<MachineState> find(String name) {
    if (!Files.exists(file(name))) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.MAPPER.readValue(Files.readAllBytes(file(name)), MachineState.class));
    } catch (JacksonException e) {
      throw new Trouble.NotNow(
          "The practice machine " + name + " was kept by another version of Thaw, or is damaged.",
          "thaw practice reset " + name + " makes it new.");
    } catch (IOException e) {
      throw unusable(file(name), e);
    }
  }

  private static Trouble unusable(Path file, IOException e) {
    return new Trouble.NotNow(
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
  public void keep(MachineState computer) {
    try {
      Files.createDirectories(directory);
      Path temporary = Files.createTempFile(directory, "." + computer.name, ".part");
      try {
        Files.write(temporary, bytes(computer));
        Files.move(
            temporary,
            file(computer.name),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new Trouble.NotNow(
          "The practice machine "
              + computer.name
              + " could not be kept in "
              + directory
              + ": "
              + FileTrouble.why(e)
              + ".",
          "Make room there, or set XDG_STATE_HOME to another folder.");
    }
  }

  /** The same machine once more: what happens to it does not happen to the other. */
  public static MachineState copy(MachineState computer) {
    try {
      return Json.MAPPER.readValue(bytes(computer), MachineState.class);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A machine as it is kept. */
  public static byte[] bytes(MachineState computer) {
    computer.tell();
    try {
      return Json.MAPPER.writeValueAsBytes(computer);
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
