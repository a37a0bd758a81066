package dev.thaw.rescue;

import dev.thaw.machine.MachineFiles;
import dev.thaw.machine.Scripts;
import dev.thaw.nixos.Generation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Something that is done inside the installed system to its generations and its boot menu. Each
 * names the {@code root} where the system is mounted; where it names an {@code environment}, that
 * is the system in whose own it runs, as the current one may be what is broken.
 */
public sealed interface SystemAction extends Action {

  /** What writes a system's boot menu, in the system itself. */
  String MENU_WRITER = "/bin/switch-to-configuration";

  /** As long as a system takes to be built and fetched. */
  Duration BUILD = Duration.ofHours(12);

  /** Has a boot loader's installer enter the loader itself again. */
  List<String> INSTALLING = List.of("env", "NIXOS_INSTALL_BOOTLOADER=1");

  /** Where the installed system is mounted. */
  String root();

  /** The generations after it, where {@code found} were there before. */
  List<Generation> after(List<Generation> found);

  @Override
  default List<String> paths() {
    return List.of(root());
  }

  /** As long as a boot menu takes to be written on a slow machine. */
  @Override
  default Duration limit() {
    return Duration.ofMinutes(10);
  }

  /**
   * A rebuild by nixos-rebuild.
   *
   * @param verb the first argument of nixos-rebuild, which says what it does
   * @param arguments which flake and host, or none
   * @param options what nix is told by {@code --option}: name, value, name, value
   * @param settings the same as lines of nix.conf, as far as they are needed
   * @param anyOwner whether git is to take a repository that belongs to another user
   * @param installBootloader whether the loader itself is written, too
   * @param profileOnly whether it builds and has the profile lead to that, without a boot menu; the
   *     link that a build leaves lies in RAM then
   * @param log whether nix's log is to come for programs
   */
  record Rebuild(
      String root,
      String verb,
      List<String> arguments,
      List<String> options,
      List<String> settings,
      boolean anyOwner,
      boolean installBootloader,
      boolean profileOnly,
      boolean log)
      implements SystemAction {
    private static final String BUILD_AND_SET =
        "mkdir -p /run/thaw/build && cd /run/thaw/build && \"$@\" && nix-env --profile "
            + Inside.PROFILE
            + " --set \"$(readlink -f result)\"";

    /** Whether the profile leads to what it built. */
    boolean setsProfile() {
      return verb.equals("boot");
    }

    /** The same rebuild in two parts, this one without the boot menu. */
    Rebuild withoutMenu() {
      return new Rebuild(
          root, verb, arguments, options, settings, anyOwner, installBootloader, true, log);
    }

    /** The other part: what was built writes the boot menu. */
    WriteMenu menuOnly() {
      return new WriteMenu(root, Inside.PROFILE, Inside.PROFILE, installBootloader);
    }

    /** The same rebuild whose nix logs for people. */
    Rebuild withoutLog() {
      return new Rebuild(
          root,
          verb,
          arguments,
          options,
          settings,
          anyOwner,
          installBootloader,
          profileOnly,
          false);
    }

    @Override
    public List<String> argv() {
      var program = new ArrayList<String>();
      if (profileOnly) {
        program.addAll(List.of("bash", "-c", BUILD_AND_SET, "thaw-build-and-set"));
      }
      program.addAll(List.of("nixos-rebuild", profileOnly ? "build" : verb));
      program.addAll(arguments);
      if (installBootloader && !profileOnly) {
        program.add("--install-bootloader");
      }
      for (int i = 0; i < options.size(); i += 2) {
        program.addAll(List.of("--option", options.get(i), options.get(i + 1)));
      }
      if (log) {
        program.addAll(NixEvent.OPTIONS);
      }
      return Inside.acting(root, Inside.PROFILE, settings, Inside.owned(anyOwner, program));
    }

    @Override
    public List<Generation> after(List<Generation> found) {
      // It makes a generation that nobody knows yet.
      return setsProfile()
          ? marked(found, one -> false, one -> profileOnly && one.isDefault())
          : found;
    }

    @Override
    public Duration limit() {
      return BUILD;
    }
  }

  /** What is done by nix and the boot loader's installer; see {@code by-hand.sh}. */
  enum ByHandPart {
    /** Built, the profile set, the menu written. */
    ALL,
    /** Built, and the profile set. */
    BUILD,
    /** The menu of a system written. */
    MENU;

    private String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * A rebuild, or a part of it, without nixos-rebuild and switch-to-configuration.
   *
   * @param directory of the flake; empty for none
   * @param host of the flake; empty for none
   * @param system whose menu is written; empty for what the profile leads to
   */
  record RebuildByHand(
      String root,
      ByHandPart part,
      String directory,
      String host,
      String system,
      List<String> settings,
      boolean anyOwner,
      boolean installBootloader)
      implements SystemAction {
    private static final String SCRIPT = Scripts.read(RebuildByHand.class, "by-hand.sh");

    @Override
    public List<String> argv() {
      var program = new ArrayList<String>();
      if (installBootloader) {
        program.addAll(INSTALLING);
      }
      program.addAll(List.of("bash", "-c", SCRIPT, "thaw-by-hand", part.word()));
      program.addAll(List.of(directory, host, system));
      return Inside.acting(root, Inside.PROFILE, settings, Inside.owned(anyOwner, program));
    }

    @Override
    public List<Generation> after(List<Generation> found) {
      return switch (part) {
        case ALL -> marked(found, one -> false, one -> false);
        case BUILD -> marked(found, one -> false, Generation::isDefault);
        case MENU -> byMenu(found, system);
      };
    }

    @Override
    public Duration limit() {
      return BUILD;
    }
  }

