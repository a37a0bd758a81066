package dev.thaw.notebook;

import dev.thaw.helpers.Nearest;
import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds notebooks by their names: files, and those that come with Thaw. */
public final class NotebookFinder {

  private static final String ENDING = ".ipynb";
  private static final String FOLDER = "notebooks";

  private NotebookFinder() {}

  /**
   * The notebook that the person means: a file, or one of Thaw's own by its bare name.
   *
   * @throws Trouble.Refused with the nearest names if there is none
   */
  public static Path find(String name) {
    Path path;
    try {
      path = Path.of(name);
    } catch (InvalidPathException e) {
      throw new Trouble.Rejected(Clean.line(name) + " is no file's name.", "");
    }
    if (Files.exists(path)) {
      return path;
    }
    Map<String, Path> known = new LinkedHashMap<>();
    if (!name.contains("/")) {
      own().forEach(file -> known.put(stem(file), file));
      Path found = known.get(stem(path));
      if (found != null) {
        return found;
      }
    }
    Path folder = Optional.ofNullable(path.getParent()).orElse(Path.of(""));
    list(folder).forEach(file -> known.putIfAbsent(file.getFileName().toString(), file));
    String wanted = path.getFileName() == null ? name : path.getFileName().toString();
    throw new Trouble.Rejected(
        "There is no notebook " + Clean.line(name) + ".", suggestion(wanted, known));
  }

  private static String suggestion(String wanted, Map<String, Path> known) {
    if (known.isEmpty()) {
      return "Name the file of one.";
    }
    return Nearest.to(wanted, known.keySet())
        .or(() -> Nearest.to(wanted + ENDING, known.keySet()))
        .map(near -> "Did you mean " + Clean.line(near) + "?")
        .orElse("There is: " + Clean.line(String.join(", ", known.keySet())));
  }

  /** The name of a notebook's file without its ending. */
  public static String stem(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
  }

  /** The notebooks that come with Thaw. */
  public static List<Path> own() {
    try {
      Path here =
          Path.of(NotebookFinder.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      // Beside the folder that holds the jar, or the classes.
      for (Path home = here.getParent(); home != null; home = home.getParent()) {
        if (Files.isDirectory(home.resolve(FOLDER))) {
          return list(home.resolve(FOLDER));
        }
        if (Files.exists(home.resolve("pom.xml"))) {
          return List.of();
        }
      }
      return List.of();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The place of a class is a valid address.", e);
    }
  }

  private static List<Path> list(Path folder) {
    var files = new ArrayList<Path>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder.resolve("."), "*" + ENDING)) {
      all.forEach(files::add);
    } catch (IOException e) {
      // A folder that can't be listed has nothing to suggest.
    }
    files.replaceAll(Path::normalize);
    files.sort(null);
    return files;
  }

  /** What a notebook is about: its first heading; empty if that can't be told. */
  public static String title(Path file) {
    try {
      return Headings.of(Notebook.read(file)).all().stream()
          .findFirst()
          .map(Headings.Heading::title)
          .orElse("");
    } catch (Trouble damaged) {
      return Clean.line(damaged.getMessage());
    }
  }
}
