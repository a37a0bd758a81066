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
  public int run(Invocation call) {
    String root = "/mnt";
    String system = NixProfile.SYSTEM;
    List<String> what = List.of();
    List<String> words = call.arguments();
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
          call.line(SELF + ": unknown option `" + words.get(i) + "'");
          return 1;
        }
      }
    }
    String target = call.absolute(root);
    if (!call.view().isFile(target + "/etc/NIXOS")) {
      return call.fail(NOT_NIXOS, SELF + ": '" + root + "' is not a NixOS installation");
    }
    if (what.isEmpty()) {
      return call.fail(
          1, "nixos-enter: the practice machine opens no shell; say what to run: -c 'LINE'");
    }
    Inside inside = Inside.of(call, target, system);
    if (!inside.isComplete()) {
      String tried = what.getFirst();
      return call.fail(
          NOT_THERE,
          "chroot: failed to run command '"
              + system
              + "/activate': No such file or directory\nchroot: failed to run command '"
              + tried
              + "': No such file or directory");
    }
    call.complain("setting up /etc...\n");
    return inside.run(what);
  }

  /**
   * The inside of an installed system.
   *
   * @param call the call as it is inside: after the chroot, with mounts of its own
   * @param system the profile or toplevel
   */
  public record Inside(Invocation call, String system) {

    /** Looks inside {@code root}, a path of the live system; /run is its own there. */
    public static Inside of(Invocation call, String root, String system) {
      MountNamespace own = call.view().unshared();
      Invocation here = call.seeing(own, "/");
      for (String name : List.of("dev", "proc", "sys", "run")) {
        String point = root + "/" + name;
        if (own.isDirectory(point)) {
          String volume = name.equals("run") ? "run of " + call.computer().name : name;
          if (name.equals("run")) {
            call.computer().volumes.put(volume, Volume.of(volume, "tmpfs", 1 << 24, "0:99"));
          }
          MountTable.add(
              call.computer(),
              own.mounts(),
              own.outer(own.spot(point, true).path()),
              name,
              volume,
              "/",
              List.of("rw"),
              List.of("rw"));
        }
      }
      var environment = new HashMap<>(call.environment());
      MountNamespace inside = own.chroot(own.spot(root, true).path());
      String host = inside.text(system + "/etc/hostname").strip();
      environment.put("HOSTNAME", host.isEmpty() ? Live.HOST : host);
      environment.put("IN_NIXOS_ENTER", "1");
      return new Inside(here.seeing(inside, "/").with(environment), system);
    }

    /** Whether the system is there with its programs. */
    public boolean isComplete() {
      return call.view().isFile(system + "/sw/bin/bash");
    }

    /** Runs a program; what was mounted for it is gone afterwards. */
    public int run(List<String> program) {
      try {
        String toplevel = call.view().spot(system, true).path();
        if (call.view().isDirectory("/run")) {
          call.view().put("/run/current-system", Node.link(toplevel, call.computer().now()));
        }
        var argv = new ArrayList<>(program);
        return call.calling(argv).run();
      } finally {
        call.computer().volumes.remove("run of " + call.computer().name);
      }
    }
  }
}
