package io.busport.cli;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Where a person or a pipe types, and where lines are printed. On a terminal: a prompt, editing, history. In a pipe: answers and nothing
 * else on standard output.
 */
abstract class Console implements AutoCloseable {
    static final String PROMPT = "Enter a message: ";

    /** The next line of input, without its end; null at the end of the input. Blocks. */
    abstract @Nullable String readLine();

    /** Whether a person types here. */
    boolean hasPrompt() {
        return false;
    }

    /** Prints a result. */
    abstract void print(String line);

    /** Says something that is no result. */
    abstract void say(String line);

    @Override
    public abstract void close();

    static Console open() {
        // Both must be a person's: a prompt in a file helps nobody.
        return isTerminal() ? new Interactive() : new Piped();
    }

    /** Whether a person types at standard input and reads standard output. */
    @SuppressWarnings("SystemConsoleNull") // null up to JDK 21; asked further since
    static boolean isTerminal() {
        if (System.console() == null) {
            return false;
        }
        try {
            // Since JDK 22 there is a console object without a terminal too, and it can be asked.
            return (Boolean) java.io.Console.class.getMethod("isTerminal").invoke(System.console());
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    private static final class Piped extends Console {
        private final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        private final PrintStream out =
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);

        @Override
        @Nullable
        String readLine() {
            try {
                return in.readLine();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        void print(String line) {
            out.println(line);
            out.flush();
        }

        @Override
        void say(String line) {
            System.err.println(line);
        }

        @Override
        public void close() {
            out.flush();
        }
    }

    private static final class Interactive extends Console {
        private final Terminal terminal;
        private final LineReader reader;

        Interactive() {
            try {
                terminal = TerminalBuilder.builder().system(true).build();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            reader = LineReaderBuilder.builder()
                    .terminal(terminal)
                    .variable(LineReader.HISTORY_FILE, Path.of(System.getProperty("user.home"), ".busport_history"))
                    .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                    .build();
        }

        @Override
        @Nullable
        String readLine() {
            try {
                return reader.readLine(PROMPT);
            } catch (EndOfFileException | UserInterruptException e) {
                return null;
            }
        }

        @Override
        boolean hasPrompt() {
            return true;
        }

        @Override
        void print(String line) {
            reader.printAbove(line);
        }

        @Override
        void say(String line) {
            reader.printAbove(line);
        }

        @Override
        public void close() {
            try {
                terminal.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
