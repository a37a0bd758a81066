package dev.thaw.kernel;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import dev.thaw.session.Evaluator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.comm.CommOpenCommand;
import org.dflib.jjava.jupyter.messages.publish.PublishStream.StreamType;
import org.dflib.jjava.jupyter.messages.request.CommInfoRequest;
import org.dflib.jjava.jupyter.messages.request.CompleteRequest;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;
import org.dflib.jjava.jupyter.messages.request.HistoryRequest;
import org.dflib.jjava.jupyter.messages.request.InspectRequest;
import org.dflib.jjava.jupyter.messages.request.InterruptRequest;
import org.dflib.jjava.jupyter.messages.request.IsCompleteRequest;
import org.dflib.jjava.jupyter.messages.request.KernelInfoRequest;
import org.dflib.jjava.jupyter.messages.request.ShutdownRequest;
import org.jline.utils.Signals;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/** The Jupyter kernel: cells from notebooks, run in a session, on the machine that they name. */
public final class Kernel {

  /** How long the end may take until nobody waits for it any more. */
  private static final Duration ENDING = Duration.ofSeconds(3);

  /**
   * After how long the rest is done: signals, and JShell, if no cell has needed it before. Neither
   * is to be in the way of what a front end asks first. {@code src/main/sh/train.sh} sets it longer
   * where Java learns what a start needs: JShell is not part of that, however slow the computer is.
   */
  private static final Duration QUIET = Duration.ofMillis(Long.getLong("thaw.kernel.quiet", 300));

  private static final String INTERRUPT = "INT";

  private final Channels channels;
  private final Publisher publisher;
  private final Inputs inputs;
  private final History history = new History();
  private final Evaluator evaluator;
  private final Execution execution;
  private final Introspection introspection;
  private final KernelOptions start;
  private final CurrentMachine machine;
  private final CountDownLatch end = new CountDownLatch(1);

  private Kernel(Channels channels, Evaluator evaluator, KernelOptions start) {
    this.evaluator = evaluator;
    this.channels = channels;
    this.start = start;
    publisher = new Publisher(channels.iopub());
    inputs = new Inputs(channels.context(), channels.stdin());
    var output = new CellOutput(publisher);
    machine = new CurrentMachine(new FrontEnd(output, inputs, start), output, start);
    execution = new Execution(evaluator, output, machine, history);
    introspection = new Introspection(evaluator, machine::known);
    System.setOut(output.stream(StreamType.OUT));
    System.setErr(output.stream(StreamType.ERR));
    System.setIn(new CellInput(output, inputs));
  }

  /**
   * Serves the front ends that a connection file names, until one of them ends it.
   *
   * @throws Trouble.Refused if it is no such file
   */
  public static void run(Path connectionFile, KernelOptions start) {
    // The base logs through it to nowhere; that is meant, and no reason for a warning.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    // First of all: a front end that finds no socket tries again only after a while.
    Channels channels = Channels.open(connectionFile);
    Evaluator session = Evaluator.withHelpers(List.of("static dev.thaw.kernel.Display.*"));
    DebugRequest.introduce();
    new Kernel(channels, session, start).serve();
  }

  private void serve() {
    endWithJupyter();
    Channels.thread("control", () -> serve(channels.control()));
    Channels.thread("shell", () -> serve(channels.shell()));
    KernelWarmUp.begin(channels.context(), machine.expect());
    var killed = new Thread(this::letGo);
    Runtime.getRuntime().addShutdownHook(killed);
    Object before = null;
    try {
      if (!end.await(QUIET.toMillis(), TimeUnit.MILLISECONDS)) {
        evaluator.warm();
        // Front ends interrupt by a message; whoever started the kernel by hand, by a signal.
        before = Signals.register(INTERRUPT, this::stop);
        end.await();
      }
    } catch (InterruptedException e) {
      // As if a front end had ended it.
    }
    letGo();
    if (before != null) {
      Signals.unregister(INTERRUPT, before);
    }
    try {
      Runtime.getRuntime().removeShutdownHook(killed);
    } catch (IllegalStateException e) {
      // The program is ending already, and the hook is part of it.
    }
    inputs.end();
    publisher.end();
    // Waits until all is sent that was said, but not for ever.
    Thread closing = Thread.ofPlatform().daemon().start(channels.context()::close);
    try {
      closing.join(ENDING);
    } catch (InterruptedException e) {
      // It ends all the same.
    }
  }

