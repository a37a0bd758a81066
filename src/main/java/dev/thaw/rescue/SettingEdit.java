package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Configuration.ConfigFile;
import dev.thaw.nixos.HostFiles;
import dev.thaw.nixos.HostFiles.Part;
import dev.thaw.nixos.edit.Edit;
import dev.thaw.nixos.edit.NixEdit;
import dev.thaw.nixos.edit.NixEdit.Occurrence;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Changes one setting over the files of a configuration: says which files change, and to what.
 * Everything is text in memory; {@link Editing} writes it.
 */
final class SettingEdit {

  /** How long a sentence about a place may be; it may quote what stands there. */
  private static final int LONGEST = 300;

  private SettingEdit() {}

  /**
   * A file that changes.
   *
   * @param file as it was surveyed
   * @param edit what makes the new text of the old one
   */
  record FileEdit(ConfigFile file, Function<String, Edit> edit) {}

  /**
   * What came of it.
   *
   * @param files the files that change; none when the result holds already
   * @param holds the sentence for when none changes
   * @param notes sentences about files that may need a change and were left alone, and about hosts
   *     that share what changes
   */
  record Edits(List<FileEdit> files, String holds, List<String> notes) {}

  /** A file that can't be changed, and why. */
  private record Left(ConfigFile file, Edit.NotFound why) {}

  /** An edit of the modules of a text. */
  private interface Editor {
    Edit of(NixEdit.Modules modules);
  }

  /**
   * Takes an element out of the option's lists in all files of a host.
   *
   * @throws Trouble.Refused if no list has it that can be changed safely, yet a file speaks of it
   */
  static Edits remove(HostFiles files, String option, String element) {
    return everywhere(
        files,
        modules -> NixEdit.remove(modules, option, element),
        element + " can't be taken out of " + option + ":",
        option + " does not list " + element + ".");
  }

  /**
   * Takes an option's lines out of all files of a host.
   *
   * @throws Trouble.Refused if none can be taken out safely, yet a file may set it
   */
  static Edits unset(HostFiles files, String option) {
    return everywhere(
        files,
        modules -> NixEdit.unset(modules, option),
        option + " can't be taken out:",
        "No file sets " + option + ".");
  }

  private static Edits everywhere(HostFiles files, Editor editor, String refusal, String holds) {
    if (files.own().isEmpty() && files.unsure().isEmpty()) {
      throw new Trouble.NotReady(
          "No file of a configuration was found.", "config() shows what there is.");
    }
    var edits = new ArrayList<FileEdit>();
    var left = new ArrayList<Left>();
    var notes = new ArrayList<String>();
    for (Part part : files.own()) {
      String path = part.file().path();
      switch (editor.of(part.modules())) {
        case Edit.Changed changed -> {
          edits.add(fileEdit(part, editor));
          notes.addAll(shared(files, part));
        }
        case Edit.Unchanged unchanged ->
            unchanged.elsewhere().forEach(place -> notes.add(line(path + ": " + place)));
        case Edit.NotFound none when none.similar().isEmpty() -> {}
        case Edit.NotFound doubtful -> left.add(new Left(part.file(), doubtful));
      }
    }
    List<ConfigFile> unsure =
        files.unsure().stream()
            .filter(file ->
                editor.of(NixEdit.Modules.whole(file.text())) instanceof Edit.Changed
                    || !file.complete())
            .toList();
    if (edits.isEmpty() && !unsure.isEmpty()) {
      throw unsure(refusal, files, unsure);
    }
    if (edits.isEmpty() && !left.isEmpty()) {
      throw refused(refusal, left);
    }
    left.forEach(l -> notes.add("Left alone: " + sentence(l)));
    unsure.forEach(file ->
        notes.add(
            line(
                "Left alone: "
                    + file.path()
                    + ", which may be for "
                    + files.host()
                    + ", too; name it as the last argument if it is.")));
    boolean all = files.doubts().isEmpty();
    notes.addAll(all ? List.of() : unread(files));
    return new Edits(edits, Clean.line(all ? holds : "As far as was read: " + holds), notes);
  }

  /**
   * Puts an element into the list of the file that sets the option, or into a new one in the main
   * file.
   *
   * @throws Trouble.Refused if it can't be done safely, or which file should take it is not clear
   */
  static Edits add(HostFiles files, String option, String element) {
    return add(files, option, element, modules -> NixEdit.add(modules, option, element));
  }

  /** The same in a file that a person named: also where its only list is under a condition. */
  static Edits addThere(HostFiles files, String option, String element) {
    return add(files, option, element, modules -> NixEdit.addThere(modules, option, element));
  }

