package io.busport;

import io.busport.ops.LogSetup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one line on standard output: whoever started the gateway waits for it. */
public final class Announcement {
    private static final Logger log = LoggerFactory.getLogger(LogSetup.ANNOUNCEMENT);

    private Announcement() {}

    static void listening(String host, int port) {
        log.info("Listening on {}:{}", host, port);
    }

    /** For a process that has a gateway and something else to say on standard output. */
    public static void silence() {
        LogSetup.silence(LogSetup.ANNOUNCEMENT);
    }
}
