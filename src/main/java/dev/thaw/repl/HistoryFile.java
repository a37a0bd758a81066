package dev.thaw.repl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Where it is kept what was typed, from one start to the next; nothing that may be a secret. */
public final class HistoryFile {

  /** What a live image keeps in memory: what is written there is written onto no disk. */
  private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs", "overlay", "overlayfs");

  private static final Pattern SECRET =
      Pattern.compile(
          "pass(word|phrase|wd|code)|secret|credential|token|private.?key|luks(open|format)",
          Pattern.CASE_INSENSITIVE);

  private HistoryFile() {}

  /**
   * The file, made for its owner's eyes only; empty when none may be kept or none can be made.
   *
   * @param local whether the computer that Thaw runs on is the one to be rescued: then nothing is
   *     written onto its disks
   */
  public static Optional<Path> open(Map<String, String> environment, Path home, boolean local) {
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    Path folder =
        (state.startsWith("/") ? Path.of(state) : home.resolve(".local/state")).resolve("thaw");
    try {
      Path there = folder.toAbsolutePath();
      while (!Files.exists(there)) {
        there = Objects.requireNonNull(there.getParent());
      }
      if (local && !IN_MEMORY.contains(Files.getFileStore(there).type())) {
        return Optional.empty();
      }
      Files.createDirectories(folder);
      Path file = folder.resolve("history");
      if (!Files.exists(file)) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      return Files.isRegularFile(file) && Files.isWritable(file)
          ? Optional.of(file)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether a line may hold a secret, or begins with a blank: then it is not kept. */
  static boolean isSecret(String line) {
    return line.startsWith(" ") || SECRET.matcher(line).find();
  }
}
