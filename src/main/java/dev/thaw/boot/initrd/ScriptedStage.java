package dev.thaw.boot.initrd;

import dev.thaw.nixos.FstabEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the script of stage 1 does, by its own text.
 *
 * @param archive what it runs from
 * @param init the script
 */
record ScriptedStage(Archive archive, String init) {

  /** The head of the loop's body; its list stands before it, on the same line. */
  private static final Pattern LOOP = Pattern.compile("; *+do\\s++(?:info|echo) \"loading module");

  private static final String LIST = "for i in ";

  private static final Pattern FS_INFO =
      Pattern.compile("exec 3< *\"?(/nix/store/[^\\s\"]*initrd-fsinfo)");
  private static final Pattern OPEN =
      Pattern.compile("\\bcryptsetup luksOpen +(\\S+) +([^\\s;|&]+)");
  private static final Pattern POOL =
      Pattern.compile("importing root ZFS pool \\\\\"([^\"\\\\\\n]+)\\\\\"");

  /** An assignment by itself. The one of the case for the kernel's command line is always there. */
  private static final Pattern FORCE =
      Pattern.compile("(?m)^(?<!\\)\\n)[ \\t]*ZFS_FORCE=\"?(-f)?\"?[ \\t]*$");

  /** The modules of the script's loop. */
  List<String> forced() {
    return LOOP.matcher(init)
        .results()
        .map(loop -> list(loop.start()))
        .filter(list -> !list.isBlank())
        .findFirst()
        .map(list -> List.of(list.strip().split("\\s+")).stream().map(Initrd::plain).toList())
        .orElse(List.of());
  }

  /** The list of the loop whose semicolon stands at {@code end}; empty when it is none. */
  private String list(int end) {
    int line = Math.max(init.lastIndexOf('\n', end - 1), init.lastIndexOf(';', end - 1)) + 1;
    int list = init.substring(line, end).indexOf(LIST);
    return list < 0 ? "" : init.substring(line + list + LIST.length(), end);
  }

  /** The script's own commands; a container may be opened in several ways. */
  List<Opening> openings() {
    return OPEN.matcher(init)
        .results()
        .map(open -> new Opening(open.group(2), open.group(1)))
        .distinct()
        .toList();
  }

  /** The script's own list: four lines for each filesystem. */
  List<FstabEntry> mounts() {
    Matcher file = FS_INFO.matcher(init);
    if (!file.find()) {
      return List.of();
    }
    List<String> lines = archive.text(file.group(1)).orElse("").lines().toList();
    var mounts = new ArrayList<FstabEntry>();
    for (int i = 0; i + 3 < lines.size(); i += 4) {
      List<String> options = List.of(lines.get(i + 3).split(","));
      mounts.add(
          new FstabEntry(i + 1, lines.get(i + 1), lines.get(i), lines.get(i + 2), options, 0, 0));
    }
    return mounts;
  }

  /** The script loads the keys of all pools, or of some datasets, or none at all. */
  Set<String> keyed() {
    return init.contains("zfs load-key") ? imports().keySet() : Set.of();
  }

  /** Which pools it imports, and whether by force; none where it does not say so. */
  Map<String, Boolean> imports() {
    Matcher force = FORCE.matcher(init);
    var imports = new LinkedHashMap<String, Boolean>();
    if (force.find()) {
      boolean forced = force.group(1) != null;
      POOL.matcher(init)
          .results()
          .map((MatchResult pool) -> pool.group(1))
          .forEach(pool -> imports.put(pool, forced));
    }
    return imports;
  }
}
