package dev.thaw.kernel;

import org.dflib.jjava.jupyter.channels.JupyterSocket;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * One socket of a kernel. Only one thread may use it, and none that can be interrupted: an
 * interrupt in the middle of sending would close it.
 */
final class Channel extends JupyterSocket {

  private final int port;

  Channel(ZMQ.Context context, SocketType type, HMACGenerator signing, int port) {
    super(context, type, signing, LoggerFactory.getLogger(Channel.class));
    this.port = port;
    // No message is dropped because a front end is slow.
    setHWM(0);
    setLinger(1000);
  }

  @Override
  public void bind(KernelConnectionProperties connection) {
    bind(formatAddress(connection.getTransport(), connection.getIp(), port));
  }
}
