package dev.thaw.practice.nix;

import dev.thaw.practice.programs.Invocation;
import dev.thaw.practice.programs.Program;
import dev.thaw.practice.state.Live;
import dev.thaw.practice.state.MountNamespace;
import dev.thaw.practice.state.MountTable;
import dev.thaw.practice.state.Node;
import dev.thaw.practice.state.Volume;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** {@code nixos-enter}: runs a program inside the installed system. */
public final class NixosEnter implements Program {

  /** It calls itself as the shell found it. */
  private static final String SELF = "/run/current-system/sw/bin/nixos-enter";

  private static final int NOT_NIXOS = 126;
  private static final int NOT_THERE = 127;

  @Override
  public int run(Invocation invocation) {
    String root = "/mnt";
    String system = NixProfile.SYSTEM;
    List<String> what = List.of();
    List<String> words = invocation.arguments();
    for (int i = 0; i < words.size(); i++) {
      switch (words.get(i)) {
        case "--root" -> root = words.get(++i);
        case "--system" -> system = words.get(++i);
        case "-c", "--command" -> what = List.of(system + "/sw/bin/bash", "-c", words.get(++i));
        case "--silent" -> {}
        case "--" -> {
          what = words.subList(i + 1, words.size());
          i = words.size();
        }
        default -> {
          invocation.line(SELF + ": unknown option `" + words.get(i) + "'");
          return 1;
        }
      }
    }
    String target = invocation.absolute(root);
    if (!invocation.namespace().isFile(target + "/etc/NIXOS")) {
      return invocation.fail(NOT_NIXOS, SELF + ": '" + root + "' is not a NixOS installation");
    }
    if (what.isEmpty()) {
      return invocation.fail(
          1, "nixos-enter: the practice machine opens no shell; say what to run: -c 'LINE'");
    }
    Inside inside = Inside.of(invocation, target, system);
    if (!inside.isComplete()) {
      String tried = what.getFirst();
      return invocation.fail(
          NOT_THERE,
          "chroot: failed to run command '"
              + system
              + "/activate': No such file or directory\nchroot: failed to run command '"
              + tried
              + "': No such file or directory");
    }
    invocation.complain("setting up /etc...\n");
    return inside.run(what);
  }

  /**
   * The inside of an installed system.
   *
   * @param invocation the call as it is inside: after the chroot, with mounts of its own
   * @param system the profile or toplevel
   */
  public record Inside(Invocation invocation, String system) {

    /** Looks inside {@code root}, a path of the live system; /run is its own there. */
    public static Inside of(Invocation invocation, String root, String system) {
      MountNamespace own = invocation.namespace().unshared();
      Invocation here = invocation.seeing(own, "/");
      for (String name : List.of("dev", "proc", "sys", "run")) {
        String point = root + "/" + name;
        if (own.isDirectory(point)) {
          String volume = name.equals("run") ? "run of " + invocation.state().name : name;
          if (name.equals("run")) {
            invocation.state().volumes.put(volume, Volume.of(volume, "tmpfs", 1 << 24, "0:99"));
          }
          MountTable.add(
              invocation.state(),
              own.mounts(),
              own.outer(own.spot(point, true).path()),
              name,
              volume,
              "/",
              List.of("rw"),
              List.of("rw"));
        }
      }
      var environment = new HashMap<>(invocation.environment());
      MountNamespace inside = own.chroot(own.spot(root, true).path());
      String host = inside.text(system + "/etc/hostname").strip();
      environment.put("HOSTNAME", host.isEmpty() ? Live.HOST : host);
      environment.put("IN_NIXOS_ENTER", "1");
      return new Inside(here.seeing(inside, "/").with(environment), system);
    }

    /** Whether the system is there with its programs. */
    public boolean isComplete() {
      return invocation.namespace().isFile(system + "/sw/bin/bash");
    }

    /** Runs a program; what was mounted for it is gone afterwards. */
    public int run(List<String> program) {
      try {
        String toplevel = invocation.namespace().spot(system, true).path();
        if (invocation.namespace().isDirectory("/run")) {
          invocation
              .namespace()
              .put("/run/current-system", Node.link(toplevel, invocation.state().now()));
        }
        var argv = new ArrayList<>(program);
        return invocation.calling(argv).run();
      } finally {
        invocation.state().volumes.remove("run of " + invocation.state().name);
      }
    }
  }
}
