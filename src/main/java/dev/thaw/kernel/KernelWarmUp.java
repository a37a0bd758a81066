package dev.thaw.kernel;

import dev.thaw.app.Session;
import dev.thaw.helpers.HelperCatalogue;
import dev.thaw.helpers.Helpers;
import dev.thaw.storage.Pools;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.publish.PublishStream;
import org.dflib.jjava.jupyter.messages.publish.PublishStream.StreamType;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * What a first cell brings with it, once beforehand, while front ends are on their way: whatever
 * Java does for the first time takes it several times as long. Nobody hears or sees anything of it.
 */
final class KernelWarmUp {

  private static final String PLACE = "inproc://rehearsal";

  /** As most begin. */
  private static final String HELPER = "pools";

  private KernelWarmUp() {}

  /**
   * Rehearses in the background, on both sides at once. Whatever it comes to, the kernel goes on,
   * and ends when it is told to.
   *
   * @param practice a machine in memory to look at, if there is one
   */
  static void begin(ZMQ.Context context, Optional<Session> practice) {
    practice.ifPresent(machine -> begin("looks", () -> look(machine)));
    begin(
        "cells",
        () -> {
          handOver(context);
          HelperCatalogue.of(Helpers.class).find(HELPER);
        });
  }

  private static void begin(String what, Runnable work) {
    Channels.thread(
        "rehearsal-of-" + what,
        () -> {
          try {
            work.run();
          } catch (RuntimeException e) {
            // If anything is wrong, the first cell tells.
          }
        });
  }

  /** Hands over a cell, what it shows, and its answer, between two sockets in memory. */
  private static void handOver(ZMQ.Context context) {
    try (var front = channel(context, SocketType.DEALER);
        var back = channel(context, SocketType.ROUTER)) {
      back.bind(PLACE);
      front.connect(PLACE);
      var cell = new ExecuteRequest(HELPER + "()", true, false, Map.of(), false, false);
      front.sendMessage(Messages.of(null, cell.getType(), cell));
      Message<?> read = back.readMessage();
      back.sendMessage(
          Messages.of(read, PublishStream.MESSAGE_TYPE, new PublishStream(StreamType.OUT, "")));
      back.sendMessage(
          Messages.of(
              read,
              cell.getReplyType(),
              Map.of("status", "ok", "payload", List.of(), "user_expressions", Map.of())));
    }
  }

  private static Channel channel(ZMQ.Context context, SocketType type) {
    return new Channel(context, type, HMACGenerator.NO_AUTH_INSTANCE, 0);
  }

  /** Looks at a machine that is in memory itself, and puts what it finds in all ways to show it. */
  private static void look(Session practice) {
    Bundle.of(Pools.look(practice.aside().machine()));
  }
}
