package dev.thaw.practice.nix;

/**
 * What the boot-loader step of a system is told: a line {@code key=value} each.
 *
 * @param text the text of its {@code switch-to-configuration}
 */
record MenuSettings(String text) {

  /** The value of a key; empty where there is none. */
  String get(String key) {
    return text.lines()
        .filter(line -> line.startsWith(key + "="))
        .map(line -> line.substring(key.length() + 1))
        .findFirst()
        .orElse("");
  }
}
