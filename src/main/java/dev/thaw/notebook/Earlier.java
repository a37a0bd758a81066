package dev.thaw.notebook;

import dev.thaw.machine.Trouble;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an earlier play of a notebook left behind. */
public final class Earlier {

  private final Path file;
  private final PlayHeader header;
  private final Notebook played;

  private Earlier(Path file, PlayHeader header, Notebook played) {
    this.file = file;
    this.header = header;
    this.played = played;
  }

  /** The play that a file holds; empty if it can't be read, or Thaw did not play it. */
  public static Optional<Earlier> read(Path file) {
    try {
      Notebook played = Notebook.read(file);
      return PlayHeader.of(played).map(header -> new Earlier(file, header, played));
    } catch (Trouble notPlayed) {
      return Optional.empty();
    }
  }

  /**
   * The newest play of the same notebook on the same machine in a folder.
   *
   * @param stem how the names of its files begin, followed by a dash and the time
   */
  public static Optional<Earlier> newest(Path folder, String stem, PlayOrigin origin) {
    var found = new ArrayList<Earlier>();
    for (Path file : files(folder, stem + "-")) {
      read(file).filter(earlier -> origin.continues(earlier.header.origin())).ifPresent(found::add);
    }
    return found.stream().max(Comparator.comparing(Earlier::started));
  }

  private static List<Path> files(Path folder, String prefix) {
    var files = new ArrayList<Path>();
    // Not a glob of the prefix: a name may hold any character.
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*.ipynb")) {
      for (Path file : all) {
        if (file.getFileName().toString().startsWith(prefix)) {
          files.add(file);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // A folder that can't be listed holds nothing to go on from.
      return List.of();
    }
    return files;
  }

  /** The file that it is in. */
  public Path file() {
    return file;
  }

  /** When it began. */
  public Instant started() {
    return header.started();
  }

  /** Whether it has an end. */
  public boolean isFinished() {
    return header.finished();
  }

  /** Whether a play from {@code origin} can go on from it. */
  public boolean isContinuedBy(PlayOrigin origin) {
    return origin.continues(header.origin());
  }

  /**
   * Whether it is one of the same notebook on the same machine, however far it was allowed to go.
   */
  public boolean isOfSame(PlayOrigin origin) {
    return origin.isSame(header.origin());
  }

  /** Whether it changed something on the machine, or may have. */
  public boolean hasActed() {
    return CellMark.anyActed(played);
  }

  /** Whether the notebook's file has changed since. */
  public boolean isOfAnother(PlayOrigin origin) {
    return !origin.sha256().equals(header.origin().sha256());
  }

  /** The cell that it would go on with, counted from 0, were the notebook the same. */
  public int next() {
    return header.next();
  }

  /**
   * The cell to go on with, counted from 0: that in whose midst it ended, or the first that is
   * another one by now.
   */
  public int next(Notebook now) {
    int most = Math.min(header.next(), now.cells().size());
    for (int i = 0; i < most; i++) {
      Cell then = played.cells().get(i);
      Cell cell = now.cells().get(i);
      String source = CellMark.of(then).original().orElse(then.source());
      if (!cell.id().equals(then.id())
          || !cell.source().equals(source)
          || cell.type() != then.type()) {
        return i;
      }
    }
    return most;
  }

  /** The values that its parameters were given, as a person wrote them. */
  public Map<String, String> parameters() {
    return header.parameters();
  }

  PlayHeader header() {
    return header;
  }

  Notebook played() {
    return played;
  }
}
