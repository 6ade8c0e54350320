package io.busport.doctor;

import io.busport.config.Units;
import io.busport.doctor.Silence.Fate;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How long an idle mapping lives, as far as it was tried.
 *
 * @param tried the shortest first
 * @param wanted the longest silence that was asked for
 * @param heartbeat how often a client of this gateway says something
 */
record Silences(List<Silence> tried, Duration wanted, Duration heartbeat) {
    static final String TITLE = "silence";

    Silences {
        tried = tried.stream().sorted(Comparator.comparing(Silence::length)).toList();
    }

    static Section notAskedFor() {
        return Section.of(
                TITLE,
                Finding.open(
                        "not examined: how long an idle connection lives on this path",
                        null,
                        "--idle-probe 5m takes five minutes"));
    }

    /** The longest below which none has died; zero for none. */
    Duration lived() {
        Duration lived = Duration.ZERO;
        for (Silence s : tried) {
            if (s.hasDied()) {
                break;
            }
            lived = s.hasLived() ? s.length() : lived;
        }
        return lived;
    }

    private Optional<Silence> died() {
        return tried.stream().filter(Silence::hasDied).findFirst();
    }

    Section judge() {
        List<Finding> findings = new ArrayList<>();
        Optional<Silence> died = died();
        if (died.isPresent()) {
            findings.add(lifetime(died.get()));
            findings.add(Finding.open(manner(died.get())));
        } else if (lived().isZero()) {
            findings.add(Finding.open("no connection could be tried"));
        } else {
            findings.add(Finding.well("a connection that was silent for " + Units.say(lived()) + " still lives"));
        }
        doubts(died, findings);
        return new Section(TITLE, findings, facts(died));
    }

    private JsonObject facts(Optional<Silence> died) {
        JsonArray all = new JsonArray();
        tried.forEach(s -> all.add(new JsonObject()
                .put("silentMs", s.length().toMillis())
                .put("fate", s.fate().name().toLowerCase(Locale.ROOT))
                .put("told", s.told())));
        return new JsonObject()
                .put("livedMs", lived().toMillis())
                .put("diedMs", died.map(s -> s.length().toMillis()).orElse(null))
                .put("tried", all);
    }

    private Finding lifetime(Silence died) {
        String what = "the path forgets an idle connection after more than " + Units.say(lived()) + " and at most "
                + Units.say(died.length());
        return lived().compareTo(heartbeat) > 0
                ? Finding.well(
                        what,
                        "a NAT, firewall or load balancer. The heartbeat of " + Units.say(heartbeat)
                                + " of sessions, and the gateway's keepalive, hold it")
                : Finding.wrong(
                        what,
                        "a NAT, firewall or load balancer that is quicker than the heartbeat of "
                                + Units.say(heartbeat),
                        "a shorter heartbeat: sessions.heartbeat, SessionOptions.heartbeat; or a longer lifetime on the router");
    }

    private static String manner(Silence died) {
        return switch (died.fate()) {
            case HEALED ->
                "what the gateway says then is lost until your next word, which makes a new mapping: a client that only listens hears"
                        + " nothing";
            case RESET ->
                "your next word is answered with a reset: a client that speaks knows at once, the gateway does not";
            case ENDED ->
                "the connection is closed or reset at that time: both a client that speaks and one that listens know";
            default -> "your next word vanishes and nobody is told: only a heartbeat notices";
        };
    }

    private void doubts(Optional<Silence> died, List<Finding> findings) {
        if (died.isPresent()
                && tried.stream()
                        .anyMatch(s ->
                                s.hasLived() && s.length().compareTo(died.get().length()) > 0)) {
            findings.add(Finding.open(
                    "a longer silence was survived",
                    "a router that forgets under pressure, or several with times of their own",
                    "run again"));
        }
        Duration longest = tried.stream()
                .filter(s -> s.fate() != Fate.FAILED)
                .map(Silence::length)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        String beyond = longest.compareTo(wanted) < 0 && died.isEmpty()
                ? ": the gateway ends a session that is silent for longer (sessions.maxHeartbeat)"
                : "";
        findings.add(Finding.open("not probed: more than " + Units.say(longest) + beyond));
        if (tried.stream().anyMatch(s -> s.hasLived() && !s.told())) {
            findings.add(Finding.open(
                    "the gateway could not be made to speak first, so a mapping that your own words renew looks alive",
                    "demo.* is not permitted, or the gateways do not know each other",
                    null));
        }
        long failed = tried.stream().filter(s -> s.fate() == Fate.FAILED).count();
        if (failed > 0) {
            findings.add(Finding.open(failed + " of " + tried.size() + " silences could not be tried"));
        }
    }
}