  private static Edits add(HostFiles files, String option, String element, Editor editor) {
    String refusal = element + " can't be added to " + option + ":";
    List<Part> setting = setting(files.own(), option, true);
    for (Part part : setting) {
      if (editor.of(part.modules()) instanceof Edit.Unchanged unchanged) {
        return new Edits(List.of(), part.file().path() + ": " + unchanged.reason(), List.of());
      }
    }
    List<Part> candidates = candidates(files, option, refusal, setting);
    boolean several = !setting.isEmpty() && !(setting.size() == 1 && candidates.equals(setting));
    if (several && setting.stream().anyMatch(part -> hasPriority(part, option))) {
      throw unclear(
          option + " is set in several files, one of which replaces what others say:",
          setting,
          option);
    }
    var left = new ArrayList<Left>();
    for (Part part : candidates) {
      switch (editor.of(part.modules())) {
        case Edit.NotFound none -> left.add(new Left(part.file(), none));
        default -> {
          return into(files, part, option, editor, "");
        }
      }
    }
    throw refused(refusal, left);
  }

  /**
   * Which files may take an element: the host's own before those that others are built from, too.
   */
  private static List<Part> candidates(
      HostFiles files, String option, String refusal, List<Part> setting) {
    List<Part> written = byHand(setting);
    List<Part> own = written.stream().filter(part -> part.sharedWith().isEmpty()).toList();
    if (written.isEmpty()) {
      return List.of(main(files, option, refusal, setting));
    }
    var all = new ArrayList<>(own);
    // NixOS joins the lists of all files, so a list of the host's own leaves the others alone.
    if (own.isEmpty() && setting.stream().noneMatch(part -> hasPriority(part, option))) {
      files.main().ifPresent(all::add);
    }
    written.stream().filter(part -> !own.contains(part)).forEach(all::add);
    return all;
  }

  /**
   * Gives the option a value in the file that sets it, or in the main file.
   *
   * @throws Trouble.Refused if it can't be done safely, or which file should take it is not clear
   */
  static Edits set(HostFiles files, String option, String value) {
    return set(files, option, modules -> NixEdit.set(modules, option, value));
  }

  /** The same in a file that a person named: also where its only value is under a condition. */
  static Edits setThere(HostFiles files, String option, String value) {
    return set(files, option, modules -> NixEdit.setThere(modules, option, value));
  }

  private static Edits set(HostFiles files, String option, Editor editor) {
    String refusal = option + " can't be set:";
    List<Part> setting = setting(files.own(), option, false);
    // A default that other hosts have, too, is outdone for this one by a value of its own.
    List<Part> written =
        byHand(setting).stream()
            .filter(part -> files.main().isEmpty() || !isDefaultOfMany(files, part, option))
            .toList();
    if (written.size() > 1) {
      throw unclear(option + " is set in several files:", written, option);
    }
    Part target;
    if (written.size() == 1) {
      target = written.getFirst();
    } else if (setting.isEmpty() || setting.stream().allMatch(part -> isDefault(part, option))) {
      target = main(files, option, refusal, setting);
    } else {
      // A second value in another file would clash with the generated one.
      target =
          setting.stream()
              .filter(part -> HostFiles.isGenerated(part.file()))
              .findFirst()
              .orElseThrow();
    }
    return into(files, target, option, editor, refusal);
  }

  private static Edits into(
      HostFiles files, Part part, String option, Editor editor, String refusal) {
    return switch (editor.of(part.modules())) {
      case Edit.Changed changed -> {
        var notes = new ArrayList<>(shared(files, part));
        occurrences(part, option).stream()
            .filter(place -> !place.condition().isEmpty())
            .forEach(place ->
                notes.add(
                    line(
                        part.file().path()
                            + ", line "
                            + place.line()
                            + ": it counts only where "
                            + place.condition()
                            + ".")));
        notes.addAll(files.doubts().isEmpty() ? List.of() : unread(files));
        yield new Edits(List.of(fileEdit(part, editor)), "", notes);
      }
      case Edit.Unchanged unchanged ->
          new Edits(List.of(), part.file().path() + ": " + unchanged.reason(), List.of());
      case Edit.NotFound none -> throw refused(refusal, List.of(new Left(part.file(), none)));
    };
  }

  /** The edit, made again of the text as it is then; places in it hold for one of that length. */
  private static FileEdit fileEdit(Part part, Editor editor) {
    int length = part.file().text().length();
    return new FileEdit(
        part.file(),
        text ->
            part.at().isEmpty() || text.length() == length
                ? editor.of(new NixEdit.Modules(text, part.at()))
                : new Edit.NotFound("The text is not the one that was read.", List.of()));
  }

  private static List<String> shared(HostFiles files, Part part) {
    if (part.sharedWith().isEmpty()) {
      return files.mayBeShared(part)
          ? List.of(
              line(
                  "Whether other hosts are built from "
                      + (part.at().isEmpty() ? "" : "this part of ")
                      + part.file().path()
                      + ", too, can't be told: not all hosts can be read whole."))
          : List.of();
    }
    return List.of(
        line(
            part.file().path()
                + " is for "
                + String.join(", ", part.sharedWith())
                + ", too: the change holds there as well."));
  }