  /** A system's own boot menu written, with it as the default. */
  record WriteMenu(String root, String environment, String system, boolean installBootloader)
      implements SystemAction {
    @Override
    public List<String> argv() {
      var program = new ArrayList<String>();
      if (installBootloader) {
        program.addAll(INSTALLING);
      }
      program.addAll(List.of(system + MENU_WRITER, "boot"));
      return Inside.acting(root, environment, List.of(), program);
    }

    @Override
    public List<Generation> after(List<Generation> found) {
      return byMenu(found, system);
    }
  }

  /** The profile's link led to a generation that is there. */
  record SwitchGeneration(String root, String environment, int number) implements SystemAction {
    @Override
    public List<String> argv() {
      return profile(root, environment, "--switch-generation", Integer.toString(number));
    }

    @Override
    public List<Generation> after(List<Generation> found) {
      return marked(found, one -> one.isMain() && one.number() == number, Generation::isDefault);
    }
  }

  /**
   * The profile's link led to a generation that is there, by the live system's own ln: nothing of
   * the installed system runs.
   *
   * @param folder where the profiles really lie on the live system
   */
  record LinkProfile(String root, String folder, int number) implements SystemAction {
    @Override
    public List<String> argv() {
      return List.of("ln", "-sfn", "--", "system-" + number + "-link", folder + "/system");
    }

    @Override
    public List<Generation> after(List<Generation> found) {
      return marked(found, one -> one.isMain() && one.number() == number, Generation::isDefault);
    }
  }

  /**
   * The file in which a boot loader has its default replaced by what comes on standard input, if it
   * still holds what was shown.
   *
   * @param path where it really lies on the live system
   * @param length of the new content, in bytes
   * @param sha256 of the new content
   * @param shown the checksum of what the file holds
   * @param system the generation's that is the default then
   */
  record ChooseDefault(
      String root, String path, long length, String sha256, String shown, String system)
      implements SystemAction {
    @Override
    public List<String> argv() {
      return MachineFiles.replacing(path, length, sha256, shown);
    }

    @Override
    public List<String> paths() {
      return List.of(path);
    }

    @Override
    public List<Generation> after(List<Generation> found) {
      return byMenu(found, system);
    }
  }

  /** A new generation made of a system that is in the store. */
  record SetGeneration(String root, String environment, String system) implements SystemAction {
    @Override
    public List<String> argv() {
      return profile(root, environment, "--set", system);
    }

    @Override
    public List<Generation> after(List<Generation> found) {
      // A number that nobody knows yet: the old one stands for it.
      return marked(found, one -> one.toplevel().equals(system), Generation::isDefault);
    }
  }

  /** Generations taken out of the profile; their systems stay until garbage is collected. */
  record DeleteGenerations(String root, String environment, List<Integer> numbers)
      implements SystemAction {
    @Override
    public List<String> argv() {
      var arguments = new ArrayList<>(List.of("--delete-generations"));
      numbers.forEach(number -> arguments.add(Integer.toString(number)));
      return profile(root, environment, arguments.toArray(String[]::new));
    }

    @Override
    public List<Generation> after(List<Generation> found) {
      return found.stream()
          .filter(one -> !one.isMain() || !numbers.contains(one.number()))
          .toList();
    }
  }

  /** The link of a generation that was taken out, made again. */
  record LinkGeneration(String root, String system, String link) implements SystemAction {
    @Override
    public List<String> argv() {
      return Inside.acting(root, Inside.PROFILE, List.of(), List.of("ln", "-sfn", system, link));
    }

    @Override
    public List<Generation> after(List<Generation> found) {
      return found;
    }
  }

  /** That link given the date that it had, in seconds since 1970. */
  record DateGeneration(String root, long seconds, String link) implements SystemAction {
    @Override
    public List<String> argv() {
      return Inside.acting(
          root, Inside.PROFILE, List.of(), List.of("touch", "-h", "-d", "@" + seconds, link));
    }

    @Override
    public List<Generation> after(List<Generation> found) {
      return found;
    }
  }

  private static List<String> profile(String root, String environment, String... arguments) {
    var program = new ArrayList<>(List.of("nix-env", "--profile", Inside.PROFILE));
    program.addAll(List.of(arguments));
    return Inside.acting(root, environment, List.of(), program);
  }

  /** The menu of a system starts it by default; that of the profile, what the profile leads to. */
  private static List<Generation> byMenu(List<Generation> found, String system) {
    Predicate<Generation> starts =
        system.isEmpty() || system.equals(Inside.PROFILE)
            ? Generation::isCurrent
            : one -> one.toplevel().equals(system);
    return marked(found, Generation::isCurrent, starts);
  }

  private static List<Generation> marked(
      List<Generation> all, Predicate<Generation> current, Predicate<Generation> byDefault) {
    return all.stream().map(one -> one.marked(current.test(one), byDefault.test(one))).toList();
  }
}
