package dev.thaw.kernel;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dflib.jjava.jupyter.messages.Header;
import org.dflib.jjava.jupyter.messages.KernelTimestamp;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Makes the messages that a kernel sends: of any content, as jjava has no class for some, or one
 * with gaps.
 */
final class Messages {

  private Messages() {}

  /**
   * A message.
   *
   * @param parent the request that it answers or is about; null for none
   * @param content one of jjava's, or a map from the protocol's names to values
   */
  @SuppressWarnings("unchecked")
  static Message<?> of(@Nullable MessageContext parent, MessageType<?> type, Object content) {
    Optional<Header<?>> before = Optional.ofNullable(parent).map(MessageContext::getHeader);
    var header =
        new Header<>(
            UUID.randomUUID().toString(),
            before.map(Header::getUsername).orElse(Header.KERNEL_USERNAME),
            before.map(Header::getSessionId).orElse(""),
            now(),
            (MessageType<Object>) type,
            Header.PROTOCOL_VERISON);
    return new Message<>(
        parent == null ? List.of() : parent.getIdentities(),
        header,
        before.orElse(null),
        null,
        content,
        null);
  }

  /**
   * The time in a way that Jupyter reads, which takes no smaller fractions. The base would write it
   * to the minute, and with what Java knows of all countries' dates: reading that takes several
   * times as long as the rest of a first message.
   */
  private static KernelTimestamp now() {
    return new KernelTimestamp(Instant.now().truncatedTo(ChronoUnit.MICROS).toString());
  }
}
