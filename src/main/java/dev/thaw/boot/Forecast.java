package dev.thaw.boot;

/** What happens when the machine is started. */
public sealed interface Forecast {

  /** It reaches stage 2. */
  record Boots() implements Forecast {}

  /** Nothing goes on any more at {@code stage}, for the reason in the sentence {@code what}. */
  record Hangs(Stage stage, String what) implements Forecast {}

  /** It ends at {@code stage}, for the reason in the sentence {@code what}. */
  record Fails(Stage stage, String what) implements Forecast {}

  /** It can't be told; {@code why} is a sentence. */
  record CantTell(String why) implements Forecast {}

  /** The forecast in a sentence. */
  default String sentence() {
    return switch (this) {
      case Boots() -> "It boots, as far as the disks tell.";
      case Hangs(Stage stage, String what) -> "It hangs at: " + stage.title() + ". " + what;
      case Fails(Stage stage, String what) -> "It fails at: " + stage.title() + ". " + what;
      case CantTell(String why) -> "Whether it boots can't be told. " + why;
    };
  }
}
