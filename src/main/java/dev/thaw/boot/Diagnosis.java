package dev.thaw.boot;

import java.util.List;
import java.util.Optional;

/**
 * What was found to be broken.
 *
 * @param findings the surest first; empty when nothing known was found
 * @param chains the way up of the generation that starts by default, and of others that could
 * @param notes what else there is to say: what could not be read, where to look; sentences
 */
public record Diagnosis(List<Finding> findings, List<BootChain> chains, List<String> notes) {

  /** Copies the lists. */
  public Diagnosis {
    findings = List.copyOf(findings);
    chains = List.copyOf(chains);
    notes = List.copyOf(notes);
  }

  /** Whether something was found that is more than only possible. */
  public boolean isLikely() {
    return findings.stream().anyMatch(finding -> finding.certainty() != Certainty.POSSIBLE);
  }

  /** The surest finding. */
  public Optional<Finding> first() {
    return findings.stream().findFirst();
  }
}
