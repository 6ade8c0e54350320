package io.busport.security;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoginsTest {
    private static final Logger logger = (Logger) LoggerFactory.getLogger(Logins.class);

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final AtomicLong now = new AtomicLong();
    private final Logins logins = new Logins(now::get);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
        logger.setAdditive(false);
        logger.setLevel(Level.INFO); // whatever other tests have made of it
    }

    @AfterEach
    void leave() {
        logger.detachAppender(lines);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    @Test
    void a_flood_is_two_lines_in_ten_seconds() {
        for (int i = 0; i < 10_000; i++) {
            logins.failed("conn=" + i + " ", new Refusal(Outcome.WRONG, "the token is not known here"));
            logins.tick();
        }
        now.addAndGet(Logins.INTERVAL);
        logins.tick();
        logins.tick();
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "conn=0 Login failed: the token is not known here; more of this is counted for 10 s",
                        "Logins that failed in the last 10 s: 9999 more");
        assertThat(logins.count(Outcome.WRONG)).isEqualTo(10_000);
    }
}
