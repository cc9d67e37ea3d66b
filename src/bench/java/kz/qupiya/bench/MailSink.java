package kz.qupiya.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** A mail server that takes everything at once and keeps nothing: what is measured is not its speed. */
final class MailSink implements AutoCloseable {

    private static final byte[] END = "\r\n.\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OK = "250 ok\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] GO_ON = "354 go on\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HELLO = "220 sink\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BYE = "221 bye\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket socket;
    private final AtomicLong taken = new AtomicLong();

    MailSink() {
        try {
            socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread(() -> {
            while (!socket.isClosed()) {
                try {
                    var client = socket.accept();
                    client.setTcpNoDelay(true);
                    thread(() -> talk(client));
                } catch (IOException e) {
                    return; // closed
                }
            }
        });
    }

    private static void thread(Runnable work) {
        var thread = new Thread(work, "mail-sink");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    long taken() {
        return taken.get();
    }

    private void talk(Socket client) {
        try (client) {
            InputStream in = client.getInputStream();
            OutputStream out = client.getOutputStream();
            out.write(HELLO);
            var buffer = new byte[1 << 16];
            var data = false;
            int matched = 0;
            int length = 0;
            int first = 0;
            for (int read = in.read(buffer); read != -1; read = in.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    if (data) {
                        matched = buffer[i] == END[matched] ? matched + 1 : buffer[i] == '\r' ? 1 : 0;
                        if (matched == END.length) {
                            data = false;
                            matched = 0;
                            taken.incrementAndGet();
                            out.write(OK);
                        }
                        continue;
                    }
                    if (buffer[i] != '\n') {
                        first = length++ == 0 ? buffer[i] : first;
                        continue;
                    }
                    length = 0;
                    switch (first) {
                        case 'D' -> {
                            data = true;
                            // The line feed before the first line of a mail is that of DATA.
                            matched = 2;
                            out.write(GO_ON);
                        }
                        case 'Q' -> {
                            out.write(BYE);
                            return;
                        }
                        default -> out.write(OK);
                    }
                }
            }
        } catch (IOException e) {
            // the other side is gone
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
