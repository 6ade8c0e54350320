package io.busport.natlab;

import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several talkers of the lab in one process: {@link SessionTraffic} with one name before each of its lines. The twin of
 * {@code src/test/python/crowd.py}.
 *
 * <pre>
 *   HOST:PORT[,HOST:PORT] NAME=HEAR=PUBLISH=RATE[,...] [options of SessionTraffic]
 *
 *   NAME LINE        on its output
 *   NAME WORD        on its input, for one of them; the WORD alone is for all
 * </pre>
 */
final class SessionCrowd {
    private SessionCrowd() {}

    public static void main(String[] args) throws Exception {
        Map<String, String> options = SessionTraffic.options(Arrays.asList(args).subList(2, args.length));
        Vertx vertx = Vertx.vertx();
        Map<String, SessionTraffic> talkers = new LinkedHashMap<>();
        for (String one : args[1].split(",")) {
            String[] parts = one.split("=");
            SessionTraffic talker = new SessionTraffic(
                    parts[0],
                    parts[1],
                    parts[2],
                    Double.parseDouble(parts[3]),
                    options,
                    line -> System.out.println(parts[0] + " " + line));
            talkers.put(parts[0], talker);
            talker.connect(vertx, args[0].split(","));
        }
        var typed = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var word = typed.readLine(); word != null && !word.equals("end"); word = typed.readLine()) {
            obey(word, talkers);
        }
        System.exit(0);
    }

    private static void obey(String word, Map<String, SessionTraffic> talkers) throws InterruptedException {
        String[] parts = word.split(" ", 2);
        SessionTraffic one = talkers.get(parts[0]);
        if (one != null) {
            one.obey(parts[1]);
            return;
        }
        // To stop takes until all is known.
        List<Thread> obeying = new ArrayList<>();
        for (SessionTraffic each : talkers.values()) {
            Thread thread = new Thread(() -> each.obey(word));
            thread.start();
            obeying.add(thread);
        }
        for (Thread thread : obeying) {
            thread.join();
        }
    }
}
