package dev.thaw.boot;

/**
 * How a failure shows on the screen.
 *
 * @param phrase the words that are always the same: {@code loading module}
 * @param shown the whole line, with capitals in place of what differs: {@code loading module M...}
 */
public record Sign(String phrase, String shown) {}
