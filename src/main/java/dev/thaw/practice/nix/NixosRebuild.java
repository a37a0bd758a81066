package dev.thaw.practice.nix;

import dev.thaw.nixos.eval.Hosts;
import dev.thaw.nixos.eval.Reach;
import dev.thaw.practice.programs.Invocation;
import dev.thaw.practice.programs.Options;
import dev.thaw.practice.programs.Program;
import dev.thaw.practice.state.Errno;
import dev.thaw.practice.state.Live;
import dev.thaw.practice.state.MountNamespace;
import dev.thaw.practice.state.Node;
import dev.thaw.practice.state.StorePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code nixos-rebuild}: evaluates the configuration, builds it into the store, moves the profile,
 * and then writes the boot menu, in this order.
 */
public final class NixosRebuild implements Program {

  /** Which NixOS the machine builds with. */
  public static final String VERSION =
      "/nix/var/nix/profiles/per-user/root/channels/nixos/.version";

  private static final String KNOWN =
      "flake= F= no-flake install-bootloader rollback profile-name= p= option= show-trace impure"
          + " offline fast no-reexec fallback repair json v verbose"
          + " log-format=";

  @Override
  public int run(Invocation invocation) {
    var arguments = new ArrayList<String>();
    // --option takes two values.
    for (int i = 0; i < invocation.arguments().size(); i++) {
      if (invocation.arguments().get(i).equals("--option")) {
        i += 2;
      } else {
        arguments.add(invocation.arguments().get(i));
      }
    }
    Options options = Options.of(arguments, KNOWN);
    String action = options.rest().isEmpty() ? "" : options.rest().getFirst();
    return switch (action) {
      case "boot", "switch", "build", "dry-build" -> rebuild(invocation, action, options);
      case "list-generations" -> list(invocation);
      default ->
          invocation.fail(
              2,
              (action.isEmpty()
                      ? ""
                      : "nixos-rebuild: error: unrecognized arguments: " + action + "\n")
                  + "usage: nixos-rebuild [-h] {switch,boot,test,build,dry-build,dry-activate,"
                  + "list-generations}");
    };
  }

