package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.BootPartition;
import dev.thaw.nixos.Configuration;
import dev.thaw.nixos.HostFiles;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.eval.FlakeHosts;
import dev.thaw.nixos.loader.BootLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Works out how the installed system is rebuilt: as a flake or not, for which host, with what. */
final class Rebuild {

  /** As the old nixos-rebuild says it, the new one, and nix. */
  private static final Pattern TOO_OLD =
      Pattern.compile(
          "(?i)(?:unknown option|unrecogni[sz]ed (?:arguments?|flag|option)|invalid value)\\W.*"
              + "(?:--log-format|internal-json)");

  /** The setting without which nix knows no flakes. */
  static final String FLAKES = "extra-experimental-features = nix-command flakes";

  private Rebuild() {}

  /**
   * The plan that rebuilds {@code installation}, mounted at {@code root}.
   *
   * @param online whether nix may fetch
   */
  static Plan plan(Installation installation, RebuildWish wish, boolean online, String root) {
    Configuration configuration = installation.configuration();
    boolean flake = wish.flake().orElse(configuration.isFlake());
    var remarks = new ArrayList<String>();
    var arguments = new ArrayList<String>();
    if (flake) {
      String host = host(installation, wish);
      String directory = configuration.directory();
      arguments.addAll(List.of("--flake", directory + "#" + host));
      remarks.add(
          "The host is named, because the bare default is the live image's host name, not this"
              + " system's.");
    } else if (configuration.isFlake()) {
      arguments.add("--no-flake");
    }
    if (wish.installBootloader()) {
      remarks.addAll(firmwareStays(installation, root));
    }
    if (!online) {
      remarks.add(
          "The cache can't be reached: nix is told not to try. It works if everything it needs is"
              + " in the store already.");
    }
    List<String> options = options(wish, online);
    var rebuild =
        new SystemAction.Rebuild(
            root,
            wish.action(),
            arguments,
            options,
            settings(options, flake),
            isForeign(configuration, flake),
            wish.installBootloader(),
            false,
            true);
    Step step =
        Step.of(
            "build the configuration" + (rebuild.setsProfile() ? " and make it boot next" : ""),
            rebuild);
    return new Plan(
        "Rebuild " + MountPlan.name(installation),
        List.of(rebuild.setsProfile() ? Rollback.undoable(step, installation, root) : step),
        remarks);
  }

  /**
   * What this way in costs: its processes have a namespace of their own, as a container's. Only
   * bootctl minds that; a loader that is not known may be entered by it.
   */
  private static List<String> firmwareStays(Installation installation, String root) {
    if (!installation.loader().map(BootLoader::isEnteredByBootctl).orElse(true)) {
      return List.of();
    }
    String boot = installation.bootPartition().map(BootPartition::mountPoint).orElse("");
    return List.of(
        "With systemd-boot, the firmware's list of boot entries may stay as it is: bootctl of"
            + " systemd 257 and later takes the inside for a container, and leaves that list alone."
            + " sh(\"efibootmgr\", looks=true) shows it; on the live system, sh(\"bootctl"
            + " --esp-path="
            + Clean.line(root + (boot.isEmpty() ? "/boot" : boot))
            + " install\") enters the loader there.");
  }

  /**
   * The same rebuild in two parts, this one without the boot menu: it builds, and has the profile
   * lead to what was built.
   */
  static Step withoutMenu(Step step) {
    return step.doing(
        "build the configuration, and have the profile lead to it; the boot menu comes later",
        rebuild(step).withoutMenu());
  }

  /** The other part: what was built writes the boot menu. */
  static Step menuOnly(Step step) {
    return Step.of(
        "write the boot menu, with the new generation as the default", rebuild(step).menuOnly());
  }

  private static SystemAction.Rebuild rebuild(Step step) {
    if (step.action() instanceof SystemAction.Rebuild rebuild && rebuild.setsProfile()) {
      return rebuild;
    }
    throw new Trouble.NotReady(
        "There is too little room on the boot partition, and this way of building can't leave the"
            + " menu for later.",
        "Make room by hand: bootPartition() shows what lies there. Then rebuild() again.");
  }

  /** What nix is told by {@code --option}: name, value, name, value. */
  private static List<String> options(RebuildWish wish, boolean online) {
    var options = new ArrayList<String>();
    wish.sandbox()
        .ifPresent(on -> {
          options.addAll(List.of("sandbox", Boolean.toString(on)));
          if (!on) {
            // What forbids the one in here often forbids the other.
            options.addAll(List.of("filter-syscalls", "false"));
          }
        });
    if (!online) {
      options.addAll(List.of("substitute", "false"));
    }
    return options;
  }

  /**
   * The same as settings, where there are several: the nixos-rebuild of NixOS 25.05 passes only the
   * last {@code --option} on. They stand there, too, because nix 2.3 knows no other way.
   */
  private static List<String> settings(List<String> options, boolean flake) {
    return flake || options.size() > 2 ? allSettings(options, flake) : List.of();
  }

  /** These options as settings of nix, with the one that a flake needs. */
  static List<String> allSettings(List<String> options, boolean flake) {
    var settings = new ArrayList<String>();
    if (flake) {
      settings.add(FLAKES);
    }
    for (int i = 0; i < options.size(); i += 2) {
      settings.add(options.get(i) + " = " + options.get(i + 1));
    }
    return settings;
  }

  /** Whether a rebuild failed because its tools don't know the options of nix's log. */
  static boolean isTooOldForLog(String printed) {
    return TOO_OLD.matcher(printed).find();
  }

  /** The flake's host: the one asked for, the installed system's own, or the only one. */
  static String host(Installation installation, RebuildWish wish) {
    FlakeHosts hosts = installation.configuration().hosts();
    String own = installation.hostName();
    if (!installation.configuration().isFlake()) {
      throw new Trouble.Rejected(
          "There is no flake.nix in " + installation.configuration().directory() + ".",
          installation.configuration().elsewhere().isEmpty()
              ? "rebuild() builds configuration.nix without a flake."
              : "There is one in "
                  + String.join(", ", installation.configuration().elsewhere())
                  + ": enter(\"nixos-rebuild boot --flake …\") builds that one.");
    }
    if (wish.host().isPresent()) {
      String host = wish.host().get();
      if (hosts.complete() && !hosts.names().contains(host)) {
        throw new Trouble.Rejected(
            "The flake has no host " + host + ".",
            "It has: " + String.join(", ", hosts.names()) + ".");
      }
      return host;
    }
    String host = hosts.hostOf(own).orElseThrow(() -> unknownHost(hosts, own));
    HostFiles.doubt(installation.configuration(), own)
        .ifPresent(sentence -> {
          throw new Trouble.Undecided(
              sentence, "Name the one that was installed: rebuild(flake=true, host=\"…\").");
        });
    return host;
  }

  private static Trouble unknownHost(FlakeHosts hosts, String own) {
    return new Trouble.Undecided(
        "Which host of the flake this is can't be told: the installed system is called "
            + (own.isEmpty() ? "nothing" : own)
            + ", the flake has "
            + (hosts.names().isEmpty() ? "none that can be read" : String.join(", ", hosts.names()))
            + ".",
        "Name it: rebuild(flake=true, host=\"…\").");
  }

  /** Whether the configuration's repository belongs to another user than root. */
  static boolean isForeign(Configuration configuration, boolean flake) {
    return flake && configuration.git().map(git -> git.owner() != 0).orElse(false);
  }
}
