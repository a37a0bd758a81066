package dev.thaw.boot.remembered;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A file without which, or with which broken, stage 2 fails.
 *
 * @param path on the installed system
 * @param state what it is
 */
public record StateFile(String path, State state) {

  /** Where systemd keeps what the machine is called by programs. */
  public static final String MACHINE_ID = "/etc/machine-id";

  /** Where activation keeps which numbers users and groups have: each an object of JSON. */
  public static final List<String> MAPS =
      List.of("/var/lib/nixos/uid-map", "/var/lib/nixos/gid-map", "/var/lib/nixos/auto-subuid-map");

  /** What such a file is. */
  public enum State {
    /** It is there, and begins as it should. */
    WHOLE,
    /** It is there, and has no byte, or begins with what it can't begin with. */
    BROKEN,
    /** It is a link to what is not there. */
    DANGLING
  }

  /** Reads a line that the script printed: the path, a tab, the state; empty where it is none. */
  static Optional<StateFile> parse(String line) {
    String[] words = line.split("\t");
    return words.length == 2
        ? Arrays.stream(State.values())
            .filter(state -> state.name().equals(words[1]))
            .findFirst()
            .map(state -> new StateFile(words[0], state))
        : Optional.empty();
  }

  /** The line that the script prints, with its newline. */
  public String print() {
    return path + "\t" + state + "\n";
  }
}