  /** What was not followed: what is said holds for the rest. */
  private static List<String> unread(HostFiles files) {
    return List.of(
        line(
            "Not all that "
                + (files.host().isEmpty() ? "the system" : files.host())
                + " is built from could be read: "
                + String.join("; ", files.doubts().stream().limit(2).toList())
                + (files.doubts().size() > 2
                    ? "; and " + (files.doubts().size() - 2) + " more places."
                    : ".")));
  }

  /** The parts that set an option; or, when not {@code whole}, something in it. */
  private static List<Part> setting(List<Part> parts, String option, boolean whole) {
    return parts.stream()
        .filter(part -> occurrences(part, option).stream().anyMatch(o -> !whole || o.whole()))
        .toList();
  }

  private static List<Occurrence> occurrences(Part part, String option) {
    return NixEdit.find(part.modules(), option);
  }

  private static List<Part> byHand(List<Part> parts) {
    return parts.stream().filter(part -> !HostFiles.isGenerated(part.file())).toList();
  }

  private static boolean hasPriority(Part part, String option) {
    return occurrences(part, option).stream().anyMatch(Occurrence::priority);
  }

  /** Whether it only says what holds when no other file says anything. */
  private static boolean isDefault(Part part, String option) {
    return occurrences(part, option).stream()
        .allMatch(o -> o.value().matches("(?s)(lib\\.)?mk(Option)?Default\\s.*"));
  }

  private static boolean isDefaultOfMany(HostFiles files, Part part, String option) {
    return isDefault(part, option) && !shared(files, part).isEmpty();
  }

  /**
   * Where a new line goes.
   *
   * @param setting the parts that set it already, and that can't take the change
   */
  private static Part main(HostFiles files, String option, String refusal, List<Part> setting) {
    List<ConfigFile> unsure =
        setting.isEmpty()
            ? files.unsure().stream()
                .filter(file -> !file.complete() || !NixEdit.find(file.text(), option).isEmpty())
                .toList()
            : List.of();
    if (!unsure.isEmpty()) {
      throw unsure(refusal, files, unsure);
    }
    return files
        .main()
        .orElseThrow(() -> {
          var there = new ArrayList<ConfigFile>();
          byHand(files.own()).forEach(part -> there.add(part.file()));
          there.addAll(files.unsure());
          return new Trouble.Undecided(
              "No file sets "
                  + Clean.line(option)
                  + " that can take the change, and which one should can't be told.",
              "Name it, as the last argument. There are: "
                  + String.join(", ", there.stream().map(f -> Clean.line(f.path())).toList())
                  + ".");
        });
  }

  /** Of these files only a person can say whether they are the host's. */
  private static Trouble unsure(String refusal, HostFiles files, List<ConfigFile> unsure) {
    var lines = new ArrayList<>(List.of(Clean.line(refusal)));
    for (ConfigFile file : unsure) {
      lines.add(
          line(
              file.path()
                  + (file.complete() ? " sets it" : " was not read, and may set it")
                  + ", and whether "
                  + (files.host().isEmpty() ? "the system" : files.host())
                  + " is built from that file can't be told"
                  + files.doubts().stream().findFirst().map(why -> ": " + why).orElse("")
                  + "."));
    }
    return new Trouble.Undecided(
        String.join("\n  ", lines),
        "Nothing was changed. If it is, name it as the last argument: \""
            + Clean.line(unsure.getFirst().path())
            + "\".");
  }

  private static Trouble unclear(String what, List<Part> parts, String option) {
    var lines = new ArrayList<>(List.of(Clean.line(what)));
    for (Part part : parts) {
      for (Occurrence place : occurrences(part, option)) {
        lines.add(line(part.file().path() + ", line " + place.line() + ": " + place.value()));
      }
    }
    return new Trouble.Undecided(
        String.join("\n  ", lines),
        "Name the file to change, as the last argument: \""
            + Clean.line(parts.getFirst().file().path())
            + "\".");
  }

  private static Trouble refused(String what, List<Left> left) {
    var lines = new ArrayList<>(List.of(Clean.line(what)));
    left.forEach(l -> lines.add(sentence(l)));
    return new Trouble.Undecided(
        String.join("\n  ", lines),
        left.stream().allMatch(l -> l.why().conditional())
            ? "Nothing was changed. To change it there all the same, name the file as the last"
                + " argument: \""
                + Clean.line(left.getFirst().file().path())
                + "\"."
            : "Nothing was changed. edit(\""
                + Clean.line(left.getFirst().file().path())
                + "\") opens the file, to change it by hand.");
  }

  private static String sentence(Left left) {
    return line(
        left.file().path()
            + ": "
            + left.why().reason()
            + String.join("", left.why().similar().stream().map(s -> " " + s).toList()));
  }

  private static String line(String text) {
    String line = Clean.line(text.replaceAll("\\s+", " "));
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
  }
}
