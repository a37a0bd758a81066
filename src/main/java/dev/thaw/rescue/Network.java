package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.Machine;
import dev.thaw.machine.Probe;
import java.time.Duration;
import java.util.List;

/**
 * Whether a rebuild can fetch what it needs.
 *
 * @param checks what was tried, in the order in which each needs the one before
 */
public record Network(List<Check> checks) {

  /** The cache that NixOS fetches from unless told otherwise. */
  static final String CACHE = "cache.nixos.org";

  private static final Probe PROBE =
      Probe.of(
          Network.class, "network", "see whether the cache can be reached", Duration.ofSeconds(40));

  /**
   * One thing that was tried.
   *
   * @param from "live system" or "inside"
   * @param what what was tried
   * @param works whether it worked
   * @param detail what was seen, or what to do about it
   */
  public record Check(String from, String what, boolean works, String detail) {}

  /** Whether the cache answered, by whatever way: what a rebuild fetches with. */
  public boolean reachesCache() {
    return checks.stream().anyMatch(check -> check.what().startsWith("the cache") && check.works());
  }

  /** Looks from the live system and, once something is mounted, from inside. */
  static Network look(Rescue rescue) {
    Network network = look(rescue.machine());
    if (!rescue.isReadable()) {
      return network;
    }
    return network.andInside(
        rescue
            .machine()
            .run(
                Inside.look(
                    "see whether names are resolved inside",
                    rescue.root(),
                    Inside.PROFILE,
                    List.of("getent", "ahosts", CACHE))));
  }

  /** Looks from the live system, in one round trip. */
  static Network look(Machine machine) {
    return parse(PROBE.run(machine, CACHE));
  }

  static Network parse(Probe.Sections sections) {
    String route = sections.text(NetworkFormat.ROUTE).lines().findFirst().orElse("");
    boolean named = !sections.text(NetworkFormat.names(CACHE)).isBlank();
    var cache = sections.find(NetworkFormat.cache(CACHE));
    boolean reached = cache.map(Probe.Section::ok).orElse(false);
    String why = cache.map(s -> Clean.lastLines(s.errText(), 1)).orElse("");
    return new Network(
        List.of(
            new Check(
                "live system",
                "a way out",
                !route.isEmpty(),
                route.isEmpty()
                    ? "no default route: plug in a cable, or nmcli / iwctl / wpa_supplicant for"
                        + " Wi-Fi"
                    : Clean.line(route)),
            new Check(
                "live system",
                "names (" + CACHE + ")",
                named,
                named ? "resolved" : "not resolved: see /etc/resolv.conf of the live system"),
            new Check(
                "live system",
                "the cache (" + CACHE + ")",
                reached,
                reached
                    ? "answers"
                    : !named ? "not tried: no address" : why.isBlank() ? "does not answer" : why)));
  }

  /** Adds how it looks from inside, where {@code getent} ran with this outcome. */
  private Network andInside(CommandResult getent) {
    boolean named = getent.ok() && !getent.text().isBlank();
    var all = new java.util.ArrayList<>(checks);
    String why = getent.status() == 125 ? Clean.lastLines(getent.errText(), 1) : "not resolved";
    all.add(new Check("inside", "names (" + CACHE + ")", named, named ? "resolved" : why));
    return new Network(List.copyOf(all));
  }
}
