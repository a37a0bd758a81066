package dev.thaw.rescue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thaw.machine.Clean;
import dev.thaw.machine.Command;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Configuration;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.edit.NixEdit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Nix itself, asked inside the installed system what the configuration means. It fetches and builds
 * nothing, and what it writes goes to RAM: asking changes nothing on the disks.
 *
 * @param installation the one that is mounted
 */
record AskedNix(Rescue rescue, Installation installation) {

  /** A whole system is evaluated for one option, on a slow machine; nobody waits longer. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** What nix is told: with these it neither fetches nor builds. */
  private static final List<String> SETTINGS =
      List.of(
          Rebuild.FLAKES,
          "substitute = false",
          "allow-import-from-derivation = false",
          "download-attempts = 1",
          "connect-timeout = 1",
          // What was fetched once is taken, however old it is.
          "tarball-ttl = 4294967295",
          "eval-cache = false",
          "warn-dirty = false");

  /** Of a system: what an option is, and which files say so. */
  private static final String OPTION =
      """
      system:
      let
        names = [ %s ];
        walk = at: name: if at ? _type && at._type == "option" then at else at.${name} or { };
        option = builtins.foldl' walk (system.options or { }) names;
      in
      {
        value = builtins.foldl' (at: name: at.${name}) system.config names;
        files = map toString (option.files or [ ]);
      }\
      """;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int NOT_PREPARED = 125;
  private static final int NOT_FOUND = 127;

  /** What the fetchers of nix say when they were not let out. */
  private static final Pattern NOT_THERE =
      Pattern.compile(
          "(?i)unable to download|could ?n[o']t resolve host|cannot connect|network is unreachable"
              + "|while fetching the input|no substituter|unable to fetch|failed to fetch"
              + "|'?allow-import-from-derivation'? is disabled|unable to access 'http|timed out");

  /** What nix says where its own work finds no place. */
  private static final Pattern NO_PLACE =
      Pattern.compile(
          "(?i)read-only file system|no space left|cannot allocate memory|disk is full");

  /** What the copy of a flake in the store begins with. */
  private static final Pattern IN_STORE = Pattern.compile("^/nix/store/[^/]*-source/");

  private static final int LONGEST = 240;

  /** What came of asking. */
  sealed interface Answer {}

  /** Nix told it. */
  record Told(JsonNode value) implements Answer {}

  /** Nix read the configuration, and has something against it. */
  record Refused(String what) implements Answer {}

  /** Nix could not be asked; the end of a sentence. */
  record Unasked(String why) implements Answer {}

  /** What an option is for the installed host, as {@code value}, and {@code files} that set it. */
  Answer option(String option) {
    String names =
        NixEdit.names(option).stream().map(NixEdit::quoted).collect(Collectors.joining(" "));
    String function = OPTION.formatted(names);
    try {
      return installation.configuration().isFlake()
          ? flake("hosts: (" + function + ") hosts.${" + NixEdit.quoted(host()) + "}")
          : asked(
              "ask nix what " + option + " is now",
              List.of(
                  "nix-instantiate",
                  "--eval",
                  "--strict",
                  "--json",
                  "-E",
                  "(" + function + ") (import <nixpkgs/nixos> { })"));
    } catch (Trouble.Refused unknown) {
      return new Unasked("which host of the flake this is can't be told");
    }
  }

  /**
   * The installation, with the hosts of its flake as nix tells them where reading can't; the same
   * where reading can, and where nix can't be asked.
   */
  static Installation knowing(Rescue rescue, Installation installation) {
    Configuration configuration = installation.configuration();
    boolean open = configuration.isFlake() && !configuration.hosts().complete();
    if (!open || !rescue.rehearsed().isEmpty() || !rescue.isReadable()) {
      return installation;
    }
    return switch (new AskedNix(rescue, installation).hosts()) {
      case Told told -> {
        var names = new ArrayList<String>();
        told.value().forEach(name -> names.add(name.asText()));
        yield installation.with(configuration.told(names));
      }
      case Refused refused -> {
        untold(rescue, refused.what());
        yield installation;
      }
      case Unasked unasked -> {
        untold(rescue, unasked.why());
        yield installation;
      }
    };
  }

