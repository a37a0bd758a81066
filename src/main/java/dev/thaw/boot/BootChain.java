package dev.thaw.boot;

import java.util.List;

/**
 * The way up of one generation, link by link, and what becomes of it.
 *
 * @param host the installation's name; may be empty
 * @param generation the generation's number; 0 when there is none
 * @param profile the generation's: {@code system}, or the name of another one
 * @param specialisation the name of the generation's variant that this is about; empty for itself
 * @param isDefault whether it is what starts when nobody chooses
 * @param links in the order of the boot
 */
public record BootChain(
    String host,
    int generation,
    String profile,
    String specialisation,
    boolean isDefault,
    List<BootLink> links) {

  /** One of a generation of the main profile itself. */
  public BootChain(String host, int generation, boolean isDefault, List<BootLink> links) {
    this(host, generation, "system", "", isDefault, links);
  }

  /** Copies the list. */
  public BootChain {
    links = List.copyOf(links);
  }

  /** Whether it is about the main profile, whose generations helpers know by their number. */
  public boolean isMain() {
    return profile.equals("system");
  }

  /** What it is about, in a few words: {@code generation 57}. */
  public String name() {
    return "generation "
        + generation
        + (isMain() ? "" : " of the profile " + profile)
        + (specialisation.isEmpty() ? "" : ", specialisation " + specialisation);
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
