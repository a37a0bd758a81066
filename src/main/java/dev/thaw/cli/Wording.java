package dev.thaw.cli;

import dev.thaw.helpers.Nearest;
import dev.thaw.machine.Trouble;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What is wrong with a command line, in sentences: picocli counts words, and quotes its own terms.
 */
final class Wording {

  private Wording() {}

  /** Says it. */
  static String of(ParameterException wrong) {
    if (wrong.getCause() instanceof Trouble trouble) {
      return new Misuse(trouble).getMessage();
    }
    return switch (wrong) {
      case UnmatchedArgumentException unmatched -> unmatched(unmatched);
      case MissingParameterException missing when !missing.getMissing().isEmpty() ->
          missing(missing);
      case OverwrittenOptionException twice -> name(twice.getOverwritten()) + " is given twice.";
      case MutuallyExclusiveArgsException both ->
          message(both).replaceFirst("^Error: (.*) are mutually.*", "Give only one of $1.");
      default -> message(wrong);
    };
  }

  private static String message(ParameterException wrong) {
    return Objects.requireNonNull(wrong.getMessage());
  }

  private static String unmatched(UnmatchedArgumentException wrong) {
    CommandLine command = wrong.getCommandLine();
    String word = wrong.getUnmatched().getFirst();
    Set<String> commands = command.getSubcommands().keySet();
    if (wrong.isUnknownOption()) {
      String name = word.replaceFirst("=.*", "");
      List<String> options =
          command.getCommandSpec().options().stream()
              .flatMap(option -> Stream.of(option.names()))
              .toList();
      return "There is no option " + name + "." + meant(name, options).orElse("");
    }
    return commands.isEmpty()
        ? "There is one word too many: " + word + ". What has blanks in it stands in quotes."
        : "There is no command "
            + word
            + "."
            + meant(word, commands).orElse(" There is: " + String.join(", ", commands) + ".");
  }

  private static Optional<String> meant(String word, Collection<String> known) {
    return Nearest.to(word, known).map(near -> " Did you mean " + near + "?");
  }

  private static String missing(MissingParameterException wrong) {
    ArgSpec first = wrong.getMissing().getFirst();
    if (first instanceof OptionSpec option && !option.required()) {
      return name(option) + " needs a value: " + name(option) + " " + option.paramLabel() + ".";
    }
    String all = wrong.getMissing().stream().map(Wording::name).collect(Collectors.joining(", "));
    return wrong.getCommandLine().getCommandSpec().qualifiedName() + " needs " + all + ".";
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }
}
