package dev.thaw.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.thaw.app.ExitStatus;
import dev.thaw.app.PassphraseFile;
import dev.thaw.kernel.Kernel;
import dev.thaw.kernel.KernelOptions;
import dev.thaw.kernel.Kernelspec;
import dev.thaw.machine.Clean;
import dev.thaw.machine.MachineAddress;
import dev.thaw.machine.Trouble;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code thaw kernel}: Thaw in Jupyter. */
@Command(
    name = "kernel",
    description = "Thaw in Jupyter: the same cells and helpers, in the browser.",
    footer = "")
final class KernelCommand implements Callable<Integer> {

  private static final Set<String> YES = Set.of("yes", "true", "1");

  @ParentCommand private Main main;

  @Spec private CommandSpec spec;

  /** Where Jupyter looks for kernels. */
  static final class Place {
    @Option(names = "--user", description = "For you alone; so it is when nothing is said.")
    boolean user;

    @Option(
        names = "--prefix",
        paramLabel = "DIR",
        description = "Below DIR/share/jupyter: for all users with /usr/local.")
    @Nullable Path prefix;

    @Option(
        names = "--sys-prefix",
        description = "Into the Python environment that python3 belongs to.")
    boolean sysPrefix;
  }

  /** The choice of one place. */
  static final class Where {
    @ArgGroup(exclusive = true, multiplicity = "0..1")
    Place place = new Place();
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(System.out);
    return ExitStatus.PASSED;
  }

  @Command(
      description =
          "Makes Thaw known to Jupyter; with --on MACHINE, as a kernel of its own for that"
              + " machine.")
  int install(@Mixin Where where) throws Exception {
    return Misuse.unless(() -> {
      Kernelspec kernel = Kernelspec.in(data(where), machine(main.common));
      kernel.install(launcher());
      System.out.println(
          "Jupyter knows it as “"
              + Clean.line(kernel.displayName())
              + "”, in "
              + Clean.line(kernel.folder().toString())
              + ".");
      System.out.println(
          isOnPath("jupyter")
              ? "Next: jupyter notebook, and open a notebook of Thaw's folder notebooks."
              : "Jupyter itself is not here yet. Debian: apt install jupyter-notebook. NixOS:"
                  + " nix-shell -p jupyter.");
      return ExitStatus.PASSED;
    });
  }

  @Command(description = "Takes that back.")
  int uninstall(@Mixin Where where) throws Exception {
    return Misuse.unless(() -> {
      Kernelspec kernel = Kernelspec.in(data(where), machine(main.common));
      boolean there = kernel.uninstall();
      String folder = Clean.line(kernel.folder().toString());
      System.out.println(there ? "Gone: " + folder + "." : "It was not there: " + folder + ".");
      return ExitStatus.PASSED;
    });
  }

  @Command(description = "What Jupyter calls: serves the notebooks that a connection file names.")
  int run(
      @Option(
              names = {"-f", "--connection-file"},
              required = true,
              paramLabel = "FILE",
              description = "Written by Jupyter.")
          Path connectionFile)
      throws Exception {
    return serve(connectionFile, main.common);
  }

  /** Serves the front ends that Jupyter's connection file names; gives the exit status. */
  static int serve(Path connectionFile, Common common) throws Exception {
    return Misuse.unless(() -> {
      serving(connectionFile, common);
      return ExitStatus.PASSED;
    });
  }

  private static void serving(Path connectionFile, Common common) {
    boolean yes = common.yes || environment("THAW_YES").filter(YES::contains).isPresent();
    Optional<PassphraseFile> passphrase =
        common
            .passphrase()
            .or(() -> environment("THAW_PASSPHRASE_FILE").map(Path::of).map(PassphraseFile::new));
    Optional<String> named = machine(common).or(() -> environment("THAW_ON"));
    Kernel.run(
        connectionFile,
        new KernelOptions(Version.number(), named, common.ssh(), yes, passphrase, common.verbose));
  }

  /** Jupyter passes no options on to a kernel, but its own environment. */
  private static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
  }

  /** The machine of {@code --on}, checked. */
  private static Optional<String> machine(Common common) {
    return Optional.ofNullable(common.on).map(on -> MachineAddress.parse(on).text());
  }

  private static Path data(Where where) throws IOException, InterruptedException {
    Place place = where.place;
    if (place.prefix != null) {
      return place.prefix.toAbsolutePath().resolve("share/jupyter");
    }
    return place.sysPrefix
        ? pythonPrefix().resolve("share/jupyter")
        : Kernelspec.userData(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  /** Asks python3 which environment it belongs to. */
  private static Path pythonPrefix() throws IOException, InterruptedException {
    String otherwise = "Use --user, or --prefix DIR.";
    if (!isOnPath("python3")) {
      throw new Trouble.NotReady(
          "There is no python3 whose environment could be meant.", otherwise);
    }
    Process python =
        new ProcessBuilder("python3", "-c", "import sys; print(sys.prefix)")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      // What it prints is one line, for which the pipe has room.
      if (python.waitFor(20, TimeUnit.SECONDS) && python.exitValue() == 0) {
        String prefix = new String(python.getInputStream().readAllBytes(), UTF_8).strip();
        if (!prefix.isEmpty()) {
          return Path.of(prefix);
        }
      }
    } finally {
      python.destroyForcibly();
    }
    throw new Trouble.NotReady("python3 did not say which environment it belongs to.", otherwise);
  }

  /** The script that started this program. */
  private static Path launcher() {
    return Optional.ofNullable(System.getProperty("thaw.launcher"))
        .map(Path::of)
        .orElseThrow(() ->
            new Trouble.NotReady(
                "It is not known how this Thaw was started.",
                "Install the kernel with the script `thaw` of its folder."));
  }

  private static boolean isOnPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
