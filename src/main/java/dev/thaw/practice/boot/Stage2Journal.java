package dev.thaw.practice.boot;

import dev.thaw.boot.remembered.JournalEntry.Meaning;
import dev.thaw.practice.state.KernelFilesystems;
import dev.thaw.practice.state.MountNamespace;
import dev.thaw.practice.state.SystemJournal;

/**
 * What a boot leaves in the journal of the installed system: nothing, while it is in stage 1; what
 * systemd says of its units, from stage 2 on.
 */
final class Stage2Journal {

  private final SystemJournal journal;

  /** Stage 2 of this system begins. */
  Stage2Journal(MountNamespace root, long now, String toplevel) {
    journal = new SystemJournal(root, now);
    journal.kernel("Linux version " + KernelFilesystems.VERSION);
    journal.kernel(
        "Command line: init=" + toplevel + "/init " + root.text(toplevel + "/kernel-params"));
  }

  /** A unit does not start. */
  void fails(String unit, String line) {
    journal.systemd(Meaning.NOT_STARTED, unit, line);
  }

  /** It goes into emergency mode, and is switched off there. */
  void givesUp() {
    journal.systemd(Meaning.STARTED, "emergency.target", "Reached target Emergency Mode.");
    journal.keep();
  }

  /** It comes up, and is shut down some time. */
  void comesUp() {
    journal.systemd(Meaning.STARTED, "multi-user.target", "Reached target Multi-User System.");
    journal.systemd(
        Meaning.FINISHED, "", "Startup finished in 9.301s (kernel) + 7.118s (userspace).");
    journal.systemd(Meaning.SHUT_DOWN, "", "The system will reboot now!");
    journal.systemd(Meaning.STARTED, "shutdown.target", "Reached target System Shutdown.");
    journal.systemd(Meaning.CLOSED, "", "Journal stopped");
    journal.keep();
  }

  /** The unit that mounts something there, as systemd names it. */
  static String mount(String point) {
    return escaped(point) + ".mount";
  }

  /** The unit of a device, by what the fstab calls it. */
  static String device(String spec) {
    int equals = spec.indexOf('=');
    String path =
        equals > 0 && !spec.startsWith("/")
            ? "/dev/disk/by-"
                + spec.substring(0, equals).toLowerCase(java.util.Locale.ROOT)
                + "/"
                + spec.substring(equals + 1)
            : spec;
    return escaped(path) + ".device";
  }

  private static String escaped(String path) {
    return path.substring(1).replace("-", "\\x2d").replace('/', '-');
  }
}
