package dev.thaw.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.dflib.jjava.jupyter.messages.Header;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.request.KernelInfoRequest;
import org.junit.jupiter.api.Test;

class MessagesTest {

  private static Header<?> header(Message<?> message) {
    return message.getHeader();
  }

  @Test
  void theTimeIsOneThatJupyterReads() {
    // jupyter_client's jsonutil.py takes no other for a time.
    String time = "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,6})?Z";
    for (int i = 0; i < 100; i++) {
      Message<?> message = Messages.of(null, MessageType.PUBLISH_STATUS, Map.of());
      assertThat(header(message).getTimestamp().getDateString()).matches(time);
    }
  }

  @Test
  void anAnswerIsOfTheSessionThatAsked() {
    var asked =
        new Message<>(
            new Header<>("session", MessageType.KERNEL_INFO_REQUEST), new KernelInfoRequest());
    Message<?> answer = Messages.of(asked, MessageType.KERNEL_INFO_REPLY, Map.of());
    assertThat(answer.getParentHeader().getId()).isEqualTo(header(asked).getId());
    assertThat(header(answer).getSessionId()).isEqualTo("session");
    assertThat(header(answer).getId()).isNotEqualTo(header(asked).getId());
  }
}
