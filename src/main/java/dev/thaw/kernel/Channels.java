package dev.thaw.kernel;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * The sockets between a kernel and its front ends.
 *
 * @param shell where cells and questions about code come from
 * @param control where interrupts and the end come from, also while a cell runs
 * @param stdin where a cell asks the person
 * @param iopub where everybody hears what cells show
 */
record Channels(ZMQ.Context context, Channel shell, Channel control, Channel stdin, Channel iopub) {

  /**
   * Opens the sockets that a connection file names, and answers heartbeats from then on.
   *
   * @throws Trouble.Refused if it is no such file, or a port is taken
   */
  static Channels open(Path connectionFile) {
    String name = Clean.line(connectionFile.toString());
    try {
      KernelConnectionProperties connection = read(Files.readString(connectionFile));
      // Java takes its time to find its cryptography, and sockets take theirs.
      Future<HMACGenerator> signing = signing(connection);
      ZMQ.Context context = ZMQ.context(1);
      var heartbeat =
          new Channel(
              context, SocketType.ROUTER, HMACGenerator.NO_AUTH_INSTANCE, connection.getHbPort());
      heartbeat.bind(connection);
      HMACGenerator signer = signing.get();
      var channels =
          new Channels(
              context,
              new Channel(context, SocketType.ROUTER, signer, connection.getShellPort()),
              new Channel(context, SocketType.ROUTER, signer, connection.getControlPort()),
              new Channel(context, SocketType.ROUTER, signer, connection.getStdinPort()),
              new Channel(context, SocketType.XPUB, signer, connection.getIopubPort()));
      channels.shell.bind(connection);
      channels.control.bind(connection);
      channels.stdin.bind(connection);
      channels.iopub.bind(connection);
      thread("heartbeat", () -> echo(heartbeat));
      return channels;
    } catch (IOException e) {
      throw new Trouble.NotReady("The connection file " + name + " can't be read.", WHO);
    } catch (ExecutionException | InterruptedException | RuntimeException e) {
      throw new Trouble.NotReady(
          "No kernel could be started by the connection file " + name + ": " + e.getMessage(), WHO);
    }
  }

  private static Future<HMACGenerator> signing(KernelConnectionProperties connection) {
    var signing = new FutureTask<>(connection::createHMACGenerator);
    thread("signing", signing);
    return signing;
  }

  /**
   * What a connection file says. The base would read it by reflection, with which front ends would
   * wait several times as long for the sockets.
   */
  private static KernelConnectionProperties read(String text) {
    JsonObject said = JsonParser.parseString(text).getAsJsonObject();
    return new KernelConnectionProperties(
        of(said, "ip").getAsString(),
        of(said, "control_port").getAsInt(),
        of(said, "shell_port").getAsInt(),
        of(said, "stdin_port").getAsInt(),
        of(said, "hb_port").getAsInt(),
        of(said, "iopub_port").getAsInt(),
        of(said, "transport").getAsString(),
        of(said, "signature_scheme").getAsString(),
        of(said, "key").getAsString());
  }

  private static JsonElement of(JsonObject said, String name) {
    return Optional.ofNullable(said.get(name))
        .orElseThrow(() -> new IllegalArgumentException("it has no " + name));
  }

  private static final String WHO =
      "Jupyter writes that file and starts the kernel; for a person there is `thaw kernel install`.";

  /** Starts a thread that keeps no program from ending. */
  static void thread(String name, Runnable work) {
    Thread.ofPlatform()
        .name("kernel-" + name)
        .daemon()
        .start(() -> {
          try {
            work.run();
          } catch (ZMQException e) {
            // The context was closed: the kernel ends.
          }
        });
  }

  private static void echo(Channel heartbeat) {
    try (heartbeat) {
      while (true) {
        byte[] part = heartbeat.recv();
        heartbeat.send(part, heartbeat.hasReceiveMore() ? ZMQ.SNDMORE : 0);
      }
    }
  }
}
