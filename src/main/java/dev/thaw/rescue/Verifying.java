package dev.thaw.rescue;

import dev.thaw.boot.EvidenceCollector;
import dev.thaw.machine.Clean;
import dev.thaw.machine.Command;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.OutputListener;
import dev.thaw.machine.Scripts;
import dev.thaw.machine.Trouble;
import dev.thaw.machine.UserInteraction;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import dev.thaw.storage.ListWithNotes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Compares all that a generation needs of the store with nix's database: by the installed system's
 * own nix, which fetches nothing, and whose writing goes to RAM.
 */
final class Verifying {

  /** After this, no more paths are compared: a slow disk takes hours for a whole system. */
  private static final Duration LONGEST = Duration.ofHours(2);

  private static final String SCRIPT = Scripts.read(Verifying.class, "verify.sh");
  private static final int NOT_PREPARED = 125;
  private static final int NOT_FOUND = 127;

  /** More paths than these are not named in a command. */
  private static final int FEW = 8;

  private Verifying() {}

  /**
   * Compares a generation of the mounted installation.
   *
   * @param number the generation's; 0 for the current one
   * @return the paths that are not as they should be; its notes say how far it came, and what
   *     repairs them
   */
  static ListWithNotes<DamagedPath> verify(Rescue rescue, int number) {
    Installation installation = rescue.mounted("verify()");
    if (!rescue.isReadable()) {
      throw rescue.notMounted("verify()");
    }
    Generation generation =
        (number == 0 ? installation.current() : installation.generation(number))
            .orElseThrow(() -> EvidenceCollector.noSuch(number, installation));
    Command command =
        Inside.ask(
                "compare generation " + generation.number() + " with nix's database",
                rescue.root(),
                List.of("substitute = false"),
                List.of(
                    "bash",
                    "-c",
                    SCRIPT,
                    "thaw-verify",
                    generation.toplevel(),
                    Long.toString(LONGEST.toSeconds())))
            .within(LONGEST.plusMinutes(10));
    var progress = new Progress(rescue.interaction(), generation.number());
    CommandResult ended;
    try {
      ended = rescue.machine().run(command, progress);
    } finally {
      rescue.interaction().progress("");
    }
    return read(
        progress.out.toString(StandardCharsets.UTF_8),
        progress.err.toString(StandardCharsets.UTF_8),
        ended.status(),
        generation.number());
  }

  /** Tells how far it is, as the lines come. */
  private static final class Progress implements OutputListener {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final UserInteraction interaction;
    private final int generation;
    private final StringBuilder line = new StringBuilder();
    private String paths = "?";
    private int damaged;

    Progress(UserInteraction interaction, int generation) {
      this.interaction = interaction;
      this.generation = generation;
    }

    @Override
    public void out(byte[] bytes, int length) {
      out.write(bytes, 0, length);
      for (int i = 0; i < length; i++) {
        if (bytes[i] == '\n') {
          told(line.toString());
          line.setLength(0);
        } else {
          line.append((char) bytes[i]);
        }
      }
    }

    @Override
    public void err(byte[] bytes, int length) {
      err.write(bytes, 0, length);
    }

    private void told(String text) {
      String[] words = text.split(" ", 2);
      String rest = words.length > 1 ? words[1] : "";
      switch (words[0]) {
        case VerifyFormat.PATHS -> paths = rest;
        case VerifyFormat.MISSING, VerifyFormat.MODIFIED, VerifyFormat.UNREAD -> damaged++;
        case VerifyFormat.CHECKED ->
            interaction.progress(
                "comparing generation %d: %s of %s paths%s"
                    .formatted(
                        generation, rest, paths, damaged == 0 ? "" : ", " + damaged + " damaged"));
        default -> {}
      }
    }
  }

  /** A number that the script printed; 0 where it is none. */
  private static long number(String text) {
    return text.matches("\\d{1,12}") ? Long.parseLong(text) : 0;
  }

  /** Understands what was printed. */
  static ListWithNotes<DamagedPath> read(String out, String err, int status, int generation) {
    var damaged = new ArrayList<DamagedPath>();
    var notes = new ArrayList<String>();
    long paths = -1;
    long checked = 0;
    for (String text : out.lines().toList()) {
      String[] words = text.split(" ", 3);
      String second = words.length > 1 ? words[1] : "";
      String third = words.length > 2 ? Clean.line(words[2]) : "";
      switch (words[0]) {
        case VerifyFormat.FAILED ->
            throw new Trouble.NotReady(
                "What generation "
                    + generation
                    + " needs could not be asked for: "
                    + Clean.line(text.substring(VerifyFormat.FAILED.length()).strip()),
                byLive());
        case VerifyFormat.PATHS -> paths = number(second);
        case VerifyFormat.CHECKED, VerifyFormat.LATE -> checked = number(second);
        case VerifyFormat.MISSING ->
            damaged.add(new DamagedPath(second, DamagedPath.Damage.MISSING, ""));
        case VerifyFormat.MODIFIED ->
            damaged.add(new DamagedPath(second, DamagedPath.Damage.MODIFIED, ""));
        case VerifyFormat.UNREAD ->
            damaged.add(new DamagedPath(second, DamagedPath.Damage.UNREAD, third));
        default -> {}
      }
    }
    if (paths < 0) {
      throw new Trouble.NotReady(
          "Generation "
              + generation
              + " could not be compared: "
              + (status == NOT_FOUND
                  ? "the installed system has no nix that runs"
                  : status == NOT_PREPARED
                      ? "the installed system can't be gone into for that: "
                          + Clean.lastLines(err, 1)
                      : Clean.lastLines(err, 1))
              + ".",
          byLive());
    }
    if (checked < paths) {
      notes.add(
          "Generation %d: only %d of its %d paths were compared, then it ended. What comes after is"
                  .formatted(generation, checked, paths)
              + " unknown.");
    } else if (damaged.isEmpty()) {
      notes.add(
          "Generation %d: all of its %d paths are as nix's database says."
              .formatted(generation, paths));
    } else {
      notes.add(
          "Generation %d: %d of its %d paths are damaged."
              .formatted(generation, damaged.size(), paths));
    }
    if (!damaged.isEmpty()) {
      notes.add(repair(damaged));
    }
    return new ListWithNotes<>(damaged, notes);
  }

  private static String repair(List<DamagedPath> damaged) {
    String command =
        damaged.size() <= FEW
            ? "nix-store --repair-path "
                + damaged.stream()
                    .map(path -> Clean.line(path.path()))
                    .collect(Collectors.joining(" "))
            : "nix-store --verify --check-contents --repair";
    return "First look at the disk's health: diagnose(). With a network, this fetches them anew:"
        + " enter(\""
        + command
        + "\"). What was built here is built again by rebuild(). verify(N) tells whether another"
        + " generation is whole; rollback(N) takes that one.";
  }

  private static String byLive() {
    return "By the live system's own nix, which writes notes of its own into the database:"
        + " sh(\"nix-store --store /mnt --verify --check-contents\").";
  }
}
