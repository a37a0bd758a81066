package dev.thaw.notebook;

import dev.thaw.machine.Clean;
import dev.thaw.machine.FileTrouble;
import dev.thaw.machine.Trouble;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are there as a whole or not at all, and are their owner's alone to read. */
public final class WholeFile {

  private static final String NEXT =
      "Name another place for it: a played notebook goes to --out FILE.";

  private WholeFile() {}

  /**
   * Writes a file, or replaces an ordinary one; never follows a link.
   *
   * @throws Trouble if that can't be; an earlier file is then as it was
   */
  public static void write(Path file, String text) {
    String name = Clean.line(file.toString());
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
      String what =
          Files.isSymbolicLink(target)
              ? "a link"
              : Files.isDirectory(target) ? "a folder" : "no ordinary file";
      throw new Trouble.Rejected(name + " can't be written: it is " + what + ".", NEXT);
    }
    if (folder == null || !Files.isDirectory(folder)) {
      throw new Trouble.Rejected(name + " can't be written: its folder does not exist.", NEXT);
    }
    try {
      replace(folder, target, text);
    } catch (IOException e) {
      throw new Trouble.Rejected(name + " can't be written: " + FileTrouble.why(e) + ".", NEXT);
    }
  }

  private static void replace(Path folder, Path target, String text) throws IOException {
    // Created with rights for its owner only.
    Path draft = Files.createTempFile(folder, ".thaw-", ".tmp");
    try {
      // A stream: a channel would give up on an interrupt that was meant for a cell.
      try (var out = new FileOutputStream(draft.toFile())) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.getFD().sync();
      }
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
    syncFolder(folder);
  }

  /** Makes the new name last; not every file system can, and the file is whole in any case. */
  private static void syncFolder(Path folder) {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // The file itself is on the disk.
    }
  }

  /**
   * Whether both names lead to the same file, through links too, or would if it existed. False when
   * one can't be looked up.
   */
  public static boolean isSame(Path one, Path other) {
    try {
      return Files.exists(one) && Files.exists(other)
          ? Files.isSameFile(one, other)
          : resolved(one).equals(resolved(other));
    } catch (IOException e) {
      return false;
    }
  }

  private static Path resolved(Path file) throws IOException {
    Path absolute = file.toAbsolutePath().normalize();
    Path folder = absolute.getParent();
    return folder == null ? absolute : folder.toRealPath().resolve(absolute.getFileName());
  }
}
