package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Configuration;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings the files of a configuration back to what they were in a commit; the history stays.
 *
 * @param git the repository that they are in
 * @param directory their folder, a path on the installed system
 */
record Restoring(Rescue rescue, Configuration.Git git, String directory) {

  private static final List<String> NEXT = List.of("Next: rebuild().");

  /**
   * Does so; nothing when they are so already. What is not committed is kept aside.
   *
   * @param readable whether commands can read them: in a rehearsal they may only seem to be there
   * @throws Trouble.Refused if that is no commit, or somebody has changed them meanwhile
   */
  ActionResult to(String commit, boolean readable) {
    if (!commit.matches("[A-Za-z0-9_./~^-]+") || commit.startsWith("-")) {
      throw new Trouble.Rejected(
          "“" + Clean.line(commit) + "” is no commit.", "See config().log().");
    }
    if (readable && Git.isAsIn(rescue, git, directory, commit)) {
      return new Applied(
          "The configuration is as commit " + commit + " had it already.", false, NEXT);
    }
    Git.WorkTree tree = workTree(readable);
    Plan plan = plan(commit, tree);
    return rescue
        .executor()
        .carryOut(
            readable
                ? plan
                : plan.remarking("What is not committed can't be seen yet: it is kept."),
            () -> {
              mustBeAsShown(tree);
              plan.steps().forEach(rescue.executor()::run);
              return new Applied(
                  "The configuration is as commit " + commit + " had it.", true, NEXT);
            });
  }

  private Plan plan(String commit, Git.WorkTree tree) {
    var steps = new ArrayList<Step>();
    if (tree.dirty()) {
      steps.add(
          Step.of(
                  "keep what is not committed, as a stash",
                  new FileAction.Stash(rescue.root(), git.directory(), directory))
              .undoneBy(new FileAction.PopStash(rescue.root(), git.directory())));
    }
    steps.add(
        Step.of("bring the files back to commit " + commit, files(commit))
            .undoneBy(files(tree.head())));
    return new Plan(
        "Bring the configuration back to commit " + commit,
        steps,
        List.of(
            "The history stays as it is."
                + (tree.dirty()
                    ? " “git stash list” inside shows what was kept; undo() brings back first"
                        + " the last commit's files, then, called again, what was kept."
                    : " undo() brings back the last commit's files.")));
  }

  /** While somebody was asked, somebody else may have written what the restore would take away. */
  private void mustBeAsShown(Git.WorkTree shown) {
    if (!workTree(true).equals(shown)) {
      throw new Trouble.NotReady(
          "The configuration was changed meanwhile, and is left as it is.",
          "config().log() and enter(\"git status\") show what there is; then restore(…) again.");
    }
  }

  /** What is not committed, as far as a rehearsal can tell. */
  private Git.WorkTree workTree(boolean readable) {
    boolean written = rescue.rehearsed().writesBelow(rescue.root() + directory);
    if (readable) {
      Git.WorkTree now = Git.workTree(rescue, git, directory);
      return new Git.WorkTree(now.head(), now.dirty() || written);
    }
    return new Git.WorkTree(git.commit().isEmpty() ? Git.HEAD : git.commit(), written);
  }

  private Action files(String commit) {
    return new FileAction.RestoreCommit(rescue.root(), git.directory(), commit, directory);
  }
}
