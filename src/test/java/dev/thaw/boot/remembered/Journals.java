package dev.thaw.boot.remembered;

import dev.thaw.boot.remembered.JournalEntry.Meaning;
import dev.thaw.machine.Scripts;
import dev.thaw.nixos.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Has systemd's own journald write the journal of an installed system. Needs root. */
public final class Journals {

  private final List<String> entries = new ArrayList<>();

  /** The kernel says something. */
  public Journals kernel(String message) {
    return add("SYSLOG_IDENTIFIER=kernel", "MESSAGE=" + message);
  }

  /** A program says something. */
  public Journals says(String who, String message) {
    return add("SYSLOG_IDENTIFIER=" + who, "MESSAGE=" + message);
  }

  /** systemd says something of a unit. */
  public Journals systemd(Meaning meaning, String unit, String message) {
    return add(
        "SYSLOG_IDENTIFIER=systemd",
        "MESSAGE_ID=" + meaning.number(),
        "UNIT=" + unit,
        "MESSAGE=" + message);
  }

  /** Something is said; that the journal is closed, journald says itself. */
  public void entry(JournalEntry entry) {
    if (entry.meaning().isEmpty()) {
      says(entry.speaker(), entry.message());
    } else if (!entry.says(Meaning.CLOSED)) {
      systemd(entry.meaning().get(), entry.unit(), entry.message());
    }
  }

  private Journals add(String... fields) {
    entries.add(String.join("\n", fields) + "\n");
    return this;
  }

  /** Writes it as one boot more, which is shut down. */
  public void shutDown(Path journal, String boot) throws IOException {
    write(journal, boot, "TERM");
  }

  /** Writes it as one boot more, at the end of which the power is cut. */
  public void cut(Path journal, String boot) throws IOException {
    write(journal, boot, "KILL");
  }

  private void write(Path journal, String boot, String signal) throws IOException {
    Files.createDirectories(journal);
    Path folder = Files.createTempDirectory("entries");
    for (int i = 0; i < entries.size(); i++) {
      Files.writeString(folder.resolve("%03d".formatted(i)), entries.get(i));
    }
    Images.run(
        "unshare",
        "-m",
        "--propagation",
        "private",
        "sh",
        "-c",
        Scripts.read(Journals.class, "journald.sh"),
        "journald",
        journal.toString(),
        boot.replaceFirst("(.{8})(.{4})(.{4})(.{4})", "$1-$2-$3-$4-"),
        folder.toString(),
        signal);
    for (int i = 0; i < entries.size(); i++) {
      Files.delete(folder.resolve("%03d".formatted(i)));
    }
    Files.delete(folder);
  }
}
