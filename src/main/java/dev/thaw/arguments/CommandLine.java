package dev.thaw.arguments;

import dev.thaw.helpers.Nearest;
import dev.thaw.machine.Clean;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The program's command line: reads the arguments, and runs the command that they name. */
public final class CommandLine {

  /** The command line makes no sense. */
  private static final int MISUSED = 2;

  private final Syntax top;
  private final List<Option> everywhere;
  private final String version;

  /**
   * A program.
   *
   * @param top the program itself: its commands, and what it does without one
   * @param everywhere options that every command takes, also before its name
   * @param version what {@code --version} prints
   */
  public CommandLine(Syntax top, List<Option> everywhere, String version) {
    this.top = top;
    this.everywhere = List.copyOf(everywhere);
    this.version = version;
  }

  /**
   * Runs the command that the arguments name.
   *
   * @return its exit status; 0 after help, 2 if the arguments make no sense, which is said
   */
  public int run(List<String> arguments, PrintStream out, PrintStream err) {
    var reading = new Reading();
    try {
      reading.read(arguments);
      if (reading.help) {
        out.print(help(reading.path));
        return 0;
      }
      if (reading.version) {
        out.println(version);
        return 0;
      }
      reading.check();
      return reading.path.getLast().run();
    } catch (Misuse misuse) {
      err.println(Clean.text(misuse.getMessage()));
      err.println("See " + HelpText.called(reading.path) + " --help.");
      return MISUSED;
    }
  }

  /** The help about a command of the program; nothing if there is none of that name. */
  public Optional<String> help(String command) {
    return top.command(command).map(found -> help(List.of(top, found)));
  }

  private String help(List<Syntax> path) {
    return new HelpText(path, everywhere).text();
  }

  /** One reading of the arguments, from the first to the last. */
  private final class Reading {
    private final List<Syntax> path = new ArrayList<>(List.of(top));
    private final Set<Option> given = new HashSet<>();
    private boolean hasOperand;
    private boolean help;
    private boolean version;

    void read(List<String> arguments) {
      boolean onlyOperands = false;
      for (int i = 0; i < arguments.size(); i++) {
        String argument = arguments.get(i);
        if (onlyOperands || !argument.startsWith("-") || argument.equals("-")) {
          word(argument, onlyOperands);
        } else if (argument.equals("--")) {
          onlyOperands = true;
        } else if (argument.equals("-h") || argument.equals("--help")) {
          help = true;
        } else if (argument.equals("-V") || argument.equals("--version")) {
          version = true;
        } else if (option(argument, i + 1 < arguments.size() ? arguments.get(i + 1) : null)) {
          i++;
        }
      }
    }

    /** The name of a command, or what it is given. */
    private void word(String word, boolean onlyOperands) {
      Syntax command = path.getLast();
      Optional<Syntax> inner =
          hasOperand || onlyOperands ? Optional.empty() : command.command(word);
      if (inner.isPresent()) {
        path.add(inner.get());
        return;
      }
      if (hasOperand || command.operand().isEmpty()) {
        List<String> names = command.commands().stream().map(Syntax::name).toList();
        throw new Misuse(
            names.isEmpty()
                ? "One argument too many: " + word
                : "There is no command " + word + "." + meant(word, names));
      }
      hasOperand = true;
      command.operand().get().given().accept(word);
    }

    /** Takes an option; whether what comes next was its value. */
    private boolean option(String argument, String next) {
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      Option option =
          options()
              .filter(known -> known.names().contains(name))
              .findFirst()
              .orElseThrow(() ->
                  new Misuse(
                      "There is no option "
                          + name
                          + "."
                          + meant(name, options().map(Option::name).toList())));
      if (!given.add(option) && !option.many()) {
        throw new Misuse(option.name() + " is given twice.");
      }
      if (!option.takesValue()) {
        if (equals >= 0) {
          throw new Misuse(option.name() + " takes no value.");
        }
        option.given().accept("");
        return false;
      }
      if (equals < 0 && (next == null || isOption(next))) {
        throw new Misuse(option.shown() + " needs its value.");
      }
      option.given().accept(equals < 0 ? next : argument.substring(equals + 1));
      return equals < 0;
    }

    private boolean isOption(String text) {
      return options().anyMatch(option -> option.names().contains(text.replaceFirst("=.*", "")));
    }

    private Stream<Option> options() {
      return Stream.concat(path.getLast().options().stream(), everywhere.stream());
    }

    /** Whether all is there that has to be, and nothing that excludes something else. */
    void check() {
      Syntax command = path.getLast();
      for (List<Option> these : command.alternatives()) {
        List<String> two = these.stream().filter(given::contains).map(Option::name).toList();
        if (two.size() > 1) {
          throw new Misuse("Give one of them: " + String.join(" or ", two) + ".");
        }
      }
      for (Option option : command.required()) {
        if (!given.contains(option)) {
          throw new Misuse(option.shown() + " is missing.");
        }
      }
      if (!hasOperand && command.operand().filter(Syntax.Operand::required).isPresent()) {
        throw new Misuse(command.operand().get().label() + " is missing.");
      }
    }
  }

  private static String meant(String word, List<String> known) {
    return Nearest.to(word, known).map(near -> " Did you mean " + near + "?").orElse("");
  }
}
