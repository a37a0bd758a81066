package dev.thaw.kernel;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
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
   * @throws Trouble.NotNow if it is no such file, or a port is taken
   */
  static Channels open(Path connectionFile) {
    String name = Clean.line(connectionFile.toString());
    try {
      var connection = KernelConnectionProperties.parse(Files.readString(connectionFile));
      HMACGenerator signing = connection.createHMACGenerator();
      ZMQ.Context context = ZMQ.context(1);
      var channels =
          new Channels(
              context,
              new Channel(context, SocketType.ROUTER, signing, connection.getShellPort()),
              new Channel(context, SocketType.ROUTER, signing, connection.getControlPort()),
              new Channel(context, SocketType.ROUTER, signing, connection.getStdinPort()),
              new Channel(context, SocketType.PUB, signing, connection.getIopubPort()));
      var heartbeat = new Channel(context, SocketType.ROUTER, signing, connection.getHbPort());
      heartbeat.bind(connection);
      channels.shell.bind(connection);
      channels.control.bind(connection);
      channels.stdin.bind(connection);
      channels.iopub.bind(connection);
      thread("heartbeat", () -> echo(heartbeat));
      return channels;
    } catch (IOException e) {
      throw new Trouble.NotNow("The connection file " + name + " can't be read.", WHO);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new Trouble.NotNow(
          "No kernel could be started by the connection file " + name + ": " + e.getMessage(), WHO);
    }
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
