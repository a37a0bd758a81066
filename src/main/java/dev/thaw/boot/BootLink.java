package dev.thaw.boot;

import java.util.List;

/**
 * One link of the boot chain.
 *
 * @param stage which
 * @param verdict whether it holds
 * @param seen what was seen, or why it can't be told; a sentence
 * @param findings what is broken there, or may be
 */
public record BootLink(Stage stage, LinkVerdict verdict, String seen, List<Finding> findings) {

  /** Copies the list. */
  public BootLink {
    findings = List.copyOf(findings);
  }
}
