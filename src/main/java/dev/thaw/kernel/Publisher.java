package dev.thaw.kernel;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.publish.PublishStream;
import org.dflib.jjava.jupyter.messages.publish.PublishStream.StreamType;

/**
 * Tells all front ends what cells show, in order. Any thread may hand something over, one that is
 * interrupted too; a thread of its own sends it, and puts together what was printed in small
 * pieces.
 *
 * <p>What nobody listens to is lost. A front end's first cell can be here before it listens, for it
 * reaches each socket by itself, and would then wait for ever to hear that the cell has ended. So
 * what cells show waits for the first listener.
 */
final class Publisher {

  /** How much may wait: a cell that prints faster than it can be sent has to wait itself. */
  private static final int MOST = 4096;

  /** How much is printed with one message, in characters. */
  private static final int PIECE = 1 << 16;

  /** How long the first messages wait for a listener, in milliseconds. */
  private static final int LISTENER = 5000;

  private sealed interface Item {
    record Whole(Message<?> message) implements Item {}

    record Printed(MessageContext cell, StreamType stream, String text) implements Item {
      boolean goesOn(Printed before, int length) {
        return cell == before.cell && stream == before.stream && length + text.length() <= PIECE;
      }
    }

    record Mark(CountDownLatch reached) implements Item {}

    record End() implements Item {}
  }

  private final LinkedBlockingQueue<Item> queue = new LinkedBlockingQueue<>(MOST);

  /** Starts to send. */
  Publisher(Channel iopub) {
    Channels.thread("iopub", () -> send(iopub));
  }

  /** Publishes a message about a request. */
  void publish(MessageContext cell, MessageType<?> type, Object content) {
    put(new Item.Whole(Messages.of(cell, type, content)));
  }

  /** Publishes what a cell prints. */
  void print(MessageContext cell, StreamType stream, String text) {
    if (!text.isEmpty()) {
      put(new Item.Printed(cell, stream, text));
    }
  }

  /** Waits until all is sent that was handed over, but not for ever. */
  void flush() {
    var reached = new CountDownLatch(1);
    put(new Item.Mark(reached));
    try {
      reached.await(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends what is left, and ends. */
  void end() {
    put(new Item.End());
  }

  private void put(Item item) {
    boolean interrupted = false;
    while (true) {
      try {
        queue.put(item);
        break;
      } catch (InterruptedException e) {
        // A cell that is stopped still shows that it was.
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(Channel iopub) {
    try (iopub) {
      // Said twice: to nobody, so that all is ready that a message needs while front ends are on
      // their way; and to the first who listens.
      starting(iopub);
      iopub.setReceiveTimeOut(LISTENER);
      iopub.recv();
      starting(iopub);
      while (true) {
        switch (take()) {
          case Item.End _ -> {
            return;
          }
          case Item.Mark mark -> mark.reached().countDown();
          case Item.Whole whole -> iopub.sendMessage(whole.message());
          case Item.Printed printed ->
              iopub.sendMessage(
                  Messages.of(
                      printed.cell(),
                      PublishStream.MESSAGE_TYPE,
                      new PublishStream(printed.stream(), gather(printed))));
        }
      }
    }
  }

  private static void starting(Channel iopub) {
    iopub.sendMessage(
        Messages.of(null, MessageType.PUBLISH_STATUS, Map.of("execution_state", "starting")));
  }

  private Item take() {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      return new Item.End();
    }
  }

  /** The text, with what was printed after it meanwhile. */
  private String gather(Item.Printed first) {
    var text = new StringBuilder(first.text());
    while (queue.peek() instanceof Item.Printed next && next.goesOn(first, text.length())) {
      text.append(next.text());
      queue.remove();
    }
    return text.toString();
  }
}