  /** Ends what runs, and the connection to the machine. */
  private void letGo() {
    stop();
    machine.close();
  }

  /** A Jupyter that was killed ends no kernel; nobody could reach this one any more. */
  private void endWithJupyter() {
    String parent = System.getenv().getOrDefault("JPY_PARENT_PID", "");
    if (parent.matches("[0-9]{1,10}")) {
      ProcessHandle.of(Long.parseLong(parent))
          .map(ProcessHandle::onExit)
          .ifPresent(ended -> {
            var _ = ended.thenRun(end::countDown);
          });
    }
  }

  /** Ends what is running, and the command that it waits for. */
  private void stop() {
    evaluator.stop();
  }

  private void serve(Channel channel) {
    try (channel;
        ZMQ.Poller waiting = channels.context().poller(1)) {
      waiting.register(channel, ZMQ.Poller.POLLIN);
      while (end.getCount() > 0) {
        next(channel).ifPresent(request -> handle(request, () -> rest(channel, waiting)));
      }
    }
  }

  /** What was sent meanwhile. */
  private List<Request> rest(Channel channel, ZMQ.Poller waiting) {
    var sent = new ArrayList<Request>();
    while (waiting.poll(0) > 0) {
      next(channel).ifPresent(sent::add);
    }
    return sent;
  }

  /** The next request; empty for what was not signed rightly or makes no sense. */
  private Optional<Request> next(Channel channel) {
    try {
      return Optional.of(new Request(channel, channel.readMessage(), publisher));
    } catch (ZMQException e) {
      throw e;
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Answers a request.
   *
   * @param sent gives those that were sent meanwhile: the cells among them are not run after one
   *     that failed. It is asked before the answer: who knows of the failure may send what they
   *     like.
   */
  private void handle(Request request, Supplier<List<Request>> sent) {
    var behind = new ArrayList<Request>();
    if (request.content() instanceof ExecuteRequest) {
      // Before anybody hears that it is busy, and interrupts it.
      execution.begin();
    }
    busy(
        request,
        () -> {
          if (request.content() instanceof ExecuteRequest cell) {
            Execution.Answer answer = execution.run(request, cell);
            if (!answer.goesOn()) {
              behind.addAll(sent.get());
            }
            // `jupyter console` shows only what has come before the answer.
            publisher.flush();
            request.reply(answer.content());
          } else {
            answer(request);
          }
        });
    behind.forEach(this::passOver);
  }

  private void passOver(Request request) {
    busy(
        request,
        () -> {
          if (request.content() instanceof ExecuteRequest) {
            request.aborted();
          } else {
            answer(request);
          }
        });
  }

  private void busy(Request request, Runnable work) {
    status(request, "busy");
    try {
      work.run();
    } catch (RuntimeException e) {
      request.refused("Thaw itself failed: " + Clean.line(e.toString()) + ". Report it, please.");
    } finally {
      status(request, "idle");
    }
  }

  private void answer(Request request) {
    switch (request.content()) {
      case KernelInfoRequest _ -> request.ok(KernelInfo.of(start.version(), machine.address()));
      case CompleteRequest code -> request.ok(introspection.complete(code));
      case InspectRequest code -> request.ok(introspection.inspect(code));
      case IsCompleteRequest code -> request.reply(introspection.isComplete(code.getCode()));
      case HistoryRequest wanted -> request.ok(Map.of("history", history.find(wanted)));
      case CommInfoRequest _ -> request.ok(Map.of("comms", Map.of()));
      // There are no widgets here: what a front end opens is closed again.
      case CommOpenCommand comm ->
          publisher.publish(
              request.message(),
              MessageType.COMM_CLOSE_COMMAND,
              Map.of("comm_id", comm.getCommID(), "data", Map.of()));
      case DebugRequest wanted -> request.reply(wanted.refusal());
      case InterruptRequest _ -> {
        stop();
        request.ok(Map.of());
      }
      case ShutdownRequest wanted -> {
        request.ok(Map.of("restart", wanted.isRestart()));
        end.countDown();
      }
      default -> {
        // What this kernel does not know, it said in its kernel_info.
      }
    }
  }

  private void status(Request request, String state) {
    publisher.publish(
        request.message(), MessageType.PUBLISH_STATUS, Map.of("execution_state", state));
  }
}
