package dev.thaw.kernel;

import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.MessageType;

/** Makes messages of contents for which the base has no class, or one with gaps. */
final class Messages {

  private Messages() {}

  /**
   * A message.
   *
   * @param parent the request that it answers or is about; null for none
   * @param content one of the base's, or a map from the protocol's names to values
   */
  @SuppressWarnings("unchecked")
  static Message<?> of(MessageContext parent, MessageType<?> type, Object content) {
    return new Message<>(parent, (MessageType<Object>) type, content);
  }
}
