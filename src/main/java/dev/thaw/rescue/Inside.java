package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Command;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.Scripts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Commands that run inside the installed system: Thaw's own {@code nixos-enter}, which works from
 * any Linux live image. See {@code enter.sh} for what is mounted, and how it all vanishes again.
 */
final class Inside {

  /** The profile that says which toplevel is the current one. */
  static final String PROFILE = "/nix/var/nix/profiles/system";

  /** Goes before each setting of nix. */
  private static final String SETTING = "--nix";

  private static final String SCRIPT =
      Scripts.read(dev.thaw.machine.Probe.class, "prelude.sh")
          + Scripts.read(Inside.class, "enter.sh");

  /** What {@code enter.sh} and chroot say where they get no program of the system started. */
  private static final List<String> NEVER_RUNS =
      List.of("failed to run command", "does not lead to a complete system");

  private Inside() {}

  private enum Mode {
    ACT("act"),
    SHELL("shell"),
    LOOK("look"),
    ASK("ask");

    private final String word;

    Mode(String word) {
      this.word = word;
    }
  }

  /**
   * The arguments that run a program inside, everything writable, in a login environment.
   *
   * @param system whose environment it is
   * @param settings of nix for it, as lines of nix.conf: {@code sandbox = false}; however many they
   *     are, they reach every nix that it starts
   */
  static List<String> acting(
      String root, String system, List<String> settings, List<String> program) {
    return argv(Mode.ACT, root, system, set(settings, program));
  }

  /**
   * Nix, asked what something means: everything read-only for it, and what it writes of its own
   * lies in RAM and vanishes with it.
   */
  static Command ask(String purpose, String root, List<String> settings, List<String> program) {
    return Command.looks(purpose, argv(Mode.ASK, root, PROFILE, set(settings, program)));
  }

  private static List<String> set(List<String> settings, List<String> program) {
    var whole = new ArrayList<String>();
    settings.forEach(setting -> whole.addAll(List.of(SETTING, setting)));
    whole.addAll(program);
    return whole;
  }

  /** The arguments of a shell on the person's terminal, everything writable. */
  static List<String> shell(String root, String system) {
    return argv(Mode.SHELL, root, system, List.of());
  }

  /**
   * Git, and nix with it, refuse a repository that belongs to another user, and the configuration
   * often belongs to the machine's first user. A configuration for git in RAM allows it, for this
   * command only.
   *
   * @param anyOwner whether it is needed
   */
  static List<String> owned(boolean anyOwner, List<String> program) {
    if (!anyOwner) {
      return program;
    }
    String script =
        "mkdir -p /run/thaw/git && printf '[safe]\\n\\tdirectory = *\\n' >/run/thaw/git/config"
            + " && XDG_CONFIG_HOME=/run/thaw exec \"$@\"";
    var wrapped = new ArrayList<>(List.of("bash", "-c", script, "thaw-any-owner"));
    wrapped.addAll(program);
    return wrapped;
  }

  /** A program with its arguments, everything read-only. */
  static Command look(String purpose, String root, String system, List<String> program) {
    return Command.looks(purpose, argv(Mode.LOOK, root, system, program));
  }

  /**
   * Why no program of a system can run on this machine: it is of another kind of processor, or
   * damaged. Empty where they can, as far as can be seen; one round trip.
   */
  static Optional<String> obstacle(Rescue rescue, String system) {
    Command looks =
        look("see whether its programs can run here", rescue.root(), system, List.of("true"));
    CommandResult result = rescue.machine().run(looks);
    String said = result.errText();
    return NEVER_RUNS.stream().anyMatch(said::contains)
        ? Optional.of(Clean.lastLines(said, 1))
        : Optional.empty();
  }

  private static List<String> argv(Mode mode, String root, String system, List<String> program) {
    var argv = new ArrayList<>(List.of("unshare", "--fork", "--pid", "--mount", "--uts"));
    argv.addAll(List.of("--kill-child", "--propagation", "private", "--"));
    argv.addAll(List.of("sh", "-c", SCRIPT, "thaw-enter", mode.word));
    argv.addAll(List.of(root, system));
    argv.addAll(program);
    return argv;
  }
}
