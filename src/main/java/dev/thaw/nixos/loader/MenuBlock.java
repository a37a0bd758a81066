package dev.thaw.nixos.loader;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A part of a text that some boot loader reads: one entry of its menu, or what stands around them.
 *
 * @param file the text's path on the boot partition
 * @param text the part, in lower case and with slashes, as names on vfat are compared
 * @param inits the systems that it starts, paths in the store
 */
public record MenuBlock(String file, String text, Set<String> inits) {

  private static final Pattern INIT =
      Pattern.compile("init=(/nix/store/[^ \"'\\s]{1,300})/init\\b");

  /** Where an entry begins, in GRUB's menu, in extlinux's and in limine's. */
  private static final Pattern BEGINS =
      Pattern.compile("(?m)^(?=[ \\t]*+(?:(?:menuentry|submenu|title|(?i:label))\\s|/))");

  /** The parts of a text. */
  public static List<MenuBlock> of(String file, String text) {
    var blocks = new ArrayList<MenuBlock>();
    String[] parts = BootLoader.isSingleEntry(file) ? new String[] {text} : BEGINS.split(text);
    for (String part : parts) {
      Set<String> inits =
          INIT.matcher(part).results().map(m -> m.group(1)).collect(Collectors.toSet());
      blocks.add(new MenuBlock(file, part.toLowerCase(Locale.ROOT).replace('\\', '/'), inits));
    }
    return blocks;
  }

  /** Whether it names this file, in whatever folder. */
  public boolean names(String path) {
    return text.contains(path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT));
  }

  /** Whether it starts one of these systems, and nothing else. */
  public boolean isOnlyOf(Set<String> systems) {
    return !inits.isEmpty() && systems.containsAll(inits);
  }
}
