package dev.thaw.repl;

import dev.thaw.machine.Clean;
import dev.thaw.session.Candidate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files of the computer that Thaw runs on, for a command that takes one. */
final class OwnFiles {

  private OwnFiles() {}

  /** What a path can go on with, by name; hidden ones only when their dot is typed. */
  static List<Candidate> at(String typed) {
    String folder = typed.substring(0, typed.lastIndexOf('/') + 1);
    String begun = typed.substring(folder.length());
    String home = System.getProperty("user.home");
    String place = folder.startsWith("~/") ? home + folder.substring(1) : folder;
    try (Stream<Path> files = Files.list(Path.of(place.isEmpty() ? "." : place))) {
      return files
          .map(file -> file.getFileName() + (Files.isDirectory(file) ? "/" : ""))
          .filter(name -> name.startsWith(begun) && name.equals(Clean.line(name)))
          .filter(name -> !name.startsWith(".") || !begun.isEmpty())
          .sorted()
          .map(name -> new Candidate(folder + name, name, "", Candidate.Kind.VALUE))
          .toList();
    } catch (IOException | InvalidPathException e) {
      return List.of();
    }
  }
}
