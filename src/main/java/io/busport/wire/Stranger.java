package io.busport.wire;

import static io.busport.wire.Detector.any;
import static io.busport.wire.Detector.prefix;

import io.vertx.core.buffer.Buffer;

/** Who knocks at the port and is not served, with the answer they get. They must not be taken for text, or they would be answered nonsense. */
public enum Stranger {
    TLS(prefix(0x16), "TLS is not configured here, only plain TCP"),
    PROXY(
            any(prefix("PROXY "), prefix(0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51)),
            "a PROXY protocol header is not expected here; switch it off at the proxy"),
    SSH(prefix("SSH-"), "this is not an SSH server but Busport's message port"),
    HTTP(
            any(
                    prefix("GET /"),
                    prefix("HEAD /"),
                    prefix("POST /"),
                    prefix("PUT /"),
                    prefix("DELETE /"),
                    prefix("PATCH /"),
                    prefix("OPTIONS /"),
                    prefix("OPTIONS *"),
                    prefix("TRACE /"),
                    prefix("CONNECT "),
                    prefix("PRI * HTTP/2")),
            "this is not a web server but Busport's message port");

    private final Detector detector;
    private final String sentence;

    Stranger(Detector detector, String sentence) {
        this.detector = detector;
        this.sentence = sentence;
    }

    Detector detector() {
        return detector;
    }

    /** Why it is not served. */
    public String sentence() {
        return sentence;
    }

    /** What it is told, in its own language as far as a few bytes can be: the last bytes of the connection. */
    public Buffer answer() {
        return switch (this) {
            case HTTP -> {
                Buffer text =
                        Buffer.buffer(sentence + ". Try: nc HOST PORT. Status: /connections on the admin port.\n");
                yield Buffer.buffer(
                                "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
                                        + text.length() + "\r\nConnection: close\r\n\r\n")
                        .appendBuffer(text);
            }
            // A TLS alert record: version 1.2, two bytes, fatal, handshake_failure (RFC 5246 section 7.2).
            case TLS -> Buffer.buffer(new byte[] {0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28});
            case PROXY, SSH -> Buffer.buffer("! " + sentence + "\r\n");
        };
    }
}
