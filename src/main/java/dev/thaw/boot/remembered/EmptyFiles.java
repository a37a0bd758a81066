package dev.thaw.boot.remembered;

import dev.thaw.machine.NulText;
import dev.thaw.machine.Probe;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The programs, libraries and modules of a system that have no byte: what a power cut or a full
 * disk leaves of files that were written shortly before. Others may be empty as they are meant to
 * be.
 *
 * @param packages how many of the store's paths were looked at: those that the system's own links
 *     lead to, for its programs, its units, its kernel and modules
 * @param files the empty ones, paths in the store, in order; a program is what may be run
 */
public record EmptyFiles(int packages, List<String> files) {

  /** What is never empty, run or not. */
  private static final Pattern NEVER_EMPTY =
      Pattern.compile(".*(\\.so(\\..*)?|\\.ko(\\..*)?|/bzImage|/initrd)");

  /** So many of the store's paths are looked at. */
  public static final int MOST = 1500;

  /** Copies the list. */
  public EmptyFiles {
    files = List.copyOf(files);
  }

  /** Whether a file that is empty is to be told: one that may be run, or that is never empty. */
  public static boolean counts(String path, int mode) {
    return (mode & 0100) != 0 || isNeverEmpty(path);
  }

  /** Whether it is a library, a module of the kernel, or what the kernel starts with. */
  public static boolean isNeverEmpty(String path) {
    return NEVER_EMPTY.matcher(path).matches();
  }

  /** What {@code remembered.sh} printed of them; empty where that could not be looked at. */
  static Optional<EmptyFiles> of(Probe.Sections sections) {
    return sections
        .find(RememberedFormat.EMPTY)
        .filter(Probe.Section::ok)
        .map(section -> NulText.list(section.out()))
        .filter(words -> !words.isEmpty() && words.getFirst().matches("\\d{1,6}"))
        .map(words ->
            new EmptyFiles(
                Integer.parseInt(words.getFirst()),
                words.subList(1, words.size()).stream().sorted().toList()));
  }
}
