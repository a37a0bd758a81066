package dev.thaw.arguments;

import dev.thaw.view.Width;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code --help} prints.
 *
 * @param path the program, and the commands down to the one that was asked about
 * @param everywhere options that every command takes
 */
record HelpText(List<Syntax> path, List<Option> everywhere) {

  private static final int WIDTH = 80;

  /** How wide the column of names is, with the blanks around it. */
  private static final int NAMES = 26;

  private static final List<Option> ALWAYS =
      List.of(
          new Option(List.of("-h", "--help"), "", "Shows this.", false, _ -> {}),
          new Option(List.of("-V", "--version"), "", "Shows the version.", false, _ -> {}));

  /** How a command is called: {@code thaw practice start}. */
  static String called(List<Syntax> path) {
    return path.stream().map(Syntax::name).collect(Collectors.joining(" "));
  }

  String text() {
    Syntax command = path.getLast();
    var text = new StringBuilder("Usage: ").append(usage(command)).append('\n');
    command.about().forEach(about -> paragraph(text, about));
    command
        .operand()
        .ifPresent(operand -> {
          if (!operand.about().isEmpty()) {
            text.append('\n');
            row(text, operand.label(), operand.about());
          }
        });
    options(text, "Options", command.options());
    options(
        text,
        "Options of every command",
        Stream.concat(everywhere.stream(), ALWAYS.stream()).toList());
    if (!command.commands().isEmpty()) {
      text.append("\nCommands:\n");
      command.commands().forEach(inner -> row(text, inner.name(), inner.about().getFirst()));
    }
    if (!command.statuses().isEmpty()) {
      text.append("\nExit status:\n");
      command.statuses().forEach(line -> text.append("  ").append(line).append('\n'));
    }
    return text.toString();
  }

  private String usage(Syntax command) {
    var words = new StringBuilder(called(path)).append(" [OPTION]...");
    for (Option option : command.required()) {
      words.append(' ').append(option.name()).append(' ').append(option.label());
    }
    for (List<Option> these : command.alternatives()) {
      words.append(these.stream().map(Option::name).collect(Collectors.joining("|", " [", "]")));
    }
    command
        .operand()
        .map(operand -> operand.required() ? operand.label() : "[" + operand.label() + "]")
        .ifPresent(label -> words.append(' ').append(label));
    return words.append(command.commands().isEmpty() ? "" : " [COMMAND]").toString();
  }

  private static void options(StringBuilder text, String heading, List<Option> options) {
    if (options.isEmpty()) {
      return;
    }
    text.append('\n').append(heading).append(":\n");
    options.forEach(option -> row(text, option.shown(), option.about()));
  }

  private static void paragraph(StringBuilder text, String about) {
    Width.wrap(about, WIDTH).forEach(line -> text.append(line).append('\n'));
  }

  /** A name, and beside it what it is; below it, if the name is too long. */
  private static void row(StringBuilder text, String name, String about) {
    String head = "  " + name;
    if (head.length() > NAMES - 2) {
      text.append(head).append('\n');
      head = "";
    }
    for (String line : Width.wrap(about, WIDTH - NAMES)) {
      text.append(head).append(" ".repeat(NAMES - head.length())).append(line).append('\n');
      head = "";
    }
  }
}
