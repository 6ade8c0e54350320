package io.busport.cli;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Types a few lines by itself, one after the answer to the other, and then leaves the real console to whoever sits there. */
final class DemoConsole extends Console {
    private final ArrayDeque<String> script;
    private final Console console;
    /** Read by the thread that types, released by the one that prints. */
    private final Semaphore answers = new Semaphore(1);

    DemoConsole(List<String> script, Console console) {
        this.script = new ArrayDeque<>(script);
        this.console = console;
    }

    @Override
    @Nullable
    String readLine() {
        String line = script.poll();
        if (line == null) {
            answers.acquireUninterruptibly();
            answers.release();
            return console.readLine();
        }
        answers.acquireUninterruptibly();
        console.print(PROMPT + line);
        return line;
    }

    @Override
    void print(String line) {
        console.print(line);
        answers.release();
    }

    @Override
    void say(String line) {
        console.say(line);
    }

    @Override
    public void close() {
        console.close();
    }
}
