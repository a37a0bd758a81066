package dev.thaw.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.Built;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Jupyter's programs of Debian, with the kernel of this build installed for them alone. What they
 * are to do is written in {@code src/test/python}.
 *
 * @param directory where all lies that they keep
 */
public record Jupyter(Path directory) {

  /** Installs the kernel. */
  public Jupyter {
    String prefix = directory.resolve("prefix").toString();
    String told =
        output(
            directory,
            List.of(Built.launcher().toString(), "kernel", "install", "--prefix", prefix),
            Map.of());
    assertThat(told).contains("Thaw (Java)").contains("jupyter notebook");
  }

  /** Runs a script, which has to end well, and gives what it printed. */
  public String run(String script, Map<String, String> environment, List<String> arguments) {
    var command = new ArrayList<>(List.of("/usr/bin/python3", "src/test/python/" + script));
    command.addAll(arguments);
    return output(directory, command, environment);
  }

  private static String output(Path directory, List<String> command, Map<String, String> more) {
    try {
      Path log = Files.createTempFile(directory, "run", ".log");
      var builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      Map<String, String> environment = builder.environment();
      environment.put("JAVA_HOME", System.getProperty("java.home"));
      environment.put("JUPYTER_PATH", directory.resolve("prefix/share/jupyter").toString());
      for (String state : List.of("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "XDG_STATE_HOME")) {
        environment.put(state, directory.resolve(state).toString());
      }
      environment.put("PYTHONDONTWRITEBYTECODE", "1");
      Stream.of("THAW_ON", "THAW_YES", "THAW_PASSPHRASE_FILE").forEach(environment::remove);
      environment.putAll(more);
      int status = builder.start().waitFor();
      String output = Files.readString(log);
      assertThat(status).as(output).isZero();
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
