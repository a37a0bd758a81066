package dev.thaw.session;

/**
 * A variable that cells have declared.
 *
 * @param type its type as Java text
 * @param value what it holds now, as text; not cleaned
 */
public record Variable(String type, String name, String value) {}
