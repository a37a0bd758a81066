package dev.thaw.practice.probes;

import dev.thaw.practice.nix.NixConfig;
import dev.thaw.practice.nix.NixosEnter;
import dev.thaw.practice.nix.NixosRebuild;
import dev.thaw.practice.programs.Invocation;
import dev.thaw.practice.programs.Program;
import dev.thaw.practice.state.MountNamespace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Thaw's own shell scripts, by the names that they are run under. A real machine runs their text;
 * here each is answered by what it does, with the same sections.
 */
public final class ThawScripts {

  private static final Map<String, Program> ALL = new HashMap<>();

  static {
    ALL.put("thaw-record", RecordScripts::record);
    ALL.put("thaw-read-record", RecordScripts::read);
    ALL.put("thaw-write-file", RecordScripts::writeFile);
    ALL.put("thaw-restore-file", RecordScripts::restoreFile);
    ALL.put("thaw-verify", VerifyScript::run);
    ALL.put("thaw-password", PasswordScript::run);
    ALL.put("thaw-any-owner", invocation -> invocation.calling(invocation.arguments()).run());
    ALL.put("thaw-build-and-set", RoomScripts::buildAndSet);
    ALL.put("thaw-room", RoomScripts::room);
    ALL.put("thaw-make-room", RoomScripts::makeRoom);
    ALL.put("thaw-put-back", RoomScripts::putBack);
    ALL.put("thaw-enter", ThawScripts::enter);
    ALL.put("thaw-by-hand", NixosRebuild::byHand);
    ALL.put("thaw-disks", StorageProbes::disks);
    ALL.put("thaw-pools", StorageProbes::pools);
    ALL.put("thaw-datasets", StorageProbes::datasets);
    ALL.put("thaw-containers", StorageProbes::containers);
    ALL.put("thaw-state", RescueProbes::state);
    ALL.put("thaw-points", RescueProbes::points);
    ALL.put("thaw-file", RescueProbes::file);
    ALL.put("thaw-more", RescueProbes::more);
    ALL.put("thaw-leftovers", RescueProbes::leftovers);
    ALL.put("thaw-folder", RescueProbes::folder);
    ALL.put("thaw-network", RescueProbes::network);
    ALL.put("thaw-same", RescueProbes::same);
    ALL.put("thaw-boot", BootProbe::run);
    ALL.put("thaw-survey", invocation -> new SurveyProbe(invocation).run());
  }

  private ThawScripts() {}

  /** The script that is run under that name. */
  public static Optional<Program> find(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  /** {@code enter.sh}: runs a program inside the installed system. */
  private static int enter(Invocation invocation) {
    String mode = invocation.arguments().get(0);
    String root = invocation.arguments().get(1);
    String system = invocation.arguments().get(2);
    if (mode.equals("shell")) {
      return invocation.fail(
          125, "thaw: the practice machine has no terminal; enter(\"LINE\") runs a line inside");
    }
    List<String> program = invocation.arguments().subList(3, invocation.arguments().size());
    var settings = new StringBuilder();
    while (program.getFirst().equals("--nix")) {
      settings.append(program.get(1)).append('\n');
      program = program.subList(2, program.size());
    }
    // Nothing of the live system's environment comes along.
    Invocation outside =
        (mode.equals("act") ? invocation : readOnly(invocation, root))
            .with(Map.of(NixConfig.VARIABLE, settings.toString()));
    NixosEnter.Inside inside = NixosEnter.Inside.of(outside, root, system);
    if (!inside.isComplete()) {
      return invocation.fail(
          125,
          "thaw: "
              + system
              + " does not lead to a complete system inside "
              + root
              + ": is everything mounted there?");
    }
    return inside.run(program);
  }

  /** The same call with mounts of its own, those below {@code root} read-only. */
  private static Invocation readOnly(Invocation invocation, String root) {
    MountNamespace own = invocation.namespace().unshared();
    own.mounts()
        .replaceAll(mount ->
            mount.point().equals(root) || mount.point().startsWith(root + "/")
                ? mount.readOnly()
                : mount);
    return invocation.seeing(own, invocation.directory());
  }
}
