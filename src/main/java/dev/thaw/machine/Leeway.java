package dev.thaw.machine;

/** How far a session may go. */
public enum Leeway {
  /** What was approved is done. */
  ACT,

  /** Plans are shown, and nothing that changes anything is done. */
  REHEARSE,

  /** Only looking: what would change anything is refused. */
  LOOK_ONLY
}
