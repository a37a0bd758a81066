package dev.thaw.session;

/**
 * A variable that a cell declares, as far as can be told without running it.
 *
 * @param type its type as written; for {@code var} that of a literal, else {@code var}
 * @param value the Java that it begins with; empty if there is none
 */
public record Declaration(String type, String name, String value) {}
