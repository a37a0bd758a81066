package dev.thaw.boot;

import dev.thaw.boot.failure.Catalogue;
import dev.thaw.nixos.Generation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way up of one generation, link by link, and what becomes of it.
 *
 * @param host the installation's name; may be empty
 * @param generation the generation's number; 0 when there is none
 * @param isDefault whether it is what starts when nobody chooses
 * @param links in the order of the boot
 */
public record BootChain(String host, int generation, boolean isDefault, List<BootLink> links) {

  /** Copies the list. */
  public BootChain {
    links = List.copyOf(links);
  }

  /** Judges the generation that the evidence is about. */
  public static BootChain of(Evidence evidence) {
    List<Finding> findings = Catalogue.judge(List.of(evidence));
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
        evidence.subject().map(Generation::isDefault).orElse(false),
        links);
  }

  /** Whether a link is broken, so that it does not come up. */
  public boolean isBroken() {
    return links.stream().anyMatch(link -> link.verdict() == LinkVerdict.BROKEN);
  }

  /** What happens when it is started: decided by the first link that is broken or unknown. */
  public Forecast forecast() {
    for (BootLink link : links) {
      if (link.verdict() == LinkVerdict.BROKEN) {
        Finding finding = link.findings().stream().filter(Finding::stops).findFirst().orElseThrow();
        return finding.course() == BootImpact.HANGS
            ? new Forecast.Hangs(link.stage(), finding.what())
            : new Forecast.Fails(link.stage(), finding.what());
      }
    }
    return links.stream()
        .filter(link -> link.verdict() == LinkVerdict.UNKNOWN)
        .findFirst()
        .<Forecast>map(link -> new Forecast.CantTell(link.seen()))
        .orElse(new Forecast.Boots());
  }
}
