package dev.thaw.practice.nix;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thaw.nixos.eval.Hosts;
import dev.thaw.practice.programs.Invocation;
import dev.thaw.practice.programs.Options;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What nix answers when Thaw asks it what a configuration means: {@code nix eval}, and {@code
 * nix-instantiate --eval}. Of Nix as a language it knows what is asked there, and no more.
 */
public final class NixEval {

  private static final Pattern NAMES = Pattern.compile("names = \\[ (.*) \\];");
  private static final Pattern HOST = Pattern.compile("hosts\\.\\$\\{\"(.*)\"}$", Pattern.DOTALL);
  private static final Pattern STRING = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final String FLAKE_HOSTS = "#nixosConfigurations";

  private NixEval() {}

  /** {@code nix eval --json FOLDER#nixosConfigurations --apply FUNCTION}. */
  public static int nix(Invocation invocation) {
    Options options =
        Options.of(invocation.arguments(), "offline no-write-lock-file json apply= impure option=");
    List<String> words = options.rest();
    String function = options.value("apply").orElse("");
    if (words.size() != 2
        || !words.getFirst().equals("eval")
        || !words.getLast().endsWith(FLAKE_HOSTS)) {
      return invocation.fail(
          1,
          "nix: the practice machine's only knows: nix eval FLAKE#nixosConfigurations --apply …");
    }
    String folder = words.getLast().replace(FLAKE_HOSTS, "");
    try {
      if (!NixConfig.of(invocation).has("flakes")) {
        throw new NixError(
            "experimental Nix feature 'nix-command' is disabled; add '--extra-experimental-features"
                + " nix-command' to enable it");
      }
      if (function.equals("builtins.attrNames")) {
        NixSource.parsed(folder + "/flake.nix", invocation.namespace().text(folder + "/flake.nix"));
        return json(
            invocation,
            Hosts.of(new ViewTree(invocation.namespace()), folder).names().names().stream()
                .sorted()
                .toList());
      }
      Matcher host = HOST.matcher(function);
      if (!host.find()) {
        return invocation.fail(1, "error: the practice machine's nix can't evaluate that");
      }
      return option(invocation, folder + "#" + plain(host.group(1)), function);
    } catch (NixError e) {
      return invocation.fail(1, "error: " + e.getMessage());
    }
  }

  /** {@code nix-instantiate --eval --strict --json -E EXPRESSION}. */
  static int instantiate(Invocation invocation) {
    String expression = invocation.arguments().getLast();
    if (!expression.endsWith("(import <nixpkgs/nixos> { })")) {
      return invocation.fail(1, "error: the practice machine's nix can't evaluate that");
    }
    try {
      NixConfig.of(invocation);
      return option(invocation, "", expression);
    } catch (NixError e) {
      return invocation.fail(1, "error: " + e.getMessage());
    }
  }

  private static int option(Invocation invocation, String flake, String function) {
    var path = new ArrayList<String>();
    Matcher names = NAMES.matcher(function);
    if (names.find()) {
      STRING.matcher(names.group(1)).results().forEach(one -> path.add(plain(one.group(1))));
    }
    var definitions = NixosRebuild.definitions(invocation.namespace(), flake);
    NixosOptions options = NixosRebuild.options(invocation.namespace(), definitions);
    KnownOptions.check(path, "«string»", "");
    var answer = new LinkedHashMap<String, Object>();
    answer.put("value", value(path, options, definitions));
    answer.put(
        "files",
        definitions.getOrDefault(path, List.of()).stream()
            .map(NixModules.Definition::file)
            .distinct()
            .toList());
    return json(invocation, answer);
  }

  /** What it is: NixOS's own part for stage 1 and the kernel, else what the modules say. */
  private static @Nullable Object value(
      List<String> path,
      NixosOptions options,
      Map<List<String>, List<NixModules.Definition>> definitions) {
    String name = String.join(".", path);
    switch (name) {
      case "boot.initrd.kernelModules":
        return options.forcedModules();
      case "boot.initrd.availableKernelModules":
        return options.availableModules();
      case "boot.kernelParams":
        return options.kernelParams();
      case "boot.loader.timeout":
        return options.loader().timeout();
      case "networking.hostName":
        return options.hostName();
      case "boot.zfs.forceImportRoot":
        return options.forceImportRoot();
      default:
        break;
    }
    List<NixModules.Definition> given = definitions.getOrDefault(path, List.of());
    if (!given.isEmpty()) {
      List<Object> values = NixModules.values(given);
      return values.getFirst() instanceof List<?> ? options.list(name) : shown(values.getFirst());
    }
    if (path.getFirst().equals("fileSystems")) {
      // Of a set that modules fill, what none says is not there.
      throw new NixError("attribute '" + path.getLast() + "' missing");
    }
    return usual(path.getLast()).orElse(null);
  }

  private static Object shown(Object value) {
    return value == NixValues.OPAQUE ? "…" : value;
  }

  /** NixOS's own default, by what such options are. */
  private static Optional<Object> usual(String name) {
    if (name.matches(".*(Modules|Params|Pools|Packages)")) {
      return Optional.of(List.of());
    }
    return name.matches("enable|force.*|canTouch.*") ? Optional.of(false) : Optional.empty();
  }

  private static String plain(String quoted) {
    return quoted.replaceAll("\\\\(.)", "$1");
  }

  private static int json(Invocation invocation, Object value) {
    try {
      invocation.line(new ObjectMapper().writeValueAsString(value));
      return 0;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
