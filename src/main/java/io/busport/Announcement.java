package io.busport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one line on standard output: whoever started the gateway waits for it. Its logger has an appender of its own in logback.xml. */
final class Announcement {
    private static final Logger log = LoggerFactory.getLogger("busport.announcement");

    private Announcement() {}

    static void listening(String host, int port) {
        log.info("Listening on {}:{}", host, port);
    }
}
