package dev.thaw.helpers;

/** What a rebuild is to do. */
public enum RebuildAction {
  /** Builds, and makes the result boot next. */
  BOOT("boot"),
  /** Builds, and leaves a link to the result. */
  BUILD("build"),
  /** Says what would be built or fetched. */
  DRY_BUILD("dry-build");

  private final String word;

  RebuildAction(String word) {
    this.word = word;
  }

  /** The word that nixos-rebuild knows it by. */
  public String word() {
    return word;
  }
}
