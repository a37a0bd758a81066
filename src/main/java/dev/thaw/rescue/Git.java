package dev.thaw.rescue;

import dev.thaw.machine.CommandResult;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Configuration;
import java.util.ArrayList;
import java.util.List;

/** The git repository that a configuration is in, asked from inside the installed system. */
public final class Git {

  /** Between the fields of a commit; no subject can hold it. */
  private static final String SEPARATOR = "\u001f";

  /** The commit that is checked out, when its digits can't be told. */
  static final String HEAD = "HEAD";

  /** What begins the line of "git status" that holds HEAD's commit. */
  private static final String OID = "# branch.oid ";

  /** The status that "git diff --quiet" ends with when there is a difference. */
  private static final int DIFFERS = 1;

  /** The status that "git ls-files --error-unmatch" ends with for a file that git does not know. */
  private static final int UNKNOWN = 1;

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
  static List<String> argv(String repository, List<String> arguments) {
    var argv = new ArrayList<>(List.of("git", "-c", "safe.directory=*"));
    argv.addAll(List.of("-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false"));
    argv.addAll(List.of("-c", "user.name=thaw", "-c", "user.email=thaw@localhost"));
    argv.addAll(List.of("-C", repository, "--no-pager"));
    argv.addAll(arguments);
    return argv;
  }

  /**
   * What the working folder has beside its commit.
   *
   * @param head the commit that HEAD is, forty digits
   * @param dirty whether anything is changed, staged or not known to git
   */
  record WorkTree(String head, boolean dirty) {}

  /** The last commits that touched the configuration's folder, newest first. */
  static List<Commit> log(Rescue rescue, Configuration.Git git, String directory) {
    String format = "--format=%h%x1f%as%x1f%an%x1f%s";
    List<String> arguments = List.of("log", "--max-count=20", format, "--", directory);
    return look(rescue, git, "read the configuration's commits", arguments)
        .orFail("Look at the repository with enter().")
        .text()
        .lines()
        .map(line -> line.split(SEPARATOR, 4))
        .filter(fields -> fields.length == 4)
        .map(fields -> new Commit(fields[0], fields[1], fields[2], fields[3]))
        .toList();
  }

  /**
   * Whether the configuration's files are those of a commit.
   *
   * @throws Trouble.Failed if there is no such commit
   */
  static boolean isAsIn(Rescue rescue, Configuration.Git git, String directory, String commit) {
    List<String> arguments =
        List.of("diff", "--quiet", "--no-ext-diff", "--no-textconv", commit, "--", directory);
    CommandResult result =
        look(rescue, git, "compare the configuration with commit " + commit, arguments);
    return result.status() != DIFFERS && result.orFail("See config().log().").ok();
  }

  /** What the configuration's folder has that is not committed. */
  static WorkTree workTree(Rescue rescue, Configuration.Git git, String directory) {
    List<String> arguments =
        List.of(
            "--no-optional-locks",
            "status",
            "--porcelain=v2",
            "--branch",
            "--untracked-files=normal",
            "--",
            directory);
    List<String> lines =
        look(rescue, git, "see what is not committed", arguments)
            .orFail("Look at the repository with enter().")
            .text()
            .lines()
            .toList();
    String head =
        lines.stream()
            .filter(line -> line.startsWith(OID))
            .map(line -> line.substring(OID.length()))
            .findFirst()
            .orElse(HEAD);
    return new WorkTree(head, lines.stream().anyMatch(line -> !line.startsWith("# ")));
  }

  /** Whether git knows a file, so that a flake has it; so, too, where git can't be asked. */
  static boolean knows(Rescue rescue, Configuration.Git git, String path) {
    List<String> arguments = List.of("ls-files", "--error-unmatch", "--", path);
    return rescue
            .machine()
            .run(
                Inside.look(
                    "see whether git knows " + path,
                    rescue.root(),
                    Inside.PROFILE,
                    argv(git.directory(), arguments)))
            .status()
        != UNKNOWN;
  }

  private static CommandResult look(
      Rescue rescue, Configuration.Git git, String purpose, List<String> arguments) {
    CommandResult result =
        rescue
            .machine()
            .run(
                Inside.look(
                    purpose, rescue.root(), Inside.PROFILE, argv(git.directory(), arguments)));
    if (result.status() == 127) {
      throw new Trouble.NotReady(
          "The installed system has no git.", "edit() the file, or look with sh(\"…\").");
    }
    return result;
  }
}
