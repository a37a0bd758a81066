package dev.thaw.practice.lessons;

import dev.thaw.practice.boot.Boot;
import dev.thaw.practice.machines.InstalledPrograms;
import dev.thaw.practice.nix.NixProfile;
import dev.thaw.practice.programs.Invocation;
import dev.thaw.practice.state.MachineState;
import dev.thaw.practice.state.MountEntry;
import dev.thaw.practice.state.MountNamespace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the next rebuild comes to: the machine runs from its own disk, builds what its configuration
 * says, writes its boot menu, and starts that.
 *
 * @param trouble why that does not start, a sentence without its end; empty when it does
 * @param running what runs then, if it starts
 * @param files its files
 */
record NextRebuild(String trouble, Optional<Boot.Running> running, MountNamespace files) {

  private static final String ROOT = "/mnt";

  /**
   * Rebuilds, and boots.
   *
   * @param state the machine, which is changed by it
   * @param running the system that runs on it
   */
  static NextRebuild of(MachineState state, Boot.Running running) {
    MountNamespace files = files(state, running);
    var kept = new Invocation.Captured();
    int status =
        new Invocation(
                InstalledPrograms.TABLE,
                state,
                files,
                "/",
                new HashMap<>(Map.of("HOSTNAME", files.text("/etc/hostname").strip())),
                List.of("nixos-rebuild", "boot"),
                new byte[0],
                kept)
            .run();
    if (status != 0) {
      return new NextRebuild(
          "nixos-rebuild: " + said(kept.err.toString()), Optional.empty(), files);
    }
    String built = NixProfile.of(files).system();
    Boot.Outcome outcome = Boot.of(state);
    String trouble =
        outcome
            .running()
            .map(now -> now.toplevel().equals(built) ? "" : "what was built is not what starts")
            .orElse(outcome.why().strip());
    return new NextRebuild(trouble, outcome.running(), files);
  }

  /** The files of a system that runs. */
  static MountNamespace files(MachineState state, Boot.Running running) {
    List<MountEntry> mounts =
        running.mounts().stream()
            .map(mount ->
                new MountEntry(
                    mount.id(),
                    mount.point().equals("/") ? ROOT : ROOT + mount.point(),
                    mount.source(),
                    mount.volume(),
                    mount.below(),
                    mount.options(),
                    mount.superOptions()))
            .toList();
    return new MountNamespace(state, mounts, ROOT);
  }

  /** The line that says what went wrong, of all that was printed. */
  private static String said(String printed) {
    List<String> lines =
        printed
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("warning:"))
            .toList();
    return lines.stream()
        .filter(line -> line.matches("(?i).*(error|exception|not a mounted).*:?.*"))
        .filter(line -> !line.equals("error:"))
        .findFirst()
        .orElse(lines.isEmpty() ? "it failed" : lines.getLast());
  }
}
