package dev.customerintelligence.benchmarks.server;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.LongAdder;
import javax.net.SocketFactory;

/** Makes the sockets of connections, and counts what comes through all of them. Thread-safe. */
public final class CountingSocketFactory extends SocketFactory {
  private static final LongAdder RECEIVED = new LongAdder();

  /** For a driver, which is given the class's name. */
  public CountingSocketFactory() {}

  /** Returns how many bytes the servers have sent so far. */
  public static long received() {
    return RECEIVED.sum();
  }

  /** Returns a JDBC URL whose connections are counted, of a driver of Postgres or MariaDB. */
  static String on(String url) {
    return url
        + (url.contains("?") ? "&" : "?")
        + "socketFactory="
        + CountingSocketFactory.class.getName();
  }

  @Override
  public Socket createSocket() {
    return new CountingSocket();
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException("The drivers connect the socket themselves");
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    return createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    return createSocket(host.getHostName(), port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
    return createSocket(host, port);
  }

  private static final class CountingSocket extends Socket {
    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read() throws IOException {
          int read = in.read();
          if (read >= 0) {
            RECEIVED.increment();
          }
          return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          int read = in.read(bytes, offset, length);
          RECEIVED.add(Math.max(0, read));
          return read;
        }
      };
    }
  }
}
