package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Command;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.BootPartition;
import dev.thaw.nixos.Configuration;
import dev.thaw.nixos.HostFiles;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.eval.FlakeHosts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Works out how the installed system is rebuilt: as a flake or not, for which host, with what. */
final class Rebuild {

  /** A kernel built from source on a slow machine takes hours; an interrupt ends it at any time. */
  private static final Duration LIMIT = Duration.ofHours(12);

  /** As the old nixos-rebuild says it, the new one, and nix. */
  private static final Pattern TOO_OLD =
      Pattern.compile(
          "(?i)(?:unknown option|unrecogni[sz]ed (?:arguments?|flag|option)|invalid value)\\W.*"
              + "(?:--log-format|internal-json)");

  private static final String BUILD_AND_SET =
      "mkdir -p /run/thaw/build && cd /run/thaw/build && \"$@\" && nix-env --profile "
          + Inside.PROFILE
          + " --set \"$(readlink -f result)\"";

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
    var program = new ArrayList<>(List.of("nixos-rebuild", wish.action()));
    if (flake) {
      String host = host(installation, wish);
      String directory = configuration.directory();
      program.addAll(List.of("--flake", directory + "#" + host));
      remarks.add(
          "The host is named, because the bare default is the live image's host name, not this"
              + " system's.");
    } else if (configuration.isFlake()) {
      program.add("--no-flake");
    }
    if (wish.installBootloader()) {
      program.add("--install-bootloader");
      remarks.add(firmwareStays(installation, root));
    }
    Map<String, String> options = options(wish, online);
    options.forEach((name, value) -> program.addAll(List.of("--option", name, value)));
    if (!online) {
      remarks.add(
          "The cache can't be reached: nix is told not to try. It works if everything it needs is"
              + " in the store already.");
    }
    program.addAll(NixEvent.OPTIONS);
    Command command =
        Inside.act(
                "build the configuration"
                    + (wish.action().equals("boot") ? " and make it boot next" : ""),
                root,
                Inside.PROFILE,
                settings(options, flake),
                owned(configuration, flake, program))
            .within(LIMIT);
    Command undoable =
        wish.action().equals("boot") ? Rollback.undoable(command, installation, root) : command;
    return new Plan("Rebuild " + MountPlan.name(installation), List.of(undoable), remarks);
  }

  /** What this way in costs: its processes have a namespace of their own, as a container's. */
  private static String firmwareStays(Installation installation, String root) {
    String boot = installation.bootPartition().map(BootPartition::mountPoint).orElse("");
    return "With systemd-boot, the firmware's list of boot entries may stay as it is: bootctl of"
        + " systemd 257 and later takes the inside for a container, and leaves that list alone."
        + " sh(\"efibootmgr\", looks=true) shows it; on the live system, sh(\"bootctl --esp-path="
        + Clean.line(root + (boot.isEmpty() ? "/boot" : boot))
        + " install\") enters the loader there.";
  }

  /**
   * The same rebuild in two parts, this one without the boot menu: it builds, and has the profile
   * lead to what was built. The link that a build leaves lies in RAM.
   */
  static Command withoutMenu(Command rebuild) {
    var argv = new ArrayList<>(rebuild.argv());
    int at = argv.indexOf("nixos-rebuild");
    if (at < 0 || !argv.get(at + 1).equals("boot")) {
      throw new Trouble.NotNow(
          "There is too little room on the boot partition, and this way of building can't leave the"
              + " menu for later.",
          "Make room by hand: bootPartition() shows what lies there. Then rebuild() again.");
    }
    argv.set(at + 1, "build");
    argv.remove("--install-bootloader");
    argv.addAll(at, List.of("bash", "-c", BUILD_AND_SET, "thaw-build-and-set"));
    return Command.changes(
            "build the configuration, and have the profile lead to it; the boot menu comes later",
            argv)
        .within(LIMIT);
  }

  /** The other part: what was built writes the boot menu. */
  static Command menuOnly(Command rebuild, String root) {
    var program = new ArrayList<String>();
    if (rebuild.argv().contains("--install-bootloader")) {
      program.addAll(List.of("env", "NIXOS_INSTALL_BOOTLOADER=1"));
    }
    program.addAll(List.of(Inside.PROFILE + "/bin/switch-to-configuration", "boot"));
    return Inside.act(
            "write the boot menu, with the new generation as the default",
            root,
            Inside.PROFILE,
            program)
        .within(Duration.ofMinutes(10));
  }

  /** What nix is told by {@code --option}. */
  private static Map<String, String> options(RebuildWish wish, boolean online) {
    var options = new LinkedHashMap<String, String>();
    wish.sandbox()
        .ifPresent(on -> {
          options.put("sandbox", Boolean.toString(on));
          if (!on) {
            // What forbids the one in here often forbids the other.
            options.put("filter-syscalls", "false");
          }
        });
    if (!online) {
      options.put("substitute", "false");
    }
    return options;
  }

  /**
   * The same as settings, where there are several: the nixos-rebuild of NixOS 25.05 passes only the
   * last {@code --option} on. They stand there, too, because nix 2.3 knows no other way.
   */
  private static List<String> settings(Map<String, String> options, boolean flake) {
    var settings = new ArrayList<String>();
    if (flake) {
      settings.add(FLAKES);
    }
    if (flake || options.size() > 1) {
      options.forEach((name, value) -> settings.add(name + " = " + value));
    }
    return settings;
  }

  /** Whether a rebuild failed because its tools don't know the options of nix's log. */
  static boolean isTooOldForLog(String printed) {
    return TOO_OLD.matcher(printed).find();
  }

  /** The same rebuild without them. */
  static Command withoutLog(Command rebuild) {
    List<String> argv = rebuild.argv();
    return rebuild.withArgv(argv.subList(0, argv.size() - NixEvent.OPTIONS.size()));
  }

  /** The flake's host: the one asked for, the installed system's own, or the only one. */
  static String host(Installation installation, RebuildWish wish) {
    FlakeHosts hosts = installation.configuration().hosts();
    String own = installation.hostName();
    if (!installation.configuration().isFlake()) {
      throw new Trouble.NotNow(
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
        throw new Trouble.NotNow(
            "The flake has no host " + host + ".",
            "It has: " + String.join(", ", hosts.names()) + ".");
      }
      return host;
    }
    String host = hosts.hostOf(own).orElseThrow(() -> unknownHost(hosts, own));
    HostFiles.doubt(installation.configuration(), own)
        .ifPresent(sentence -> {
          throw new Trouble.NotNow(
              sentence, "Name the one that was installed: rebuild(flake=true, host=\"…\").");
        });
    return host;
  }

  private static Trouble unknownHost(FlakeHosts hosts, String own) {
    return new Trouble.NotNow(
        "Which host of the flake this is can't be told: the installed system is called "
            + (own.isEmpty() ? "nothing" : own)
            + ", the flake has "
            + (hosts.names().isEmpty() ? "none that can be read" : String.join(", ", hosts.names()))
            + ".",
        "Name it: rebuild(flake=true, host=\"…\").");
  }

  /**
   * Git, and nix with it, refuse a repository that belongs to another user, and the configuration
   * often belongs to the machine's first user. A configuration for git in RAM allows it, for this
   * command only.
   */
  static List<String> owned(Configuration configuration, boolean flake, List<String> program) {
    boolean foreign = flake && configuration.git().map(git -> git.owner() != 0).orElse(false);
    if (!foreign) {
      return program;
    }
    String script =
        "mkdir -p /run/thaw/git && printf '[safe]\\n\\tdirectory = *\\n' >/run/thaw/git/config"
            + " && XDG_CONFIG_HOME=/run/thaw exec \"$@\"";
    var wrapped = new ArrayList<>(List.of("bash", "-c", script, "thaw-any-owner"));
    wrapped.addAll(program);
    return wrapped;
  }
}
