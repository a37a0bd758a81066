package dev.thaw.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.messages.ContentType;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.dflib.jjava.jupyter.messages.request.CompleteRequest;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;
import org.dflib.jjava.jupyter.messages.request.InspectRequest;
import org.dflib.jjava.jupyter.messages.request.IsCompleteRequest;
import org.dflib.jjava.jupyter.messages.request.KernelInfoRequest;
import org.dflib.jjava.jupyter.messages.request.ShutdownRequest;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * A kernel and a front end of it in one program: what Java learns from to start a kernel fast. It
 * asks what a front end asks, one after the other, and ends.
 */
public final class SelfTalk {

  private static final String KEY = "self-talk";

  /** How long an answer may take, in milliseconds. */
  private static final int LIMIT = 30_000;

  private SelfTalk() {}

  /**
   * Runs some cells.
   *
   * @param empty a folder for the connection file
   * @param serve runs a kernel by a connection file, until a front end ends it
   * @param cells what to run; none may ask
   */
  public static void run(Path empty, Consumer<Path> serve, List<String> cells) throws IOException {
    PrintStream out = System.out;
    PrintStream err = System.err;
    InputStream in = System.in;
    KernelConnectionProperties connection = connection();
    Path file = empty.resolve("connection.json");
    Files.writeString(file, connection.toJsonString());
    Thread kernel = Thread.ofPlatform().daemon().start(() -> serve.accept(file));
    try {
      talk(connection, cells);
      kernel.join();
    } catch (GeneralSecurityException | InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      System.setOut(out);
      System.setErr(err);
      System.setIn(in);
    }
  }

  private static KernelConnectionProperties connection() throws IOException {
    var sockets = new ArrayList<ServerSocket>();
    for (int i = 0; i < 5; i++) {
      sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    }
    List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return new KernelConnectionProperties(
        "127.0.0.1",
        ports.get(0),
        ports.get(1),
        ports.get(2),
        ports.get(3),
        ports.get(4),
        "tcp",
        "hmac-sha256",
        KEY);
  }

  private static void talk(KernelConnectionProperties connection, List<String> cells)
      throws GeneralSecurityException {
    HMACGenerator signing = connection.createHMACGenerator();
    ZMQ.Context context = ZMQ.context(1);
    try (context;
        var shell = new Channel(context, SocketType.DEALER, signing, connection.getShellPort());
        var iopub = new Channel(context, SocketType.SUB, signing, connection.getIopubPort())) {
      // Whoever waits for the start of Thaw does not wait for ever.
      shell.setReceiveTimeOut(LIMIT);
      iopub.subscribe(ZMQ.SUBSCRIPTION_ALL);
      shell.connect("tcp://127.0.0.1:" + connection.getShellPort());
      iopub.connect("tcp://127.0.0.1:" + connection.getIopubPort());
      ask(shell, new KernelInfoRequest());
      for (String cell : cells) {
        ask(shell, new IsCompleteRequest(cell));
        ask(shell, new CompleteRequest(cell, cell.length()));
        ask(shell, new InspectRequest(cell, 1, 0));
        ask(shell, new ExecuteRequest(cell, false, true, Map.of(), false, true));
      }
      ask(shell, ShutdownRequest.SHUTDOWN);
    }
  }

  private static <T extends ContentType<T>> void ask(Channel shell, T request) {
    shell.sendMessage(Messages.of(null, request.getType(), request));
    // What it says does not matter; jjava can't read every answer.
    do {
      if (shell.recv() == null) {
        throw new IllegalStateException("The kernel did not answer.");
      }
    } while (shell.hasReceiveMore());
  }
}
