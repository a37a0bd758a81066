package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Command;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Configuration;
import dev.thaw.nixos.Configuration.ConfigFile;
import dev.thaw.nixos.EditResult;
import dev.thaw.nixos.FlakeHosts;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.NixEdit;
import dev.thaw.storage.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The configuration of an installation: looked at, and changed one setting at a time. */
public final class Config {

  private final Rescue rescue;
  private final Installation installation;

  Config(Rescue rescue, Installation installation) {
    this.rescue = rescue;
    this.installation = installation;
  }

  /** The folder that {@code /etc/nixos} leads to, a path on the installed system. */
  public String directory() {
    return text().directory();
  }

  /**
   * What there is to say of it in sentences: whether it is a flake, for which hosts, in git or not.
   */
  public List<String> notes() {
    var notes = new ArrayList<String>();
    if (isFlake()) {
      String names = String.join(", ", hosts().names());
      notes.add(
          "A flake"
              + (names.isEmpty() ? "" : ", for the hosts " + names)
              + (hosts().complete() ? "." : "; there may be more, which only nix can tell."));
    } else {
      notes.add("No flake.");
    }
    git()
        .ifPresent(git ->
            notes.add(
                "In git, in "
                    + git.directory()
                    + (git.branch().isEmpty() ? "" : ", on branch " + git.branch())
                    + ": config().log()."));
    text()
        .elsewhere()
        .forEach(place -> notes.add("There is another flake in " + place + ", which is not used."));
    notes.add(
        "config().show(\"FILE\") prints one; config().remove(\"OPTION\", \"ELEMENT\") and the like"
            + " change one setting: explain(config).");
    return notes;
  }

  /** Its files. */
  public List<ConfigFile> files() {
    return text().files();
  }

  /** Whether it is a flake. */
  public boolean isFlake() {
    return text().isFlake();
  }

  /** The hosts that the flake builds. */
  public FlakeHosts hosts() {
    return text().hosts();
  }

  /** The git repository that it is in. */
  public Optional<Configuration.Git> git() {
    return text().git();
  }

  /**
   * The text of a file, cleaned for a terminal; {@code file} counts from the configuration's
   * folder.
   */
  public String show(String file) {
    ConfigFile found = named(file);
    String rest = found.complete() ? "" : "\n(cut: the file is longer)";
    return Clean.text(found.text()) + rest;
  }

  /**
   * Takes one element out of a list, wherever the files of this host set it.
   *
   * @param option with dots: {@code boot.initrd.kernelModules}
   */
  public Result remove(String option, String element) {
    return change(own(), edit -> edit.remove(option, element));
  }

  /** Takes one element out of a list, in this file. */
  public Result remove(String option, String element, String file) {
    return change(List.of(named(file)), edit -> edit.remove(option, element));
  }

  /** Puts an element into a list; the option is set newly where no file sets it. */
  public Result add(String option, String element) {
    return change(own(), edit -> edit.add(option, element));
  }

  /** Puts an element into a list, in this file. */
  public Result add(String option, String element, String file) {
    return change(List.of(named(file)), edit -> edit.add(option, element));
  }

  /** Gives an option a value, a Nix expression. */
  public Result set(String option, String expression) {
    return change(own(), edit -> edit.set(option, expression));
  }

  /** Gives an option a value, a Nix expression, in this file. */
  public Result set(String option, String expression, String file) {
    return change(List.of(named(file)), edit -> edit.set(option, expression));
  }

  /** Takes an option out, so that it has its default again. */
  public Result unset(String option) {
    return change(own(), edit -> edit.unset(option));
  }

  /** Opens the main file in the person's editor. */
  public Result edit() {
    return edit(main().path());
  }

  /** Opens a file in the person's editor; {@code file} counts from the configuration's folder. */
  public Result edit(String file) {
    mustBeMounted();
    String path = file.startsWith("/") ? file : directory() + "/" + file;
    return Editing.open(rescue, InstalledFile.read(rescue.machine(), rescue.root(), path));
  }

  /** The last commits that touched it, newest first. */
  public Listing<Git.Commit> log() {
    mustBeMounted();
    return new Listing<>(
        Git.log(rescue, repository(), directory()),
        List.of("config().restore(\"ID\") brings the files back to what a commit had."));
  }

  /** Brings its files back to what they were in a commit; what is not committed is kept aside. */
  public Result restore(String commit) {
    mustBeMounted();
    if (!commit.matches("[A-Za-z0-9_./~^-]+") || commit.startsWith("-")) {
      throw new Trouble.NotNow("“" + Clean.line(commit) + "” is no commit.", "See config().log().");
    }
    Configuration.Git git = repository();
    Plan plan =
        new Plan(
            "Bring the configuration back to commit " + commit,
            List.of(
                inside(
                    "keep what is not committed, as a stash",
                    Git.argv(git, List.of("stash", "push", "--include-untracked"))),
                inside(
                    "bring the files back to commit " + commit,
                    Git.argv(
                        git,
                        List.of("restore", "--source", commit, "--worktree", "--", directory())))),
            List.of("The history stays as it is; “git stash list” inside shows what was kept."));
    return rescue.carryOut(
        plan,
        false,
        "",
        "The configuration is as commit " + commit + " had it.",
        List.of("Next: rebuild()."));
  }

  private Command inside(String purpose, List<String> argv) {
    return Inside.act(purpose, rescue.root(), Inside.PROFILE, argv);
  }

  private Configuration text() {
    return installation.configuration();
  }

  private Configuration.Git repository() {
    return git()
        .orElseThrow(() ->
            new Trouble.NotNow("The configuration is not in git.", "edit() changes its files."));
  }

  private void mustBeMounted() {
    if (!installation.mountedAt().equals(rescue.root())) {
      throw rescue.notMounted("Changing the configuration");
    }
  }

  private ConfigFile named(String file) {
    return text()
        .file(file)
        .orElseThrow(() ->
            new Trouble.NotNow(
                "The configuration has no file " + Clean.line(file) + ".",
                "It has: " + String.join(", ", files().stream().map(ConfigFile::path).toList())));
  }

  private ConfigFile main() {
    return text()
        .file("configuration.nix")
        .or(() -> text().file("flake.nix"))
        .orElseThrow(() ->
            new Trouble.NotNow(
                "No configuration.nix was found in " + directory() + ".",
                "config() lists what there is; edit(\"FILE\") opens one."));
  }

  /** The files without those that are named after another host of the flake. */
  private List<ConfigFile> own() {
    List<String> others =
        hosts().names().stream().filter(host -> !host.equals(installation.hostName())).toList();
    return files().stream()
        .filter(file ->
            others.stream()
                .noneMatch(host ->
                    file.path().contains("/" + host + "/")
                        || file.path().endsWith("/" + host + ".nix")))
        .toList();
  }

  private Result change(List<ConfigFile> files, Function<NixEdit, EditResult> edit) {
    mustBeMounted();
    var part = new Configuration(directory(), files, git(), List.of());
    return switch (edit.apply(NixEdit.of(part))) {
      case EditResult.Edited edited -> Editing.write(rescue, edited);
      case EditResult.Already already -> new Done(already.why(), false, List.of());
      case EditResult.NotFound found ->
          throw new Trouble.NotNow(
              found.why(),
              found.similar().isEmpty()
                  ? "edit() changes it by hand."
                  : String.join(" ", found.similar()));
    };
  }
}
