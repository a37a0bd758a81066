package dev.thaw.machine;

import java.util.Objects;

/**
 * Something went wrong, in sentences for a person: {@link #getMessage()} says what, {@link #next()}
 * what to do about it. Front ends show both and no stack trace.
 */
public sealed class Trouble extends RuntimeException {

  private final transient String next;

  private Trouble(String what, String next) {
    super(what);
    this.next = next;
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  /** What the person can do now, in a sentence; empty when there is nothing to say. */
  public String next() {
    return next == null ? "" : next;
  }

  /** A command ran and its exit status was not 0. */
  public static final class Failed extends Trouble {
    private final transient CommandResult result;

    /** Says which command failed and the end of what it printed. */
    public Failed(CommandResult result, String next) {
      this(result, printed(result), next);
    }

    private Failed(CommandResult result, String printed, String next) {
      super(
          "Could not "
              + Clean.line(result.command().purpose())
              + ": "
              + Clean.line(result.command().program())
              + " "
              + result.ending()
              + printed,
          next);
      this.result = result;
    }

    /** Says which command failed, whose output the person was told as it came. */
    public static Failed told(CommandResult result, String next) {
      boolean silent = result.errText().isBlank();
      return new Failed(result, silent ? printed(result) : "; what it printed is above.", next);
    }

    /** The command's outcome. */
    public CommandResult outcome() {
      return result;
    }

    private static String printed(CommandResult result) {
      String printed = result.errText().isBlank() ? result.text() : result.errText();
      String tail = Clean.lastLines(printed, 12);
      return tail.isBlank()
          ? " and printed nothing."
          : " and printed:\n" + tail.indent(2).stripTrailing();
    }
  }

  /** Something is not done, and nothing was changed by it. */
  public abstract static sealed class Refused extends Trouble {
    private Refused(String what, String next) {
      super(what, next);
    }
  }

  /** What was given can't be right: a name that nothing has, a file that can't be used. */
  public static final class Rejected extends Refused {
    /** Says what was given, and what there is. */
    public Rejected(String what, String next) {
      super(what, next);
    }
  }

  /** Which of several is meant can't be told. */
  public static final class Undecided extends Refused {
    /** Says what there is to choose from, and how it is named. */
    public Undecided(String what, String next) {
      super(what, next);
    }
  }

  /** What has to hold for it does not, or something of the machine stands against it. */
  public static final class NotReady extends Refused {
    /** Says why not, and what to do first. */
    public NotReady(String what, String next) {
      super(what, next);
    }
  }

  /** The machine can't be reached, or the connection to it broke. */
  public static final class Unreachable extends Trouble {
    /** Says what the way there printed, and what to try. */
    public Unreachable(String what, String next) {
      super(what, next);
    }
  }

  /** Something needed approval and did not get it. */
  public static final class NotApproved extends Trouble {
    /** Says what was not approved, and how to approve it. */
    public NotApproved(String what, String next) {
      super(what, next);
    }
  }

  /**
   * Something that changes things was not even asked for, because the {@link ExecutionMode} forbids
   * it.
   */
  public static final class HeldBack extends Trouble {
    /**
     * Says what was not done, and why.
     *
     * @param mode one that forbids it: not {@link ExecutionMode#APPLY}
     * @param what what would have been done, without a full stop: "import the pool nvmepool"
     */
    public HeldBack(ExecutionMode mode, String what) {
      super(
          "Not done, because "
              + (mode == ExecutionMode.DRY_RUN
                  ? "this is only a rehearsal: "
                  : "only looking was asked for: ")
              + Clean.line(what)
              + ".",
          "Nothing was changed. Run the step again when it is to be done in earnest.");
    }
  }

  /** A command was ended because its time was up. */
  public static final class TimedOut extends Trouble {
    /** Says which command took too long. */
    public TimedOut(Command command) {
      super(
          "Could not "
              + Clean.line(command.purpose())
              + ": "
              + Clean.line(command.program())
              + " was still running after "
              + command.limit().toSeconds()
              + " s and was ended.",
          "Try again; if it happens again, run it by hand with sh(\"…\") and watch.");
    }
  }

  /** The person interrupted a command; it was ended. */
  public static final class Interrupted extends Trouble {
    /** Says which command was ended. */
    public Interrupted(Command command) {
      super(
          "Interrupted: " + Clean.line(command.purpose()) + ".",
          "Nothing more was run; go on when ready.");
    }
  }
}