  private static void untold(Rescue rescue, String why) {
    rescue
        .interaction()
        .tell(
            Clean.line(
                "The flake's hosts can't all be read from its text, and nix did not tell them: "
                    + why
                    + "."));
  }

  /**
   * The configuration's files that give an option its value, by nix's word; none where it can't be
   * asked. What stands there under a condition that does not hold is not among them.
   */
  Set<String> files(String option) {
    return option(option) instanceof Told told ? ours(told.value()) : Set.of();
  }

  /** Which files of the configuration are meant, also where nix tells those of a flake's copy. */
  Set<String> ours(JsonNode answer) {
    Configuration configuration = installation.configuration();
    String top =
        configuration.git().map(Configuration.Git::directory).orElse(configuration.directory());
    var ours = new LinkedHashSet<String>();
    for (JsonNode file : answer.path("files")) {
      String path =
          IN_STORE.matcher(file.asText()).replaceFirst(Matcher.quoteReplacement(top + "/"));
      if (path.startsWith("/")) {
        configuration.file(path).ifPresent(found -> ours.add(found.path()));
      }
    }
    return ours;
  }

  /** The names of the flake's hosts, as a list. */
  Answer hosts() {
    return flake("builtins.attrNames");
  }

  /** The host that is asked about; the installed system's name where there is no flake. */
  String host() {
    return installation.configuration().isFlake()
        ? Rebuild.host(installation, RebuildWish.USUAL)
        : installation.hostName();
  }

  private Answer flake(String function) {
    return asked(
        "ask nix what the flake makes of its hosts",
        List.of(
            "nix",
            "eval",
            "--offline",
            "--no-write-lock-file",
            "--json",
            installation.configuration().directory() + "#nixosConfigurations",
            "--apply",
            function));
  }

  private Answer asked(String purpose, List<String> program) {
    Configuration configuration = installation.configuration();
    Command command =
        Inside.ask(
                purpose,
                rescue.root(),
                SETTINGS,
                Inside.owned(Rebuild.isForeign(configuration, configuration.isFlake()), program))
            .within(LIMIT);
    CommandResult result;
    rescue.interaction().progress("asking nix, inside…");
    try {
      result = rescue.machine().run(command);
    } catch (Trouble.TimedOut late) {
      return new Unasked("nix was not done after " + LIMIT.toMinutes() + " minutes");
    } finally {
      rescue.interaction().progress("");
    }
    return result.ok() ? told(result) : failed(result);
  }

  private static Answer told(CommandResult result) {
    try {
      JsonNode node = JSON.readTree(result.out());
      return node == null || node.isMissingNode()
          ? new Unasked("nix said nothing")
          : new Told(node);
    } catch (JsonProcessingException e) {
      return new Unasked("what nix said can't be read");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Answer failed(CommandResult result) {
    String printed = result.errText();
    if (result.status() == NOT_PREPARED) {
      return new Unasked(
          "the installed system can't be gone into for that: " + Clean.lastLines(printed, 1));
    }
    if (result.status() == NOT_FOUND) {
      return new Unasked("the installed system has no nix that runs");
    }
    String error = error(printed);
    if (NO_PLACE.matcher(error).find()) {
      return new Unasked("nix could not work in RAM: " + error);
    }
    if (NOT_THERE.matcher(printed).find()) {
      return new Unasked("it needs what is not in the store, and nix was told to fetch nothing");
    }
    return new Refused(error);
  }

  /** The last error of several, which is the one that ended it, in a line. */
  static String error(String printed) {
    List<String> lines = Clean.text(printed).lines().map(String::strip).toList();
    int last = 0;
    for (int i = 0; i < lines.size(); i++) {
      last = lines.get(i).startsWith("error: ") ? i : last;
    }
    var kept = new ArrayList<String>();
    for (String line : lines.subList(last, lines.size())) {
      // From there on it shows the place.
      if (line.startsWith("at /") || line.startsWith("at «") || line.startsWith("|")) {
        break;
      }
      kept.add(line);
    }
    String error = String.join(" ", kept).replaceAll("\\s+", " ").strip();
    String plain = error.replaceFirst("^error: ", "").replaceFirst("\\.$", "");
    return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST - 1) + "…";
  }
}
