package dev.thaw.machine;

import java.util.List;

/**
 * What a command does to the machine, as plain data: a record class, whose simple name is its kind,
 * of what JSON can hold. {@link ActionRecorder} writes it down beside the arguments.
 */
public interface LoggedAction {

  /** The program and the arguments that do it. */
  List<String> argv();
}
