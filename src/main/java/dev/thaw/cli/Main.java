package dev.thaw.cli;

import dev.thaw.helpers.HelperCatalogue;
import dev.thaw.helpers.HelperInfo;
import dev.thaw.helpers.Helpers;
import dev.thaw.helpers.Kind;
import dev.thaw.machine.Clean;
import dev.thaw.terminal.Status;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

/** {@code thaw}: where the program starts. */
@Command(
    name = "thaw",
    description = "Rescues a NixOS machine that froze in stage 1.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    scope = CommandLine.ScopeType.INHERIT,
    subcommands = {Play.class, Diagnose.class, Eval.class, Practice.class, Help.class})
public final class Main implements Callable<Integer> {

  @Mixin Common common = new Common();

  /** Runs the command line and ends with its exit status. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs the command line and gives its exit status. */
  static int run(String... arguments) {
    return new CommandLine(new Main()).setParameterExceptionHandler(Eval::usage).execute(arguments);
  }

  /** Says that Thaw itself failed; the stack trace only for who asks for it. */
  private int unexpected(Exception e) {
    System.err.println(Clean.text("Thaw itself failed: " + e));
    if (common.verbose) {
      e.printStackTrace();
    } else {
      System.err.println("Run it with --verbose to see where, and report it.");
    }
    return Status.FAILED;
  }

  @Override
  public Integer call() {
    System.out.println("The prompt comes with a later version. For now:");
    System.out.println();
    System.out.println("  thaw play --on ssh://root@HOST NOTEBOOK.ipynb");
    System.out.println("  thaw eval --on ssh://root@HOST 'pools()'");
    System.out.println("  thaw eval --on ssh://root@HOST FILE.jsh");
    System.out.println("  thaw diagnose --on ssh://root@HOST");
    System.out.println("  thaw help mountAll");
    System.out.println();
    System.out.println("The helpers:");
    HelperCatalogue catalogue = HelperCatalogue.of(Helpers.class);
    for (Kind kind : Kind.values()) {
      String names =
          catalogue.of(kind).stream().map(HelperInfo::name).collect(Collectors.joining("  "));
      System.out.println("  %-7s %s".formatted(kind.name().toLowerCase(Locale.ROOT), names));
    }
    return Status.PASSED;
  }

  /** The version, from the manifest of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"thaw " + text()};
    }

    /** The bare version. */
    static String text() {
      return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
          .orElse("(development)");
    }
  }
}
