package dev.thaw.helpers;

/** What calling a helper may do to the machine. */
public enum Kind {
  /** Looks, and changes nothing on any disk. */
  LOOK,
  /** Changes something, after its plan was approved. */
  ACT,
  /** About Thaw itself: help, plans, what was done. */
  ALWAYS
}
