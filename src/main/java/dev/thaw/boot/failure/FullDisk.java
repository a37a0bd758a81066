package dev.thaw.boot.failure;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Stage;
import dev.thaw.boot.remembered.Room;
import dev.thaw.nixos.Generation;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The root, the Nix store or /var has no room left, for data or for files. */
final class FullDisk implements Failure {

  /** So many generations, the newest, are not offered for deletion. */
  private static final int KEPT = 3;

  @Override
  public List<String> ids() {
    return List.of("root-full");
  }

  @Override
  public List<String> shownAs() {
    return List.of("rebuild-store-full");
  }

  @Override
  public boolean isLookedAt(Evidence evidence) {
    return !evidence.remembered().rooms().isEmpty();
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    List<Room> rooms = evidence.remembered().rooms();
    List<Room> full = rooms.stream().filter(Room::isFull).toList();
    List<Room> tight = rooms.stream().filter(Room::isTight).toList();
    if (full.isEmpty() && tight.isEmpty()) {
      return List.of();
    }
    boolean said = isOnScreen(evidence.symptom());
    List<Room> about = full.isEmpty() ? tight : full;
    String places = about.stream().map(Room::place).collect(Collectors.joining(", "));
    return List.of(
        new Finding(
                id(),
                Stage.STAGE_2,
                BootImpact.GOES_ON,
                !full.isEmpty() ? Certainty.SURE : said ? Certainty.LIKELY : Certainty.POSSIBLE,
                full.isEmpty()
                    ? "There is little room left on " + places + "."
                    : "There is no room left on " + places + ".",
                about.stream().map(FullDisk::seen).toList(),
                "What starts in stage 2 writes: to /var, to /run's lasting folders, to the journal."
                    + " Without room, services fail one after another, each in its own words, and"
                    + " files that are written anew can end up empty. Old generations, logs, and"
                    + " snapshots that keep what was deleted are the usual cause.",
                new Mend.ByHand(mend(evidence)))
            .naming(about.getFirst().place()));
  }

  private static String seen(Room room) {
    String files =
        room.isOutOfFiles()
            ? " It can hold %d more files of %d (df -i)."
                .formatted(room.freeInodes(), room.inodes())
            : "";
    return "%s (%s) has %s of %s left (df).%s"
        .formatted(room.place(), room.type(), size(room.available()), size(room.size()), files);
  }

  private static String size(long bytes) {
    return bytes < 1L << 30
        ? (bytes >> 20) + " MiB"
        : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
  }

  private static String mend(Evidence evidence) {
    List<Integer> old =
        evidence.installation().generations().stream()
            .filter(Generation::isMain)
            .filter(generation -> !generation.isDefault() && !generation.isCurrent())
            .skip(KEPT)
            .map(Generation::number)
            .sorted()
            .toList();
    Stream<String> ways =
        Stream.of(
            old.isEmpty()
                ? ""
                : "Old generations go by number: mountAll(), enter(\"nix-env -p"
                    + " /nix/var/nix/profiles/system --delete-generations "
                    + old.stream().map(String::valueOf).collect(Collectors.joining(" "))
                    + "\"), enter(\"nix-collect-garbage\"), then rebuild().",
            "Logs: sh(\"journalctl -D /mnt/var/log/journal --vacuum-size=200M\").",
            "What else is large: sh(\"du -xh -d 2 /mnt | sort -h | tail\", looks=true).",
            "explain(\"root-full\") tells more. Never nix-collect-garbage -d.");
    return ways.filter(way -> !way.isEmpty()).collect(Collectors.joining(" "));
  }
}
