package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Configuration;
import dev.thaw.nixos.Configuration.ConfigFile;
import dev.thaw.nixos.HostFiles;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.MoreFiles;
import dev.thaw.nixos.edit.NixEdit;
import dev.thaw.nixos.eval.FlakeHosts;
import dev.thaw.storage.ListWithNotes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The configuration of an installation: looked at, and changed one setting at a time. */
public final class Config {

  private final Rescue rescue;
  private Installation installation;
  private @Nullable Configuration whole;
  private boolean asked;

  /** The configuration of an installation. */
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
  public String show(@Naming(NameKind.CONFIG_FILE) String file) {
    ConfigFile found = named(file);
    String rest = found.complete() ? "" : "\n(cut: the file is longer)";
    return Clean.text(found.text()) + rest;
  }

  /**
   * Takes one element out of a list, wherever the files of this host set it.
   *
   * @param option with dots: {@code boot.initrd.kernelModules}
   * @throws Trouble.Refused if a file speaks of the element, and it can't be taken out safely
   */
  public ActionResult remove(@Naming(NameKind.SETTING) String option, String element) {
    return change(
        option,
        new EditCheck.Listed(element, false),
        () -> SettingEdit.remove(own(option), option, element));
  }

  /** Takes one element out of a list, in this file. */
  public ActionResult remove(
      @Naming(NameKind.SETTING) String option,
      String element,
      @Naming(NameKind.CONFIG_FILE) String file) {
    return change(
        option,
        new EditCheck.Listed(element, false),
        () -> SettingEdit.remove(module(file), option, element));
  }

  /**
   * Puts an element into a list, in the file that sets the option; where none does, in the main
   * file: {@code configuration.nix}, or the host's own module of a flake.
   *
   * @throws Trouble.Refused if it can't be done safely, or which file to change is not clear
   */
  public ActionResult add(@Naming(NameKind.SETTING) String option, String element) {
    return change(
        option,
        new EditCheck.Listed(element, true),
        () -> SettingEdit.add(own(option), option, element));
  }

  /** Puts an element into a list, in this file. */
  public ActionResult add(
      @Naming(NameKind.SETTING) String option,
      String element,
      @Naming(NameKind.CONFIG_FILE) String file) {
    return change(
        option,
        new EditCheck.Listed(element, true),
        () -> SettingEdit.addThere(module(file), option, element));
  }

  /**
   * Gives an option a value in the file that sets it; where none does, in the main file. The value
   * is Nix; a path or a plain word gets quotes.
   *
   * @throws Trouble.Refused if it can't be done safely, or which file to change is not clear
   */
  public ActionResult set(@Naming(NameKind.SETTING) String option, String value) {
    return change(
        option, new EditCheck.Given(value), () -> SettingEdit.set(own(option), option, value));
  }

  /** Gives an option a value, in this file. */
  public ActionResult set(
      @Naming(NameKind.SETTING) String option,
      String value,
      @Naming(NameKind.CONFIG_FILE) String file) {
    return change(
        option,
        new EditCheck.Given(value),
        () -> SettingEdit.setThere(module(file), option, value));
  }

  /** Takes an option out of all files of this host, so that it has its default again. */
  public ActionResult unset(@Naming(NameKind.SETTING) String option) {
    return change(option, new EditCheck.Default(), () -> SettingEdit.unset(own(option), option));
  }

  /** Takes an option out of this file. */
  public ActionResult unset(
      @Naming(NameKind.SETTING) String option, @Naming(NameKind.CONFIG_FILE) String file) {
    return change(option, new EditCheck.Default(), () -> SettingEdit.unset(module(file), option));
  }

  /** Opens the main file in the person's editor. */
  public ActionResult edit() {
    return edit(main());
  }

  /** Opens a file in the person's editor; {@code file} counts from the configuration's folder. */
  public ActionResult edit(@Naming(NameKind.CONFIG_FILE) String file) {
    mustBeReady();
    String path = file.startsWith("/") ? file : directory() + "/" + file;
    return Editing.open(rescue, read(path), text().elsewhere());
  }

  /** The last commits that touched it, newest first. */
  public ListWithNotes<Git.Commit> log() {
    mustBeMounted();
    if (!isReadable()) {
      throw new Trouble.NotReady(
          "The commits can't be read: in this rehearsal nothing is really mounted.",
          "mountAll() in earnest first.");
    }
    return new ListWithNotes<>(
        Git.log(rescue, repository(), directory()),
        List.of("config().restore(\"ID\") brings the files back to what a commit had."));
  }

  /**
   * Brings its files back to what they were in a commit; what is not committed is kept aside. Does
   * nothing when they are so already.
   */
  public ActionResult restore(String commit) {
    mustBeReady();
    return new Restoring(rescue, repository(), directory()).to(commit, isReadable());
  }

  /** Whether it can be read by commands: in a rehearsal it may only seem to be mounted. */
  private boolean isReadable() {
    return rescue.rehearsed().isEmpty() || rescue.isReadable();
  }

  private Configuration text() {
    return installation.configuration();
  }

