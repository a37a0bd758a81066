package dev.thaw.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * What a command can be given, and what it does: made once, by its class, before anything is read.
 */
public final class Syntax {

  /** The one argument that is no option. */
  record Operand(String label, boolean required, String about, Consumer<String> given) {}

  private final String name;
  private final List<String> about;
  private final List<Option> options = new ArrayList<>();
  private final List<List<Option>> alternatives = new ArrayList<>();
  private final List<Option> required = new ArrayList<>();
  private final List<Syntax> commands = new ArrayList<>();
  private final List<String> statuses = new ArrayList<>();
  private Operand operand;
  private IntSupplier work;

  /**
   * A command.
   *
   * @param about what it does, in paragraphs; the first alone stands in the list of commands
   */
  public Syntax(String name, String... about) {
    this.name = name;
    this.about = List.of(about);
  }

  /** Takes options. */
  public Syntax options(Option... more) {
    options.addAll(List.of(more));
    return this;
  }

  /** Takes an option without which it can't run. */
  public Syntax required(Option option) {
    required.add(option);
    return options(option);
  }

  /** Takes one of these options, not two. */
  public Syntax either(Option... these) {
    alternatives.add(List.of(these));
    return options(these);
  }

  /** Takes one argument, and can't run without it. */
  public Syntax operand(String label, String about, Consumer<String> given) {
    operand = new Operand(label, true, about, given);
    return this;
  }

  /** Takes one argument, or none. */
  public Syntax optionalOperand(String label, String about, Consumer<String> given) {
    operand = new Operand(label, false, about, given);
    return this;
  }

  /** Has commands of its own. */
  public Syntax commands(Syntax... more) {
    commands.addAll(List.of(more));
    return this;
  }

  /** Tells what its exit status means, one line each: {@code "0 all cells passed"}. */
  public Syntax statuses(String... lines) {
    statuses.addAll(List.of(lines));
    return this;
  }

  /** What it does when all was read; gives the exit status. */
  public Syntax does(IntSupplier what) {
    work = what;
    return this;
  }

  /** The command of that name among its own. */
  public Optional<Syntax> command(String called) {
    return commands.stream().filter(command -> command.name.equals(called)).findFirst();
  }

  String name() {
    return name;
  }

  List<String> about() {
    return about;
  }

  List<Option> options() {
    return options;
  }

  List<List<Option>> alternatives() {
    return alternatives;
  }

  List<Option> required() {
    return required;
  }

  List<Syntax> commands() {
    return commands;
  }

  List<String> statuses() {
    return statuses;
  }

  Optional<Operand> operand() {
    return Optional.ofNullable(operand);
  }

  int run() {
    return work.getAsInt();
  }
}
