package dev.thaw.rescue;

/** What an acting helper gives back: what it would do, or what it did. */
public sealed interface ActionResult permits Plan, Applied {}