  private Configuration.Git repository() {
    return git()
        .orElseThrow(() ->
            new Trouble.NotReady("The configuration is not in git.", "edit() changes its files."));
  }

  /** Writing needs the system's own filesystems, not only what looks like them. */
  private void mustBeReady() {
    mustBeMounted();
    Readiness.of(installation, rescue.state())
        .require("Changing the configuration", EnumSet.of(Readiness.Part.SYSTEM));
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
            new Trouble.Rejected(
                "The configuration has no file " + Clean.line(file) + ".",
                "It has: " + String.join(", ", files().stream().map(ConfigFile::path).toList())));
  }

  private String main() {
    return List.of("configuration.nix", "flake.nix").stream()
        .flatMap(name -> text().place(name).stream())
        .findFirst()
        .orElseThrow(() ->
            new Trouble.NotReady(
                "No configuration.nix was found in " + directory() + ".",
                "config() lists what there is; edit(\"FILE\") opens one."));
  }

  /** The files of this host, whole; what its imports lead to is read, wherever it lies. */
  private HostFiles own() {
    boolean first = whole == null;
    if (!asked) {
      asked = true;
      installation = AskedNix.knowing(rescue, installation);
    }
    if (first && isReadable()) {
      whole = MoreFiles.read(rescue.machine(), rescue.root(), text(), installation.hostName());
    }
    return HostFiles.of(whole == null ? text() : whole, installation.hostName());
  }

  /** The same; of the files that may be the host's and set the option, nix tells which are. */
  private HostFiles own(String option) {
    HostFiles files = own();
    boolean doubtful =
        files.unsure().stream().anyMatch(file -> !NixEdit.find(file.text(), option).isEmpty());
    if (!doubtful || !rescue.rehearsed().isEmpty() || !isReadable()) {
      return files;
    }
    Set<String> told = new AskedNix(rescue, installation).files(option);
    files.unsure().stream()
        .map(ConfigFile::path)
        .filter(told::contains)
        .forEach(path ->
            rescue
                .interaction()
                .tell(
                    Clean.line(
                        "Nix says that "
                            + files.host()
                            + " is built from "
                            + path
                            + "; whether other hosts are, too, can't be told.")));
    return files.told(told);
  }

  /** The file that a person named, or what of it is this host's. */
  private HostFiles module(String file) {
    ConfigFile found = named(file);
    if (!found.path().endsWith(".nix")) {
      throw new Trouble.Rejected(
          Clean.line(found.path()) + " is no Nix text.", "edit(\"FILE\") changes any file.");
    }
    ConfigFile whole = whole(found);
    return HostFiles.only(
        ownUnless(whole).stream()
            .filter(part -> part.file().path().equals(whole.path()))
            .findFirst()
            .orElse(HostFiles.Part.whole(whole)));
  }

  /** The host's files; none where it can't be told which host it is, and a file says enough. */
  private List<HostFiles.Part> ownUnless(ConfigFile named) {
    try {
      return own().own();
    } catch (Trouble.Refused e) {
      if (named.path().endsWith("/flake.nix")) {
        throw new Trouble.Undecided(
            "flake.nix has modules of several hosts, and which of them this is can't be told.",
            "edit(\"flake.nix\") opens it.");
      }
      return List.of();
    }
  }

  /** The file with all its text, which the survey reads the beginning of. */
  private ConfigFile whole(ConfigFile file) {
    if (file.complete()) {
      return file;
    }
    byte[] content = read(file.path()).content();
    String text = new String(content, StandardCharsets.UTF_8);
    return new ConfigFile(file.path(), content.length, text, true);
  }

  private InstalledFile read(String path) {
    return InstalledFile.read(rescue, text(), path);
  }

  private ActionResult change(
      String option, EditCheck.Wanted wanted, Supplier<SettingEdit.Edits> edit) {
    mustBeReady();
    if (rescue.rehearsed().restoresCommit()) {
      throw new Trouble.NotReady(
          "What the configuration would be after restore(…) can't be told in a rehearsal.",
          "restore(…) in earnest first, then rehearse the rest.");
    }
    SettingEdit.Edits edits = edit.get();
    if (edits.files().isEmpty()) {
      return new Applied(edits.holds(), false, edits.notes());
    }
    ActionResult written = Editing.write(rescue, edits, text());
    if (!(written instanceof Applied done && done.changed())) {
      return written;
    }
    try {
      return checked(done, option, wanted, edits);
    } catch (Trouble e) {
      // Interrupted, or the connection was lost: the edit was made all the same.
      rescue.interaction().tell(Clean.line(done.summary()));
      throw e;
    }
  }

  /** What nix makes of it now stands before all else. */
  private Applied checked(
      Applied done, String option, EditCheck.Wanted wanted, SettingEdit.Edits edits) {
    List<String> paths = edits.files().stream().map(edit -> edit.file().path()).toList();
    var notes =
        new ArrayList<>(EditCheck.notes(new AskedNix(rescue, installation), option, wanted, paths));
    notes.addAll(done.notes());
    return new Applied(done.summary(), true, notes);
  }
}
