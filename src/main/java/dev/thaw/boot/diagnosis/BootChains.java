package dev.thaw.boot.diagnosis;

import dev.thaw.boot.BootChain;
import dev.thaw.boot.BootImpact;
import dev.thaw.boot.BootLink;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Finding;
import dev.thaw.boot.LinkVerdict;
import dev.thaw.boot.Stage;
import dev.thaw.boot.failure.Catalogue;
import dev.thaw.nixos.Generation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges the way up of a generation, link by link. */
public final class BootChains {

  private BootChains() {}

  /** Judges the generation that the evidence is about. */
  public static BootChain of(Evidence evidence) {
    List<Finding> findings = Catalogue.judge(evidence);
    var links = new ArrayList<BootLink>();
    for (Stage stage : Stage.values()) {
      List<Finding> here =
          findings.stream()
              .filter(finding -> finding.stage() == stage && finding.course() != BootImpact.GOES_ON)
              .toList();
      Optional<Finding> broken = here.stream().filter(Finding::stops).findFirst();
      LinkAssessment seen = LinkAssessment.at(stage, evidence);
      links.add(
          new BootLink(
              stage,
              broken.isPresent()
                  ? LinkVerdict.BROKEN
                  : seen.good() && here.isEmpty() ? LinkVerdict.GOOD : LinkVerdict.UNKNOWN,
              broken.or(() -> here.stream().findFirst()).map(Finding::what).orElse(seen.what()),
              here));
    }
    return new BootChain(
        evidence.installation().hostName(),
        evidence.subject().map(Generation::number).orElse(0),
        evidence.subject().map(Generation::profile).orElse("system"),
        evidence.subject().map(Generation::variant).orElse(""),
        evidence.subject().map(Generation::isDefaultItself).orElse(false),
        links);
  }
}
