package dev.thaw.cli;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/** Which of the options that every command takes are of no use to some, and not in their help. */
final class HiddenOptions {

  /** The options that matter only where something is done on a machine. */
  private static final List<String> WORK =
      List.of("--identity", "--ssh-option", "--host-key", "--yes", "--passphrase-file");

  /** The options that matter only where a machine is asked at all. */
  private static final List<String> MACHINE =
      Stream.concat(Stream.of("--on"), WORK.stream()).toList();

  private HiddenOptions() {}

  /** Leaves them out of the help of those commands, which take them as ever. */
  static void hide(Map<String, CommandLine> commands) {
    hide(named("help", commands), MACHINE);
    CommandLine practice = named("practice", commands);
    hide(practice, MACHINE);
    practice.getSubcommands().values().forEach(each -> hide(each, MACHINE));
    CommandLine kernel = named("kernel", commands);
    hide(kernel, WORK);
    hide(named("install", kernel.getSubcommands()), WORK);
    hide(named("uninstall", kernel.getSubcommands()), WORK);
  }

  private static CommandLine named(String name, Map<String, CommandLine> commands) {
    return Objects.requireNonNull(commands.get(name), name);
  }

  private static void hide(CommandLine command, List<String> options) {
    CommandSpec spec = command.getCommandSpec();
    for (String name : options) {
      OptionSpec option = spec.findOption(name);
      spec.remove(option);
      // Its subcommands have theirs already.
      spec.addOption(OptionSpec.builder(option).hidden(true).scopeType(ScopeType.LOCAL).build());
    }
  }
}
