package dev.thaw.arguments;

import java.util.List;
import java.util.function.Consumer;

/**
 * An option of a command.
 *
 * @param names as it can be written: {@code --symptom}, or {@code -f} and {@code --file}
 * @param label what stands for its value in the help; empty if it takes none
 * @param about a sentence of help
 * @param many whether it may be given more than once
 * @param given told its value, or the empty text, when it is given
 */
public record Option(
    List<String> names, String label, String about, boolean many, Consumer<String> given) {

  /** Copies the list. */
  public Option {
    names = List.copyOf(names);
  }

  /** An option that takes no value. */
  public static Option flag(String name, String about, Runnable given) {
    return new Option(List.of(name), "", about, false, _ -> given.run());
  }

  /** An option with a value: {@code --on MACHINE} or {@code --on=MACHINE}. */
  public static Option value(String name, String label, String about, Consumer<String> given) {
    return new Option(List.of(name), label, about, false, given);
  }

  /** An option with a value that may be given again and again. */
  public static Option values(String name, String label, String about, Consumer<String> given) {
    return new Option(List.of(name), label, about, true, given);
  }

  boolean takesValue() {
    return !label.isEmpty();
  }

  /** As it stands in the help: {@code --on MACHINE}. */
  String shown() {
    return String.join(", ", names) + (takesValue() ? " " + label : "");
  }

  /** What it is called in messages: its last, long name. */
  String name() {
    return names.getLast();
  }
}
