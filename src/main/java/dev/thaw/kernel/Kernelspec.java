package dev.thaw.kernel;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thaw.machine.Clean;
import dev.thaw.machine.FileTrouble;
import dev.thaw.machine.Trouble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What Jupyter knows a kernel by: a folder with {@code kernel.json}, the logos, and the scripts
 * that start it, or say that it is gone. They lie in the source tree's folder {@code kernel}.
 *
 * @param folder where it is installed
 * @param displayName what people see
 * @param machine the machine that its notebooks begin with; empty for the practice machine
 */
public record Kernelspec(Path folder, String displayName, Optional<String> machine) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final String TEMPLATE = "kernel.json";

  private static final List<String> FILES =
      List.of("start", "gone.py", "logo-32x32.png", "logo-64x64.png", "logo-svg.svg");

  /**
   * The one for a machine.
   *
   * @param data Jupyter's data folder
   * @param machine as {@code --on} names it; empty for the one that every notebook can use
   */
  public static Kernelspec in(Path data, Optional<String> machine) {
    Path kernels = data.resolve("kernels");
    return machine
        .map(on -> new Kernelspec(kernels.resolve(name(on)), "Thaw on " + on, machine))
        .orElseGet(() -> new Kernelspec(kernels.resolve("thaw"), "Thaw (Java)", machine));
  }

  /** Jupyter allows letters, digits, dots, dashes and underscores. */
  private static String name(String machine) {
    return "thaw-"
        + machine
            .toLowerCase(Locale.ROOT)
            .replace("://", "-")
            .replaceAll("[^a-z0-9._-]+", "-")
            .replaceAll("-+$", "");
  }

  /**
   * The user's own data folder of Jupyter.
   *
   * @param account the account's home folder, for an environment that names none
   */
  public static Path userData(Map<String, String> environment, Path account) {
    String own = environment.getOrDefault("JUPYTER_DATA_DIR", "");
    String shared = environment.getOrDefault("XDG_DATA_HOME", "");
    String named = environment.getOrDefault("HOME", "");
    Path home = named.isEmpty() ? account : Path.of(named);
    if (!own.isEmpty()) {
      return Path.of(own);
    }
    if (System.getProperty("os.name").startsWith("Mac")) {
      return home.resolve("Library/Jupyter");
    }
    return (shared.isEmpty() ? home.resolve(".local/share") : Path.of(shared)).resolve("jupyter");
  }

  /**
   * Writes it, over one that is there already.
   *
   * @param launcher the program that starts Thaw
   * @throws Trouble.Refused if it can't be written
   */
  public void install(Path launcher) {
    try {
      Files.createDirectories(folder);
      for (String file : FILES) {
        try (InputStream from = resource(file)) {
          Files.write(folder.resolve(file), from.readAllBytes());
        }
      }
      Files.writeString(folder.resolve(TEMPLATE), json(launcher));
    } catch (IOException e) {
      throw new Trouble.NotReady(
          "The kernel could not be written to " + shown() + ": " + FileTrouble.why(e) + ".",
          "Choose another place: --user, or --prefix DIR.");
    }
  }

  private String json(Path launcher) throws IOException {
    try (InputStream from = resource(TEMPLATE)) {
      var spec = (ObjectNode) MAPPER.readTree(from);
      var argv = (ArrayNode) spec.get("argv");
      for (int i = 0; i < argv.size(); i++) {
        if (argv.get(i).asText().equals("@LAUNCHER@")) {
          argv.set(i, launcher.toString());
        }
      }
      spec.put("display_name", displayName);
      machine.ifPresent(on -> spec.putObject("env").put("THAW_ON", on));
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(spec) + "\n";
    }
  }

  private static InputStream resource(String name) {
    InputStream found = Kernelspec.class.getResourceAsStream("spec/" + name);
    if (found == null) {
      throw new IllegalStateException("This build lacks kernel/" + name + ".");
    }
    return found;
  }

  /**
   * Takes it away.
   *
   * @return whether it was there
   * @throws Trouble.Refused if it can't be taken away
   */
  public boolean uninstall() {
    if (!Files.exists(folder.resolve(TEMPLATE))) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
      return true;
    } catch (IOException e) {
      throw new Trouble.NotReady(
          "The kernel could not be taken away: " + FileTrouble.why(e) + ".",
          "Remove the folder " + shown() + " by hand.");
    }
  }

  private String shown() {
    return Clean.line(folder.toString());
  }
}
