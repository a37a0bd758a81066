package dev.thaw.machine;

/** Whether a command may change anything on the machine's disks. */
public enum Effect {
  /** Changes nothing on any disk; runs without being asked for. */
  LOOKS,
  /**
   * Changes something; runs only when a person, or {@code --yes}, approved exactly this command.
   */
  CHANGES
}
