package dev.thaw.boot.remembered;

import dev.thaw.machine.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The boots that the installed system's journal knows.
 *
 * @param known how many it knows
 * @param last the last of them, the oldest first; as many as were read
 * @param unread why the journal could not be read, the end of a sentence; empty where it was, or
 *     where the installed system keeps none on its disks
 */
public record PastBoots(int known, List<PastBoot> last, String unread) {

  /** The installed system keeps no journal on its disks. */
  public static final PastBoots NOT_KEPT = new PastBoots(0, List.of(), "");

  /** Copies the list. */
  public PastBoots {
    last = List.copyOf(last);
  }

  /** Whether the journal was read. */
  public boolean isRead() {
    return unread.isEmpty();
  }

  /** The last boot, if it knows any. */
  public Optional<PastBoot> latest() {
    return last.isEmpty() ? Optional.empty() : Optional.of(last.getLast());
  }

  /** The last of those read that came up. */
  public Optional<PastBoot> good() {
    return last.reversed().stream().filter(PastBoot::cameUp).findFirst();
  }

  /** What {@code remembered.sh} printed of the journal. */
  static PastBoots of(Probe.Sections sections) {
    Optional<Probe.Section> section = sections.find(RememberedFormat.JOURNAL);
    if (section.isEmpty()) {
      return new PastBoots(0, List.of(), "it was not asked for");
    }
    if (section.get().status() == RememberedFormat.KEEPS_NONE) {
      return NOT_KEPT;
    }
    if (!section.get().ok()) {
      return new PastBoots(0, List.of(), section.get().errText().strip());
    }
    List<String> ids = section.get().text().lines().toList();
    var boots = new ArrayList<PastBoot>();
    for (String id : ids.subList(Math.max(0, ids.size() - RememberedFormat.BOOTS), ids.size())) {
      List<JournalEntry> ends = entries(sections, RememberedFormat.ends(id));
      if (!ends.isEmpty()) {
        boots.add(
            PastBoot.of(
                id,
                entries(sections, RememberedFormat.begins(id)),
                entries(sections, RememberedFormat.marks(id)),
                ends));
      }
    }
    return new PastBoots(ids.size(), boots, "");
  }

  private static List<JournalEntry> entries(Probe.Sections sections, String name) {
    return sections.find(name).map(section -> JournalEntry.parse(section.text())).orElse(List.of());
  }
}
