package dev.thaw.practice.state;

import dev.thaw.boot.remembered.JournalEntry;
import dev.thaw.boot.remembered.JournalEntry.Meaning;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The journal of an installed system: what systemd writes to its disks once stage 2 is there. Here
 * its file holds the entries as {@code journalctl -o json} prints them.
 */
public final class SystemJournal {

  /** The folder that all journals are in. */
  public static final String FOLDER = "/var/log/journal";

  private final MountNamespace root;
  private final String boot;
  private final StringBuilder written = new StringBuilder();
  private long micros;

  /**
   * Begins the journal of a boot.
   *
   * @param root the installed system's files
   * @param now when it is, in seconds since 1970
   */
  public SystemJournal(MountNamespace root, long now) {
    this.root = root;
    this.micros = now * 1_000_000;
    // Another one each time, and the same where the same past is told again.
    String seed = now + " " + read(root).size();
    this.boot =
        UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString().replace("-", "");
  }

  /** The kernel says something. */
  public void kernel(String message) {
    add("kernel", message, Optional.empty(), "");
  }

  /** systemd says something of a unit. */
  public void systemd(Meaning meaning, String unit, String message) {
    add("systemd", message, Optional.of(meaning), unit);
  }

  private void add(String speaker, String message, Optional<Meaning> meaning, String unit) {
    micros += 250_000;
    Instant at = Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000);
    written.append(new JournalEntry(boot, at, speaker, message, meaning, unit).print());
  }

  /** Writes it to the disk, behind that of the boots before. Without room, nothing is written. */
  public void keep() {
    String folder = FOLDER + "/" + machineId();
    String file = folder + "/system.journal";
    try {
      root.mkdirs(folder);
      String before = root.isFile(file) ? root.text(file) : "";
      root.write(file, new Content.Text(before + written), 0640);
    } catch (Errno e) {
      // journald goes on without.
    }
  }

  private String machineId() {
    String id = root.isFile("/etc/machine-id") ? root.text("/etc/machine-id").strip() : "";
    return id.isEmpty() ? "0".repeat(32) : id;
  }

  /** All entries that a system's journal has, the oldest first; empty where it keeps none. */
  public static List<JournalEntry> read(MountNamespace root) {
    if (!root.isDirectory(FOLDER)) {
      return List.of();
    }
    return root.list(FOLDER).stream()
        .map(name -> FOLDER + "/" + name + "/system.journal")
        .filter(root::isFile)
        .flatMap(file -> JournalEntry.parse(root.text(file)).stream())
        .toList();
  }
}
