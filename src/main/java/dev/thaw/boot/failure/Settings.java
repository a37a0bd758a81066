package dev.thaw.boot.failure;

import dev.thaw.boot.Evidence;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.HostFiles;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.edit.Edit;
import dev.thaw.nixos.edit.NixEdit;
import java.util.List;
import java.util.stream.Stream;

/** What the installed host's own files of the configuration say of an option. */
final class Settings {

  private Settings() {}

  /** The expressions that they give it; none where nothing does, or it can't be read. */
  static List<String> values(Evidence evidence, String option) {
    return parts(evidence).flatMap(part -> found(part, option)).toList();
  }

  /** Whether one of them lists an element that can be taken out. */
  static boolean lists(Evidence evidence, String option, String element) {
    return parts(evidence).anyMatch(part -> lists(part, option, element));
  }

  private static boolean lists(HostFiles.Part part, String option, String element) {
    try {
      return NixEdit.remove(part.modules(), option, element) instanceof Edit.Changed;
    } catch (Trouble e) {
      return false;
    }
  }

  private static Stream<String> found(HostFiles.Part part, String option) {
    try {
      return NixEdit.find(part.modules(), option).stream().map(place -> place.value());
    } catch (Trouble e) {
      // A text that can't be read as Nix tells nothing.
      return Stream.empty();
    }
  }

  private static Stream<HostFiles.Part> parts(Evidence evidence) {
    Installation installation = evidence.installation();
    try {
      return HostFiles.of(installation.configuration(), installation.hostName()).own().stream();
    } catch (Trouble e) {
      // Which host it is can't be told: nothing there is known to be its own.
      return Stream.empty();
    }
  }
}