  private static int list(Invocation invocation) {
    NixProfile profile = NixProfile.of(invocation.namespace());
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("Generation", "Current", "Build-date", "NixOS version", "Kernel"));
    for (NixProfile.Link link : profile.links().reversed()) {
      rows.add(
          List.of(
              Integer.toString(link.number()),
              link.number() == profile.current() ? "True" : "False",
              NixTools.date(link.time()),
              invocation.namespace().text(link.toplevel() + "/nixos-version"),
              SystemBuild.KERNEL));
    }
    for (List<String> row : rows) {
      invocation.line("%-12s %-8s %-20s %-35s %-16s".formatted(row.toArray()));
    }
    return 0;
  }

  private static int rebuild(Invocation invocation, String action, Options options) {
    if (options.has("rollback")) {
      return rollback(invocation, options);
    }
    invocation.complain("building the system configuration...\n");
    var log = new NixLog(invocation, options.value("log-format").orElse(""));
    SystemBuild.Built built;
    try {
      NixConfig.of(invocation);
      built = evaluate(invocation, options);
    } catch (NixError e) {
      log.error(traced(e));
      return 1;
    }
    if (!built.unchecked().isEmpty()) {
      log.say(
          "The practice machine does not know these options, and takes their values unchecked: "
              + String.join(", ", built.unchecked()));
    }
    List<String> missing =
        built.paths().stream()
            .filter(path -> invocation.namespace().findLink(path).isEmpty())
            .toList();
    List<String> derivations = missing.stream().flatMap(NixosRebuild::derivations).toList();
    if (!derivations.isEmpty()) {
      log.say(
          derivations.size() == 1
              ? "this derivation will be built:"
              : "these " + derivations.size() + " derivations will be built:");
      derivations.forEach(derivation -> log.say("  " + derivation));
    }
    if (action.equals("dry-build")) {
      return 0;
    }
    try {
      for (String path : missing) {
        derivations(path).forEach(log::build);
        install(invocation.namespace(), path, built.files());
      }
    } catch (Errno e) {
      log.error("error: writing to file: " + e.getMessage());
      return 1;
    }
    if (action.equals("build")) {
      invocation.line(built.toplevel());
      return 0;
    }
    NixProfile.of(invocation.namespace()).set(built.toplevel(), invocation.state().now());
    return activate(invocation, built.toplevel(), options);
  }

  /** {@code by-hand.sh}: the same without this program, and the boot loader's installer itself. */
  public static int byHand(Invocation invocation) {
    List<String> words = invocation.arguments();
    String system = words.get(3);
    if (!words.getFirst().equals("menu")) {
      invocation.complain("building the system configuration...\n");
      try {
        NixConfig.of(invocation);
        String flake = words.get(1).isEmpty() ? "" : words.get(1) + "#" + words.get(2);
        SystemBuild.Built built = evaluate(invocation.namespace(), flake);
        for (String path : built.paths()) {
          if (invocation.namespace().findLink(path).isEmpty()) {
            install(invocation.namespace(), path, built.files());
          }
        }
        system = built.toplevel();
      } catch (NixError e) {
        return invocation.fail(1, traced(e));
      } catch (Errno e) {
        return invocation.fail(1, "error: writing to file: " + e.getMessage());
      }
      NixProfile.of(invocation.namespace()).set(system, invocation.state().now());
    }
    return words.getFirst().equals("build")
        ? 0
        : invocation.calling(List.of(system + "/bin/switch-to-configuration", "boot")).run();
  }

  /** What nix prints of an error in the configuration. */
  private static String traced(NixError e) {
    return "error:\n       … while evaluating the attribute 'config.system.build.toplevel'\n\n"
        + "       (stack trace truncated; use '--show-trace' to show the full, detailed trace)\n\n"
        + ("error: " + e.getMessage()).indent(7).stripTrailing();
  }

  /** The derivations that make a path; those of an initrd's parts are not kept with it. */
  private static Stream<String> derivations(String path) {
    String name = path.substring("/nix/store/".length() + 33);
    Stream<String> parts =
        name.startsWith("initrd-linux-")
            ? Stream.of(
                "initrd-fsinfo",
                "stage-1-init.sh",
                "modprobe-nixos.conf",
                name.replaceFirst("initrd-", "") + "-modules-shrunk",
                "initrd-contents")
            : Stream.of();
    return Stream.concat(parts, Stream.of(name)).map(each -> StorePath.of(each + ".drv", path));
  }

  /** Puts a path with all that is below it into the store. */
  public static void install(MountNamespace namespace, String path, Map<String, Node> files) {
    files.forEach((file, node) -> {
      if (file.equals(path) || file.startsWith(path + "/")) {
        namespace.mkdirs(MountNamespace.parent(file));
        if (!node.isDirectory()) {
          namespace.put(file, node);
        } else if (!namespace.isDirectory(file)) {
          namespace.put(file, node);
        }
      }
    });
    NixDatabase.register(namespace, path);
  }

  private static int rollback(Invocation invocation, Options options) {
    NixProfile profile = NixProfile.of(invocation.namespace());
    int status =
        invocation.calling(List.of("nix-env", "-p", NixProfile.SYSTEM, "--rollback")).run();
    String toplevel =
        profile.generation(profile.current()).map(NixProfile.Link::toplevel).orElse("");
    return status != 0 ? status : activate(invocation, toplevel, options);
  }

  private static int activate(Invocation invocation, String toplevel, Options options) {
    var environment = new HashMap<>(invocation.environment());
    environment.put("NIXOS_INSTALL_BOOTLOADER", options.has("install-bootloader") ? "1" : "0");
    int status =
        invocation
            .calling(List.of(toplevel + "/bin/switch-to-configuration", "boot"))
            .with(environment)
            .run();
    if (status != 0) {
      invocation.complain("warning: error(s) occurred while switching to the new configuration\n");
      return status;
    }
    invocation.complain("Done. The new configuration is " + toplevel + "\n");
    return 0;
  }

  private static SystemBuild.Built evaluate(Invocation invocation, Options options) {
    String host = invocation.environment().getOrDefault("HOSTNAME", Live.HOST);
    String usual = options.has("no-flake") ? "" : usualFlake(invocation.namespace(), host);
    String flake = options.value("flake", "F").orElse(usual);
    return evaluate(
        invocation.namespace(),
        flake.isEmpty() || flake.contains("#") ? flake : flake + "#" + host);
  }

  /** The flake and the host that are built when none is named; empty where there is no flake. */
  public static String usualFlake(MountNamespace namespace, String host) {
    return namespace.isFile("/etc/nixos/flake.nix") ? "/etc/nixos#" + host : "";
  }

  /**
   * The system that a configuration means.
   *
   * @param flake the flake and its host: {@code /etc/nixos#atlas}; empty for configuration.nix
   * @throws NixError as nix says it
   */
  public static SystemBuild.Built evaluate(MountNamespace namespace, String flake) {
    return SystemBuild.build(
        options(namespace, definitions(namespace, flake)), namespace.text(VERSION).strip());
  }

  /**
   * What a configuration's modules define.
   *
   * @param flake as for {@link #evaluate}
   * @throws NixError as nix says it
   */
  static Map<List<String>, List<NixModules.Definition>> definitions(
      MountNamespace namespace, String flake) {
    List<String> files =
        flake.isEmpty()
            ? List.of("/etc/nixos/configuration.nix")
            : modules(
                namespace, flake.replaceFirst("#.*", ""), flake.substring(flake.indexOf('#') + 1));
    return NixModules.evaluate(namespace, files);
  }

  /** The options that come of it with the machine's NixOS. */
  static NixosOptions options(
      MountNamespace namespace, Map<List<String>, List<NixModules.Definition>> definitions) {
    return new NixosOptions(definitions, namespace.text(VERSION).strip().substring(0, 5));
  }

  private static List<String> modules(MountNamespace namespace, String folder, String host) {
    String path = folder.replaceFirst("^path:", "");
    String file = path + "/flake.nix";
    if (!namespace.isFile(file)) {
      throw new NixError(
          "path '" + file + "' does not exist or is no flake: could not find a flake.nix file");
    }
    NixSource.parsed(file, namespace.text(file));
    var reach = Hosts.of(new ViewTree(namespace), path).of(host);
    if (reach.isEmpty()) {
      throw new NixError(
          "flake 'path:"
              + path
              + "' does not provide attribute 'packages.x86_64-linux.nixosConfigurations.\""
              + host
              + "\".config.system.build.toplevel',"
              + " 'legacyPackages.x86_64-linux.nixosConfigurations.\""
              + host
              + "\".config.system.build.toplevel' or 'nixosConfigurations.\""
              + host
              + "\".config.system.build.toplevel'");
    }
    reach.get().absent().stream()
        .findFirst()
        .ifPresent(absent -> {
          throw new NixError("path '" + absent + "' does not exist");
        });
    return reach.get().modules().stream()
        .filter(module -> module.at() == Reach.WHOLE)
        .map(Reach.Module::path)
        .toList();
  }
}
