package dev.thaw.session;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.Optional;
import jdk.jshell.execution.LocalExecutionControl;
import org.jspecify.annotations.Nullable;

/**
 * Runs snippets in this JVM as JShell's own local engine does, but keeps what they give and what
 * they throw as objects. JShell itself passes on only text.
 */
final class ValueControl extends LocalExecutionControl {

  /** The engine's thread inherits it from the evaluating thread. */
  private static final InheritableThreadLocal<ValueControl> CURRENT =
      new InheritableThreadLocal<>();

  private static final Method RELAY = relayMethod();

  private @Nullable Method snippet;
  private volatile @Nullable Object value;
  private volatile @Nullable Throwable thrown;
  private volatile boolean stopping;
  private Optional<Given> given = Optional.empty();

  /** What a snippet gives that is not run; the value may be null. */
  private record Given(@Nullable Object value) {}

  ValueControl(ClassLoader parent) {
    super(parent);
  }

  /** Forgets the snippet before; what was given for one that JShell refused, too. */
  void reset() {
    given = Optional.empty();
    value = null;
    thrown = null;
  }

  /** Begins a new cell: an earlier stop is over. */
  void begin() {
    stopping = false;
    reset();
  }

  /** The next snippet gives that, and is not run: it was run already, without JShell. */
  void give(@Nullable Object value) {
    reset();
    given = Optional.of(new Given(value));
  }

  @Nullable Object value() {
    return value;
  }

  /** What the last snippet threw; {@code null} if it did not. */
  @Nullable Throwable thrown() {
    return thrown;
  }

  boolean isStopping() {
    return stopping;
  }

  @Override
  public void load(ClassBytecodes[] classes)
      throws ClassInstallException, NotImplementedException, EngineTerminationException {
    var held = new ClassBytecodes[classes.length];
    for (int i = 0; i < classes.length; i++) {
      byte[] code = ExitCalls.replacedIn(classes[i].bytecodes());
      held[i] = new ClassBytecodes(classes[i].name(), code);
    }
    super.load(held);
  }

  @Override
  protected String invoke(Method doitMethod) throws Exception {
    if (given.isPresent()) {
      value = given.get().value();
      given = Optional.empty();
      if (value != null) {
        keep(doitMethod.getDeclaringClass());
      }
      return "";
    }
    snippet = doitMethod;
    // Before the class is initialised: an assert in a cell is the reader's checkpoint.
    doitMethod.getDeclaringClass().getClassLoader().setDefaultAssertionStatus(true);
    CURRENT.set(this);
    try {
      return super.invoke(RELAY);
    } finally {
      CURRENT.remove();
    }
  }

  /** Does what a snippet ends with: keeps its value, in the variable of the class around it. */
  private void keep(Class<?> around) throws IllegalAccessException {
    for (Field variable : around.getDeclaredFields()) {
      variable.setAccessible(true);
      variable.set(null, value);
    }
  }

  /** What the engine believes to be the snippet. */
  static @Nullable Object relay() throws Throwable {
    ValueControl control = CURRENT.get();
    CURRENT.remove();
    return control.runSnippet();
  }

  private @Nullable Object runSnippet() throws Throwable {
    if (stopping) {
      // stop() came while the snippet was being compiled, before there was a thread to interrupt.
      throw new InterruptedException();
    }
    try {
      value = Objects.requireNonNull(snippet).invoke(null);
      return null;
    } catch (InvocationTargetException e) {
      thrown = e.getCause();
      throw e.getCause();
    }
  }

  private static Method relayMethod() {
    try {
      Method relay = ValueControl.class.getDeclaredMethod("relay");
      relay.setAccessible(true);
      return relay;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void stop() throws EngineTerminationException {
    stopping = true;
    try {
      super.stop();
    } catch (InternalException e) {
      // Nothing has run yet: the flag is enough.
    }
  }
}
