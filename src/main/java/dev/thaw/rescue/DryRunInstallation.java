package dev.thaw.rescue;

import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Configuration;
import dev.thaw.nixos.Configuration.ConfigFile;
import dev.thaw.nixos.Installation;
import dev.thaw.storage.ListWithNotes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The installations as a survey would find them after what was rehearsed: mounted, their files
 * edited, another generation the one that boots.
 *
 * @param real what holds on the machine
 * @param state what would hold
 */
record DryRunInstallation(DryRunState rehearsed, State real, State state) {

  /** Of what a survey found: the one that would be mounted, or all when none would. */
  ListWithNotes<Installation> after(ListWithNotes<Installation> found) {
    var notes = new ArrayList<>(found.notes());
    rehearsed.unseen().ifPresent(notes::add);
    List<Installation> mounted = found.stream().filter(this::isMounted).limit(1).toList();
    return new ListWithNotes<>(
        (mounted.isEmpty() ? found.stream() : mounted.stream())
            .map(installation -> after(installation, mounted.isEmpty() ? "" : state.root()))
            .toList(),
        notes);
  }

  /** Whether all that is in its plan and not mounted in fact was rehearsed. */
  private boolean isMounted(Installation installation) {
    if (!state.isMounted()) {
      return false;
    }
    try {
      return MountPlan.of(installation, real, List.of(), List.of()).steps().stream()
          .allMatch(step ->
              rehearsed.steps().stream().anyMatch(one -> one.action().equals(step.action())));
    } catch (Trouble.Refused cantBeMounted) {
      return false;
    }
  }

  private Installation after(Installation found, String mountedAt) {
    return new Installation(
        found.host(),
        found.filesystems().mountedAt(mountedAt),
        rehearsed.after(found.generations()),
        found.boot(),
        found.hostId(),
        configuration(found.configuration()),
        found.accounts());
  }

  private Configuration configuration(Configuration found) {
    return new Configuration(
        found.directory(),
        found.files().stream().map(this::file).toList(),
        found.git(),
        found.elsewhere(),
        found.found());
  }

  private ConfigFile file(ConfigFile found) {
    String place = state.root() + found.path();
    DryRunState.Content content = rehearsed.content(place);
    if (content.written().isPresent()) {
      byte[] bytes = content.written().get();
      String text = new String(bytes, StandardCharsets.UTF_8);
      return new ConfigFile(found.path(), bytes.length, text, true);
    }
    return content.place().equals(place)
        ? found
        : new ConfigFile(found.path(), found.size(), found.text(), false);
  }
}
