package dev.thaw.boot.failure;

import dev.thaw.boot.Certainty;
import dev.thaw.boot.Course;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Sign;
import dev.thaw.boot.Stage;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.LoaderEntry;
import java.util.List;
import java.util.Optional;

/** Every boot of the newest generation was counted as failed, so that an older one starts. */
final class ExhaustedEntry implements Failure {

  @Override
  public String name() {
    return "boot counting exhausted";
  }

  /** The machine starts, only something older than expected. */
  @Override
  public List<Sign> signs() {
    return List.of();
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    Installation installation = evidence.installation();
    return installation
        .current()
        .filter(current -> !current.isDefault() && current.closureExists())
        .flatMap(current ->
            of(current, installation).map(entry -> finding(current, entry, installation)))
        .stream()
        .toList();
  }

  /** The generation's entry, if it has no tries left. */
  static Optional<LoaderEntry> of(Generation generation, Installation installation) {
    return installation
        .entry(generation)
        .map(Installation.Listed::entry)
        .filter(LoaderEntry::isExhausted);
  }

  private Finding finding(Generation current, LoaderEntry entry, Installation installation) {
    return new Finding(
        name(),
        Stage.MENU,
        Course.GOES_ON,
        Certainty.SURE,
        "Generation "
            + current.number()
            + ", which was built last, has no tries left: an older one starts.",
        List.of(
            MenuNotWritten.ahead(current, installation),
            "Its entry is called " + entry.file() + ": 0 tries left; bootPartition() shows it."),
        "Where boots are counted, each takes a try off the entry's name, and a boot that comes up"
            + " gives it its name back. An entry without tries is passed over: either it never came"
            + " up, which bootChain("
            + current.number()
            + ") may tell, or nothing ever blessed it. A rebuild keeps such a name;"
            + " rollback() and rebuild() take the count off it.",
        new Mend.Rollback(current.number()));
  }
}
