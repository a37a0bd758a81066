package dev.thaw.kernel;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.reply.InputReply;
import org.dflib.jjava.jupyter.messages.request.InputRequest;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;

/** Asks the person through the front end that a cell came from. Waiting can be interrupted. */
final class Inputs {

  /** How often a wait looks whether it is still wanted, in milliseconds. */
  private static final int LOOK = 50;

  private record Question(
      MessageContext cell, String prompt, boolean masked, CompletableFuture<String> answer) {}

  /** An empty one is the end. */
  private final LinkedBlockingQueue<Optional<Question>> questions = new LinkedBlockingQueue<>();

  /** Starts to ask what is asked of it. */
  Inputs(ZMQ.Context context, Channel stdin) {
    Channels.thread("stdin", () -> serve(context, stdin));
  }

  /**
   * Asks, and waits for the answer.
   *
   * @param cell the request that is executed
   * @param masked whether the front end shows nothing of what is typed
   * @return a line, without its end
   * @throws InterruptedException if the cell was interrupted
   */
  String ask(MessageContext cell, String prompt, boolean masked) throws InterruptedException {
    var question = new Question(cell, prompt, masked, new CompletableFuture<>());
    questions.add(Optional.of(question));
    try {
      return question.answer().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      question.answer().cancel(false);
    }
  }

  /** Asks nothing more. */
  void end() {
    questions.add(Optional.empty());
  }

  private void serve(ZMQ.Context context, Channel stdin) {
    try (stdin;
        ZMQ.Poller poller = context.poller(1)) {
      poller.register(stdin, ZMQ.Poller.POLLIN);
      for (Optional<Question> next = questions.take(); next.isPresent(); next = questions.take()) {
        Question question = next.get();
        // An answer to a question that was interrupted is none to this one.
        while (poller.poll(0) > 0) {
          read(stdin);
        }
        stdin.sendMessage(
            Messages.of(
                question.cell(),
                InputRequest.MESSAGE_TYPE,
                new InputRequest(question.prompt(), question.masked())));
        while (!question.answer().isDone()) {
          if (poller.poll(LOOK) > 0 && read(stdin) instanceof InputReply reply) {
            question.answer().complete(reply.getValue());
          }
        }
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread but who ends the program.
    }
  }

  /** What came; null if it was not signed rightly, or makes no sense. */
  private static @Nullable Object read(Channel stdin) {
    try {
      return stdin.readMessage().getContent();
    } catch (RuntimeException e) {
      return null;
    }
  }
}
