package dev.thaw.kernel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.RequestType;

/**
 * What a front end wants, and the way back to it.
 *
 * @param channel where it came from
 * @param message itself
 * @param publisher tells all front ends
 */
record Request(Channel channel, Message<?> message, Publisher publisher) {

  /** What is wanted: one of jjava's requests, or something unknown. */
  Object content() {
    return message.getContent();
  }

  /** Answers that it went well. */
  void ok(Map<String, ?> content) {
    var whole = new HashMap<String, Object>(content);
    whole.put("status", "ok");
    reply(whole);
  }

  /** Answers that it was not done, because one before it failed. */
  void aborted() {
    reply(Map.of("status", "aborted"));
  }

  /** Answers what can't be done at all, with a sentence. */
  void refused(String sentence) {
    reply(new ErrorReply("NotSupported", sentence, List.of(sentence)).reply(Map.of()));
  }

  /** Answers with all that the protocol wants. */
  void reply(Map<String, ?> content) {
    if (content() instanceof RequestType<?> type) {
      channel.sendMessage(Messages.of(message, type.getReplyType(), content));
    }
  }
}
