package dev.thaw.boot;

/** How sure a finding is, the surest first. */
public enum Certainty {
  /** It is broken: what was seen leaves no other reading. */
  SURE,
  /** What was seen fits it, and nothing else that is known. */
  LIKELY,
  /** It can be so; nothing that was seen says that it is. A person has to decide. */
  POSSIBLE
}
