package dev.thaw.boot.screen;

import dev.thaw.machine.ByteEscapes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names that stand in the lines, as they are called elsewhere. */
final class Names {

  private static final Pattern QUOTED = Pattern.compile("(?s)^(['\"“‘`])(?<name>.*?)['\"”’`]");

  private static final Pattern UNIT =
      Pattern.compile("(?i)^(?<name>.*)\\.(?:dev[il1]ce|m[o0]unt|swap)(?:/start)?$");

  private static final Pattern STAGE_1 = Pattern.compile("(?i)^/(?:mnt-root|sysroot)(?=/|$)");

  private Names() {}

  /**
   * A name at the beginning of what was typed, as far as it goes.
   *
   * @param typed may go on over line breaks, in the middle of a name
   * @param ended whether all of it is the name
   * @return empty where there is none of the kind
   */
  static String first(Hole hole, String typed, boolean ended) {
    String text = typed.strip().replaceFirst("^[(:=\\s-]+", "");
    if (hole == Hole.UNIT) {
      return text.lines()
          .findFirst()
          .orElse("")
          .replaceFirst("\\s*(?:\\(|\\.{2,}|…).*$", "")
          .strip();
    }
    Matcher quoted = QUOTED.matcher(text);
    if (quoted.find()) {
      return fitting(hole, quoted.group("name"));
    }
    if (hole == Hole.TEXT) {
      return ended ? text : text.lines().findFirst().orElse("").strip();
    }
    if (ended) {
      String bare = text.replaceFirst("[\\s.,:'\"`’”]+$|(?<=\\.device)/$", "");
      // The bracket before the name is no part of it, nor is the one behind it.
      return fitting(hole, bare.contains("(") ? bare : bare.replaceFirst("\\)+$", ""));
    }
    Matcher end = ScreenName.END.matcher(text);
    boolean found = end.find();
    String whole = found ? text.substring(0, end.start()) : text;
    boolean dots = found && end.group().matches("\\.{2,}|…");
    String line = whole.lines().findFirst().orElse("").strip();
    // Behind the name stands how long it takes.
    boolean counted =
        found
            && (end.group().endsWith("(") || end.group().startsWith("."))
            && whole.lines().count() == 2
            && !whole.strip().contains(" ");
    if ((dots || counted) && whole.lines().count() <= 3) {
      String joined = fitting(hole, whole);
      if (!joined.isEmpty()) {
        return joined;
      }
    }
    String all = fitting(hole, line);
    String first =
        all.isEmpty() || line.contains(" ") ? fitting(hole, line.split("\\s+", 2)[0]) : all;
    return first.isEmpty() && found && whole.lines().count() <= 3 ? fitting(hole, whole) : first;
  }

  /** The name at the end of what was typed before a phrase; empty where there is none. */
  static String last(Hole hole, String typed) {
    String line = typed.substring(typed.lastIndexOf('\n') + 1).strip();
    String text = line.replaceFirst("[\\s:,'\"`’”)]+$", "");
    String word = text.substring(text.lastIndexOf(' ') + 1).replaceFirst("^['\"“‘`(]+", "");
    return hole == Hole.TEXT ? text : fitting(hole, word);
  }

  /** The name without blanks and line breaks inside it, if it looks like one of its kind. */
  private static String fitting(Hole hole, String typed) {
    String joined = typed.replaceAll("\\s+", "");
    return hole.fits(joined) && !joined.matches("[.…]+") ? joined : "";
  }

  /** A name as a path, where it is a unit that is named after one. */
  static String path(Hole hole, String name) {
    Matcher unit = UNIT.matcher(name);
    if (hole != Hole.DEVICE && hole != Hole.MOUNT || !unit.matches()) {
      return name;
    }
    String path =
        ByteEscapes.undone("/" + unit.group("name").replace('-', '/').replace("\\X", "\\x"));
    // A device's unit that is no path below /dev was typed with slips.
    return hole == Hole.MOUNT || path.startsWith("/dev/") ? path : name;
  }

  /**
   * What a path in stage 1 is called on the system itself: {@code /nix} of {@code /sysroot/nix}.
   */
  static String inside(String path) {
    String inside = STAGE_1.matcher(path).replaceFirst("");
    return path.isEmpty() || !inside.isEmpty() ? inside.replaceFirst("^/+", "/") : "/";
  }
}
