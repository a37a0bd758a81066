package dev.thaw.practice.nix;

import dev.thaw.practice.state.StorePath;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Python prints where NixOS's installer of systemd-boot can't write: the calls that led there,
 * and the error. The lines are those of 25.11's script and of Python 3.13.
 */
final class BuilderTraceback {

  private static final String SCRIPT =
      StorePath.of("systemd-boot", "builder") + "/bin/systemd-boot";

  private static final String LIBRARY =
      StorePath.of("python3-3.13.9", "builder") + "/lib/python3.13/";

  /** What marks the call in a line that has nothing else. */
  private static final List<Frame> MAIN =
      List.of(
          new Frame(SCRIPT, 541, "<module>", "main()", "~~~~^^"),
          new Frame(SCRIPT, 522, "main", "install_bootloader(args)", "~~~~~~~~~~~~~~~~~~^^^^^^"));

  private static final List<Frame> ENTRY =
      List.of(
          new Frame(SCRIPT, 478, "install_bootloader", "raise e", ""),
          new Frame(
              SCRIPT,
              453,
              "install_bootloader",
              "write_entry(*gen, machine_id, bootspec, current=is_default)",
              "~~~~~~~~~~~^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^"));

  private static final List<Frame> KERNEL =
      List.of(
          new Frame(SCRIPT, 217, "write_entry", "kernel = copy_from_file(bootspec.kernel)", ""));

  private static final List<Frame> INITRD =
      List.of(
          new Frame(SCRIPT, 218, "write_entry", "initrd = copy_from_file(bootspec.initrd)", ""));

  private static final List<Frame> COPY =
      List.of(
          new Frame(
              SCRIPT,
              203,
              "copy_from_file",
              "copy_if_not_exists(store_file_path, BOOT_MOUNT_POINT / efi_file_path)",
              "~~~~~~~~~~~~~~~~~~^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^"));

  private static final List<Frame> FULL =
      List.of(
          new Frame(
              SCRIPT,
              78,
              "copy_if_not_exists",
              "shutil.copyfile(source, tmppath)",
              "~~~~~~~~~~~~~~~^^^^^^^^^^^^^^^^^"),
          new Frame(
              LIBRARY + "shutil.py",
              273,
              "copyfile",
              "_fastcopy_sendfile(fsrc, fdst)",
              "~~~~~~~~~~~~~~~~~~^^^^^^^^^^^^"),
          new Frame(LIBRARY + "shutil.py", 163, "_fastcopy_sendfile", "raise err from None", ""),
          new Frame(
              LIBRARY + "shutil.py",
              150,
              "_fastcopy_sendfile",
              "sent = os.sendfile(outfd, infd, offset, blocksize)",
              ""));

  private static final List<Frame> REFUSED =
      List.of(
          new Frame(SCRIPT, 75, "copy_if_not_exists", "tmpfd, tmppath = tempfile.mkstemp(", ""),
          new Frame(
              LIBRARY + "tempfile.py",
              336,
              "mkstemp",
              "return _mkstemp_inner(dir, prefix, suffix, flags, output_type)",
              ""),
          new Frame(
              LIBRARY + "tempfile.py",
              258,
              "_mkstemp_inner",
              "fd = _os.open(file, flags, 0o600)",
              ""));

  /** The installer at a file that it could not write. */
  sealed interface Step {

    /** A kernel or an initrd is copied; {@code from} is in the store. */
    record Copying(String from, String to) implements Step {}

    /** An entry of the menu is written. */
    record Writing(String path) implements Step {}

    /** What the menu does not need any more is removed. */
    record Removing(String path) implements Step {}
  }

  /** A call: where, in which function, the line, and the marks below it; empty for none. */
  private record Frame(String file, int line, String function, String code, String marks) {
    String text() {
      return "  File \"%s\", line %d, in %s\n    %s\n".formatted(file, line, function, code)
          + (marks.isEmpty() ? "" : "    " + marks + "\n");
    }
  }

  private BuilderTraceback() {}

  /**
   * All that it prints.
   *
   * @param why what the kernel says: {@code No space left on device}
   */
  static String of(Step step, String why) {
    boolean full = why.startsWith("No space");
    String names =
        switch (step) {
          case Step.Copying(String from, String to) ->
              full ? "'" + from + "' -> '" + part(to) + "'" : "'" + part(to) + "'";
          case Step.Writing(String path) -> "'" + path.replaceFirst("\\.conf$", ".tmp") + "'";
          case Step.Removing(String path) -> "'" + path + "'";
        };
    // Where the text itself has no room, Python knows no file any more.
    String about = full && step instanceof Step.Writing ? "" : ": " + names;
    return "Traceback (most recent call last):\n"
        + Stream.concat(MAIN.stream(), frames(step, full))
            .map(Frame::text)
            .collect(Collectors.joining())
        + "OSError: [Errno %d] %s%s\n".formatted(full ? 28 : 30, why, about);
  }

  /** A half that is renamed once it is whole. */
  private static String part(String path) {
    return path + "k3v_9q2a.tmp.";
  }

  private static Stream<Frame> frames(Step step, boolean full) {
    return switch (step) {
      case Step.Copying(String from, _) ->
          Stream.of(ENTRY, from.endsWith("initrd") ? INITRD : KERNEL, COPY, full ? FULL : REFUSED)
              .flatMap(List::stream);
      case Step.Writing _ ->
          Stream.concat(
              ENTRY.stream(),
              Stream.of(
                  full
                      ? new Frame(SCRIPT, 275, "write_entry", "f.flush()", "~~~~~~~^^")
                      : new Frame(
                          SCRIPT, 259, "write_entry", "with tmp_path.open(\"w\") as f:", "")));
      case Step.Removing _ ->
          Stream.of(
              new Frame(
                  SCRIPT,
                  447,
                  "install_bootloader",
                  "remove_old_entries(gens)",
                  "~~~~~~~~~~~~~~~~~~^^^^^^"),
              new Frame(SCRIPT, 331, "remove_old_entries", "path.unlink()", "~~~~~~~~~~~^^"));
    };
  }
}
