package dev.thaw.rescue;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Files of a boot partition that are taken away, so that they can be brought back: each is copied
 * to where it takes no room there, and only then removed. A copy that is cut off harms nothing.
 */
final class KeptAside {

  /** What a live system's memory can spare, in bytes. */
  private static final long MOST_IN_MEMORY = 256L << 20;

  /** What the folders begin with in which files are kept. */
  private static final String FOLDER = "thaw-kept-";

  private KeptAside() {}

  /**
   * A file to take away.
   *
   * @param path where it really lies on the live system, no link on the way: {@code /mnt/boot/…}
   * @param why the end of the reason, after "remove PATH": "which no entry names"
   */
  record File(String path, String why) {}

  /**
   * Where such files are kept: in the live system's memory, which forgets them as it forgets what
   * was done; beside the installed system's folders where they are too large for that. A new name
   * each time, by the clock and by how much was done before, so that nothing replaces what was
   * kept.
   *
   * @param bytes how large they are together
   */
  static String place(Rescue rescue, long bytes) {
    String folder =
        FOLDER
            + LocalDateTime.now(ZoneId.systemDefault())
                .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"))
            + "-"
            + rescue.recordSoFar().size();
    return bytes <= MOST_IN_MEMORY
        ? rescue.recordDirectory() + "/" + folder
        : rescue.root() + "/." + folder;
  }

  /**
   * The steps that take the files away; undoing brings them back, one by one.
   *
   * @param root where the installed system is mounted
   * @param place from {@link #place}
   */
  static List<Step> steps(String root, String place, List<File> files) {
    var steps = new ArrayList<Step>();
    Set<String> folders = new LinkedHashSet<>();
    files.forEach(file -> folders.add(parent(kept(root, place, file.path()))));
    if (!files.isEmpty()) {
      steps.add(
          Step.of(
              "make room to keep what is taken away",
              new FileAction.MakeFolders(List.copyOf(folders))));
    }
    for (File file : files) {
      String shown = file.path().substring(root.length());
      String kept = kept(root, place, file.path());
      steps.add(Step.of("keep " + shown, new FileAction.CopyFile(file.path(), kept, true)));
      steps.add(
          Step.of("remove " + shown + ", " + file.why(), new FileAction.RemoveFile(file.path()))
              .undoneBy(new FileAction.CopyFile(kept, file.path(), true)));
    }
    return steps;
  }

  private static String kept(String root, String place, String path) {
    return place + path.substring(root.length());
  }

  private static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }
}
