package dev.thaw.rescue;

import dev.thaw.machine.Outcome;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Configuration;
import java.util.ArrayList;
import java.util.List;

/** The git repository that a configuration is in, asked from inside the installed system. */
public final class Git {

  /** Between the fields of a commit; no subject can hold it. */
  private static final String SEPARATOR = "\u001f";

  private Git() {}

  /**
   * A commit.
   *
   * @param id its abbreviated hash
   * @param date when it was made, as YYYY-MM-DD
   * @param author who made it
   * @param subject its first line
   */
  public record Commit(String id, String date, String author, String subject) {}

  /** The arguments for git in this repository: any owner, no hook or helper program of its own. */
  static List<String> argv(Configuration.Git git, List<String> arguments) {
    var argv = new ArrayList<>(List.of("git", "-c", "safe.directory=*"));
    argv.addAll(List.of("-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false"));
    argv.addAll(List.of("-c", "user.name=thaw", "-c", "user.email=thaw@localhost"));
    argv.addAll(List.of("-C", git.directory(), "--no-pager"));
    argv.addAll(arguments);
    return argv;
  }

  /** The last commits that touched the configuration's folder, newest first. */
  static List<Commit> log(Rescue rescue, Configuration.Git git, String directory) {
    String format = "--format=%h%x1f%as%x1f%an%x1f%s";
    List<String> arguments = List.of("log", "--max-count=20", format, "--", directory);
    Outcome outcome =
        rescue
            .machine()
            .run(
                Inside.look(
                    "read the configuration's commits",
                    rescue.root(),
                    Inside.PROFILE,
                    argv(git, arguments)));
    if (outcome.status() == 127) {
      throw new Trouble.NotNow(
          "The installed system has no git.", "edit() the file, or look with sh(\"…\").");
    }
    return outcome
        .orFail("Look at the repository with enter().")
        .text()
        .lines()
        .map(line -> line.split(SEPARATOR, 4))
        .filter(fields -> fields.length == 4)
        .map(fields -> new Commit(fields[0], fields[1], fields[2], fields[3]))
        .toList();
  }
}
