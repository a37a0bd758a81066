package dev.thaw.rescue;

import dev.thaw.machine.Command;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Configuration;
import dev.thaw.nixos.Configuration.ConfigFile;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import dev.thaw.storage.ListWithNotes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

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
              rehearsed.commands().stream().anyMatch(one -> one.argv().equals(step.argv())));
    } catch (Trouble.NotNow cantBeMounted) {
      return false;
    }
  }

  private Installation after(Installation found, String mountedAt) {
    return new Installation(
        found.hostName(),
        found.nixosVersion(),
        found.toplevel(),
        found.store(),
        found.root(),
        mountedAt,
        found.mounts(),
        generations(found.generations()),
        found.bootPartitions(),
        found.bareBoot(),
        found.hostId(),
        configuration(found.configuration()),
        found.marked(),
        found.databaseReadable());
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

  /** A rebuild makes a generation that nobody knows yet; a rollback names the one it chooses. */
  private List<Generation> generations(List<Generation> found) {
    List<Generation> generations = found;
    for (Command command : rehearsed.commands()) {
      List<String> argv = command.argv();
      if (Collections.indexOfSubList(argv, List.of("nixos-rebuild", "boot")) >= 0) {
        generations = marked(generations, one -> false, one -> false);
      } else if (argv.contains("--set")) {
        // A number that nobody knows yet: the old one stands for it.
        generations =
            marked(
                generations, one -> one.toplevel().equals(argv.getLast()), Generation::isDefault);
      } else if (argv.contains("--switch-generation")) {
        generations = marked(generations, isNumber(argv.getLast()), Generation::isDefault);
      } else {
        Optional<String> system = Rollback.system(argv);
        if (system.isPresent()) {
          generations =
              marked(
                  generations, Generation::isCurrent, one -> one.toplevel().equals(system.get()));
        }
      }
    }
    return generations;
  }

  private static Predicate<Generation> isNumber(String number) {
    return one -> one.profile().equals("system") && Integer.toString(one.number()).equals(number);
  }

  private static List<Generation> marked(
      List<Generation> all, Predicate<Generation> current, Predicate<Generation> byDefault) {
    return all.stream().map(one -> one.marked(current.test(one), byDefault.test(one))).toList();
  }
}
