package dev.thaw.machine;

/** How far a session may go. */
public enum ExecutionMode {
  /** What was approved is done. */
  APPLY,

  /** Plans are shown, and nothing that changes anything is done. */
  DRY_RUN,

  /** Only looking: what would change anything is refused. */
  READ_ONLY
}
