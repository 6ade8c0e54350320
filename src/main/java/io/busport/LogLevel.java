package io.busport;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.busport.config.LogConfig;
import org.slf4j.LoggerFactory;

/** Applies {@code log.level}. Does nothing when the process that embeds Busport logs with something else than Logback. */
final class LogLevel {
    private LogLevel() {}

    static void set(LogConfig config) {
        if (LoggerFactory.getLogger("io.busport") instanceof Logger logger) {
            logger.setLevel(Level.toLevel(config.level()));
        }
    }
}
