package dev.thaw.kernel;

import java.lang.reflect.Constructor;
import java.util.Map;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.RequestType;

/**
 * What a debugger's front end wants, a request of the Debug Adapter Protocol. The base knows no
 * such message.
 *
 * @param seq its number
 * @param command what is wanted; null where it was left out
 */
record DebugRequest(int seq, String command) implements RequestType<Object> {

  private static final MessageType<Object> REPLY = type("debug_reply", Object.class);

  /** Has jjava's kernel know it, from now on. */
  static void introduce() {
    type("debug_request", DebugRequest.class);
  }

  /** Makes a type, which goes into jjava's list of them: it is not made to have any added. */
  private static <T> MessageType<T> type(String name, Class<T> content) {
    try {
      @SuppressWarnings("unchecked")
      var made =
          (Constructor<MessageType<T>>)
              (Constructor<?>) MessageType.class.getDeclaredConstructor(String.class, Class.class);
      made.setAccessible(true);
      return made.newInstance(name, content);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The base makes its message types in another way now.", e);
    }
  }

  @Override
  public MessageType<Object> getReplyType() {
    return REPLY;
  }

  /** That protocol's answer. */
  Map<String, Object> refusal() {
    return Map.of(
        "type",
        "response",
        "seq",
        seq,
        "request_seq",
        seq,
        "command",
        command == null ? "" : command,
        "success",
        false,
        "message",
        "This kernel has no debugger. Print what you want to see, or give it as a cell's value.");
  }
}
