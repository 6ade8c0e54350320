package io.busport.ops;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.busport.config.Environment;
import io.busport.config.LogConfig;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * How the log is written. Logback finds this class by its service entry; a file named with {@code -Dlogback.configurationFile} wins.
 *
 * <p>Everything goes to standard error, except the one line on standard output that says the gateway listens. {@code BUSPORT_LOG=json}
 * writes JSON lines. In Java and not in XML, because reading the XML took a quarter of the time a gateway needs to start.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
    /** For the line that whoever started the gateway waits for. */
    public static final String ANNOUNCEMENT = "busport.announcement";
    /** For why a gateway does not start. Written at once, unlike the rest: the process ends next. */
    public static final String START = "busport.start";

    private static final List<String> ENGINE = List.of(
            "org.infinispan.CLUSTER",
            "org.infinispan.CONFIG",
            "org.infinispan.CONTAINER",
            "org.infinispan.factories",
            "org.infinispan.interceptors",
            "org.infinispan.manager",
            "org.jgroups.protocols.TCP");

    private static final String TEXT = "%d{yyyy-MM-dd'T'HH:mm:ss.SSS} %-5level %msg%n%ex{full}";
    private static final int QUEUE = 16_384;

    /** Applies {@code log.level}. Does nothing when the process that embeds Busport logs with something else than Logback. */
    public static void apply(LogConfig config) {
        if (LoggerFactory.getLogger("io.busport") instanceof Logger logger) {
            logger.setLevel(Level.toLevel(config.level()));
        }
    }

    /** No lines of this logger any more. */
    public static void silence(String name) {
        if (LoggerFactory.getLogger(name) instanceof Logger logger) {
            logger.setLevel(Level.OFF);
        }
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        boolean json = "json".equals(System.getenv(Environment.LOG));
        Appender<ILoggingEvent> stderr = console(context, "System.err", json ? json() : pattern(TEXT));

        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(neverWaiting(context, stderr));
        context.getLogger("io.busport").setLevel(Level.INFO);
        // The main verticle has said what is wrong, in one line for each thing.
        context.getLogger("io.vertx.launcher.application").setLevel(Level.OFF);
        // Of a gateway that is lost, or does not start, our own lines say all there is to do something about.
        ENGINE.forEach(name -> context.getLogger(name).setLevel(Level.OFF));
        alone(context, START, stderr);
        alone(context, ANNOUNCEMENT, console(context, "System.out", json ? json() : pattern("%msg%n")));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static void alone(LoggerContext context, String name, Appender<ILoggingEvent> appender) {
        Logger logger = context.getLogger(name);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(appender);
    }

    /** An event loop must not wait for whoever reads standard error: when the queue is full, lines are dropped. */
    private static Appender<ILoggingEvent> neverWaiting(LoggerContext context, Appender<ILoggingEvent> target) {
        AsyncAppender async = new AsyncAppender();
        async.setContext(context);
        async.setName("async");
        async.setQueueSize(QUEUE);
        async.setDiscardingThreshold(0);
        async.setNeverBlock(true);
        async.addAppender(target);
        async.start();
        return async;
    }

    private static Appender<ILoggingEvent> console(
            LoggerContext context, String target, Encoder<ILoggingEvent> encoder) {
        encoder.setContext(context);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setName(target);
        appender.setTarget(target);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    private static Encoder<ILoggingEvent> pattern(String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setPattern(pattern);
        return encoder;
    }

    private static Encoder<ILoggingEvent> json() {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        encoder.setWithArguments(false);
        encoder.setWithMessage(false);
        encoder.setWithFormattedMessage(true);
        return encoder;
    }
}
