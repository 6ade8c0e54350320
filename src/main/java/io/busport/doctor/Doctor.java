package io.busport.doctor;

import io.busport.client.Endpoint;
import io.busport.doctor.Dial.Outcome;
import io.busport.doctor.Lines.Met;
import io.busport.wire.SessionFrames.Observed;
import io.busport.wire.SessionFrames.Welcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Examines the path to a gateway, one question after the other. What is found wrong does not keep the next question from being asked, as
 * long as there is somebody to ask.
 */
public final class Doctor {
    /** A heartbeat as the gateway likes it. */
    private static final Duration USUAL = Duration.ZERO;

    private final Vertx vertx;
    private final Plan plan;
    private final Consumer<Section> audience;
    private final Lines lines;
    private final List<Section> sections = new ArrayList<>();

    private Doctor(Vertx vertx, Plan plan, Consumer<Section> audience) {
        this.vertx = vertx;
        this.plan = plan;
        this.audience = audience;
        this.lines = new Lines(vertx, plan.timeout(), plan.access());
    }

    /** @param audience told each section when it is done, on the doctor's event loop */
    public static Future<Report> examine(Vertx vertx, Plan plan, Consumer<Section> audience) {
        Visit visit = new Visit(plan, audience);
        return vertx.deployVerticle(visit).compose(id -> visit.result.future().eventually(() -> vertx.undeploy(id)));
    }

    /** Gives the doctor an event loop, and takes it away. */
    private static final class Visit extends VerticleBase {
        private final Plan plan;
        private final Consumer<Section> audience;
        private final Promise<Report> result = Promise.promise();

        Visit(Plan plan, Consumer<Section> audience) {
            this.plan = plan;
            this.audience = audience;
        }

        @Override
        public Future<?> start() {
            var unused = new Doctor(vertx, plan, audience).run().onComplete(result);
            return Future.succeededFuture();
        }
    }

    private Future<Report> run() {
        return Future.join(plan.endpoints().stream()
                        .map(e -> Names.resolve(vertx, e))
                        .toList())
                .compose(all -> names(all.list()))
                .compose(this::connect)
                .compose(this::greet)
                .compose(this::ask)
                .map(v -> new Report(sections))
                .eventually(lines::close);
    }

    private void say(Section section) {
        sections.add(section);
        audience.accept(section);
    }

    // --- is there anybody?

    private Future<List<Dial>> names(List<Names.Answer> answers) {
        say(Names.judge(answers));
        return each(
                answers.stream().flatMap(a -> a.targets().stream()).distinct().toList(), lines::tryOut);
    }

    private Future<List<Greeting>> connect(List<Dial> dials) {
        if (!dials.isEmpty()) {
            say(Dial.judge(dials, plan.timeout()));
        }
        List<Target> open = dials.stream()
                .filter(d -> d.outcome() == Outcome.CONNECTED)
                .map(Dial::target)
                .toList();
        return each(open, target -> lines.greet(target, USUAL));
    }

    /** @return everybody who was seen; those who are gateways, first */
    private Future<List<Greeting>> greet(List<Greeting> greetings) {
        if (!greetings.isEmpty()) {
            say(Greeting.dialect(greetings, plan.timeout()));
            say(Greeting.tls(greetings, plan.access()));
            say(Greeting.login(greetings, plan.access()));
        }
        return Future.succeededFuture(greetings);
    }

    // --- how is it?

    private Future<Void> ask(List<Greeting> greetings) {
        for (Greeting g : greetings) {
            if (g.line() != null && g.welcome() != null) {
                return roundTrip(greetings, g.target(), new Met(g.line(), g.welcome()));
            }
        }
        return Future.succeededFuture();
    }

    private Future<Void> roundTrip(List<Greeting> greetings, Target target, Met met) {
        Duration heartbeat = Duration.ofMillis(met.welcome().heartbeat().interval());
        return RoundTrips.measure(lines, target, plan.service(), met)
                .onSuccess(trips -> say(trips.judge()))
                .compose(v -> again(greetings))
                .onSuccess(all -> {
                    say(Gateways.judge(all));
                    say(Sighting.judge(sightings(all)));
                    all.forEach(Doctor::leave);
                })
                .compose(v -> SizeProbe.run(lines, target))
                .onSuccess(sizes -> say(sizes.judge()))
                .compose(v -> silences(target, heartbeat))
                .onSuccess(this::say)
                .mapEmpty();
    }

    /** More connections, to each address that has answered in turn, and all that were seen with them. */
    private Future<List<Greeting>> again(List<Greeting> before) {
        List<Target> answered = before.stream()
                .filter(g -> g.welcome() != null)
                .map(Greeting::target)
                .toList();
        List<Target> more = new ArrayList<>();
        for (int i = before.size(); i < plan.connects(); i++) {
            more.add(answered.get(i % answered.size()));
        }
        return each(more, target -> lines.greet(target, USUAL)).map(after -> {
            List<Greeting> all = new ArrayList<>(before);
            all.addAll(after);
            return all;
        });
    }

    private static List<Sighting> sightings(List<Greeting> greetings) {
        List<Sighting> seen = new ArrayList<>();
        for (Greeting g : greetings) {
            Welcome w = g.welcome();
            if (w != null && g.line() != null) {
                Observed o = w.observed();
                seen.add(new Sighting(
                        g.target(),
                        g.line().local(),
                        new Endpoint(o.ip(), o.port()),
                        Networks.isNeighbour(g.target().ip())));
            }
        }
        return seen;
    }

    private static void leave(Greeting g) {
        if (g.line() != null) {
            g.line().leave();
        }
    }

    private Future<Section> silences(Target target, Duration heartbeat) {
        Duration longest = plan.idleProbe();
        if (longest == null) {
            return Future.succeededFuture(Silences.notAskedFor());
        }
        SilenceProbe probe = new SilenceProbe(vertx, lines);
        return probe.bearable(target)
                .compose(most -> probe.run(target, longest, most))
                .map(tried -> new Silences(tried, longest, heartbeat).judge())
                .recover(e -> Future.succeededFuture(
                        Section.of(Silences.TITLE, Finding.open("could not be tried: " + e.getMessage()))));
    }

    /** All at once; the results are in the order of what was asked. */
    private static <A, B> Future<List<B>> each(List<A> all, Function<A, Future<B>> question) {
        List<Future<B>> answers = all.stream().map(question).toList();
        return answers.isEmpty()
                ? Future.succeededFuture(List.of())
                : Future.join(answers)
                        .map(v -> answers.stream().map(Future::result).toList());
    }
}
