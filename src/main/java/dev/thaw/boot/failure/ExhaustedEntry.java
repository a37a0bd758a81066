package dev.thaw.boot.failure;

import dev.thaw.boot.Certainty;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.loader.LoaderEntry;
import java.util.List;
import java.util.Optional;

/** Every boot of the newest generation was counted as failed, so that an older one starts. */
final class ExhaustedEntry implements Failure {

  @Override
  public List<String> ids() {
    return List.of("boot-counting-exhausted");
  }

  @Override
  public List<String> shownAs() {
    return List.of("menu-not-written", "menu-default-overridden");
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    return MenuBehindProfile.of(evidence.installation())
        .flatMap(menu -> of(menu.current(), menu.installation()).map(entry -> finding(menu, entry)))
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

  private Finding finding(MenuBehindProfile menu, LoaderEntry entry) {
    int number = menu.current().number();
    return menu.finding(
        this,
        Certainty.SURE,
        "Generation " + number + ", which was built last, has no tries left: an older one starts.",
        List.of(
            "Its entry is called " + entry.file() + ": 0 tries left; bootPartition() shows it."),
        "Where boots are counted, each takes a try off the entry's name, and a boot that comes up"
            + " gives it its name back. An entry without tries is passed over: either it never came"
            + " up, which bootChain("
            + number
            + ") may tell, or nothing ever blessed it. nixos-rebuild by itself keeps such a name;"
            + " Thaw's rollback() and rebuild() take the count off it.",
        new Mend.Rollback(number));
  }
}
