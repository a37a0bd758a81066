package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Configuration.ConfigFile;
import dev.thaw.nixos.HostFiles;
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
   * @param notes sentences about files that may need a change and were left alone
   */
  record Edits(List<FileEdit> files, String holds, List<String> notes) {
    private static Edits holding(String sentence) {
      return new Edits(List.of(), sentence, List.of());
    }
  }

  /** A file that can't be changed, and why. */
  private record Left(ConfigFile file, Edit.NotFound why) {}

  /**
   * Takes an element out of the option's lists in all these files.
   *
   * @throws Trouble.NotNow if no list has it that can be changed safely, yet a file speaks of it
   */
  static Edits remove(List<ConfigFile> files, String option, String element) {
    return everywhere(
        files,
        text -> NixEdit.remove(text, option, element),
        element + " can't be taken out of " + option + ":",
        option + " does not list " + element + ".");
  }

  /**
   * Takes an option's lines out of all these files.
   *
   * @throws Trouble.NotNow if none can be taken out safely, yet a file may set it
   */
  static Edits unset(List<ConfigFile> files, String option) {
    return everywhere(
        files,
        text -> NixEdit.unset(text, option),
        option + " can't be taken out:",
        "No file sets " + option + ".");
  }

  private static Edits everywhere(
      List<ConfigFile> files, Function<String, Edit> edit, String refusal, String holds) {
    if (files.isEmpty()) {
      throw new Trouble.NotNow(
          "No file of a configuration was found.", "config() shows what there is.");
    }
    var edits = new ArrayList<FileEdit>();
    var left = new ArrayList<Left>();
    var notes = new ArrayList<String>();
    for (ConfigFile file : files) {
      switch (edit.apply(file.text())) {
        case Edit.Changed changed -> edits.add(new FileEdit(file, edit));
        case Edit.Unchanged unchanged ->
            unchanged.elsewhere().forEach(place -> notes.add(line(file.path() + ": " + place)));
        case Edit.NotFound none when none.similar().isEmpty() -> {}
        case Edit.NotFound doubtful -> left.add(new Left(file, doubtful));
      }
    }
    if (edits.isEmpty() && !left.isEmpty()) {
      throw refused(refusal, left);
    }
    left.forEach(l -> notes.add("Left alone: " + sentence(l)));
    return new Edits(edits, Clean.line(holds), notes);
  }

  /**
   * Puts an element into the list of the file that sets the option, or into a new one in the main
   * file.
   *
   * @throws Trouble.NotNow if it can't be done safely, or which file should take it is not clear
   */
  static Edits add(HostFiles files, String option, String element) {
    Function<String, Edit> edit = text -> NixEdit.add(text, option, element);
    List<ConfigFile> setting = setting(files.own(), option, true);
    for (ConfigFile file : setting) {
      if (edit.apply(file.text()) instanceof Edit.Unchanged unchanged) {
        return Edits.holding(file.path() + ": " + unchanged.reason());
      }
    }
    List<ConfigFile> written = byHand(setting);
    List<ConfigFile> candidates = written.isEmpty() ? List.of(main(files, option)) : written;
    boolean several = !setting.isEmpty() && !(setting.size() == 1 && candidates.equals(setting));
    if (several && setting.stream().anyMatch(file -> hasPriority(file, option))) {
      throw unclear(
          option + " is set in several files, one of which replaces what others say:",
          setting,
          option);
    }
    var left = new ArrayList<Left>();
    for (ConfigFile file : candidates) {
      switch (edit.apply(file.text())) {
        case Edit.NotFound none -> left.add(new Left(file, none));
        default -> {
          return into(file, edit, "");
        }
      }
    }
    throw refused(element + " can't be added to " + option + ":", left);
  }

  /**
   * Gives the option a value in the file that sets it, or in the main file.
   *
   * @throws Trouble.NotNow if it can't be done safely, or which file should take it is not clear
   */
  static Edits set(HostFiles files, String option, String value) {
    Function<String, Edit> edit = text -> NixEdit.set(text, option, value);
    List<ConfigFile> setting = setting(files.own(), option, false);
    List<ConfigFile> written = byHand(setting);
    if (written.size() > 1) {
      throw unclear(option + " is set in several files:", written, option);
    }
    ConfigFile target;
    if (written.size() == 1) {
      target = written.getFirst();
    } else if (setting.isEmpty() || setting.stream().allMatch(file -> isDefault(file, option))) {
      target = main(files, option);
    } else {
      // A second value in another file would clash with the generated one.
      target = setting.getFirst();
    }
    return into(target, edit, option + " can't be set:");
  }

  /** Changes this file and no other. */
  static Edits add(ConfigFile file, String option, String element) {
    return into(
        file,
        text -> NixEdit.add(text, option, element),
        element + " can't be added to " + option + ":");
  }

  /** Changes this file and no other. */
  static Edits set(ConfigFile file, String option, String value) {
    return into(file, text -> NixEdit.set(text, option, value), option + " can't be set:");
  }

  private static Edits into(ConfigFile file, Function<String, Edit> edit, String refusal) {
    return switch (edit.apply(file.text())) {
      case Edit.Changed changed -> new Edits(List.of(new FileEdit(file, edit)), "", List.of());
      case Edit.Unchanged unchanged -> Edits.holding(file.path() + ": " + unchanged.reason());
      case Edit.NotFound none -> throw refused(refusal, List.of(new Left(file, none)));
    };
  }

  /** The files that set an option; or, when not {@code whole}, something in it. */
  private static List<ConfigFile> setting(List<ConfigFile> files, String option, boolean whole) {
    return files.stream()
        .filter(
            file -> NixEdit.find(file.text(), option).stream().anyMatch(o -> !whole || o.whole()))
        .toList();
  }

  private static List<ConfigFile> byHand(List<ConfigFile> files) {
    return files.stream().filter(file -> !HostFiles.isGenerated(file)).toList();
  }

  private static boolean hasPriority(ConfigFile file, String option) {
    return NixEdit.find(file.text(), option).stream().anyMatch(Occurrence::priority);
  }

  /** Whether it only says what holds when no other file says anything. */
  private static boolean isDefault(ConfigFile file, String option) {
    return NixEdit.find(file.text(), option).stream()
        .allMatch(o -> o.value().matches("(?s)(lib\\.)?mk(Option)?Default\\s.*"));
  }

  private static ConfigFile main(HostFiles files, String option) {
    return files
        .main()
        .orElseThrow(() ->
            new Trouble.NotNow(
                "No file sets "
                    + Clean.line(option)
                    + " that can take the change, and which one should can't be told.",
                "Name it, as the last argument. There are: "
                    + String.join(
                        ", ", byHand(files.own()).stream().map(f -> Clean.line(f.path())).toList())
                    + "."));
  }

  private static Trouble unclear(String what, List<ConfigFile> files, String option) {
    var lines = new ArrayList<>(List.of(Clean.line(what)));
    for (ConfigFile file : files) {
      for (Occurrence place : NixEdit.find(file.text(), option)) {
        lines.add(line(file.path() + ", line " + place.line() + ": " + place.value()));
      }
    }
    return new Trouble.NotNow(
        String.join("\n  ", lines),
        "Name the file to change, as the last argument: \""
            + Clean.line(files.getFirst().path())
            + "\".");
  }

  private static Trouble refused(String what, List<Left> left) {
    var lines = new ArrayList<>(List.of(Clean.line(what)));
    left.forEach(l -> lines.add(sentence(l)));
    return new Trouble.NotNow(
        String.join("\n  ", lines),
        "Nothing was changed. edit(\""
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
