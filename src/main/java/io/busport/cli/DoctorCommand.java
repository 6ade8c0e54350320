package io.busport.cli;

import io.busport.client.Access;
import io.busport.client.Endpoint;
import io.busport.config.Units;
import io.busport.doctor.Doctor;
import io.busport.doctor.Plan;
import io.busport.doctor.Report;
import io.busport.doctor.Section;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What is wrong between here and a gateway. */
@Command(
        name = "doctor",
        subcommands = DoctorK8sCommand.class,
        showDefaultValues = true,
        description = {
            "Try everything between here and a gateway, and say what is wrong, why, and what to do about it.",
            "Run it where the client runs. Exit code 1 when something is wrong."
        })
final class DoctorCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "HOST:PORT",
            arity = "0..*",
            converter = EndpointConverter.class,
            description = "Addresses of the gateway; all of them are tried.")
    private @Nullable List<Endpoint> endpoints;

    @Option(
            names = "--timeout",
            defaultValue = "5s",
            converter = DurationConverter.class,
            description = "For each step of which an answer is expected.")
    private Duration timeout;

    @Option(
            names = "--connects",
            defaultValue = "6",
            description = "Connections that are made to see which gateways answer.")
    private int connects;

    @Option(
            names = "--service",
            paramLabel = "ADDRESS",
            defaultValue = "messages",
            description = "The event bus address that is asked for a round trip.")
    private String service;

    @Option(
            names = "--idle-probe",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description =
                    "Also find out how long the path remembers an idle connection, up to this long; takes as long.")
    private @Nullable Duration idleProbe;

    @Mixin
    private TlsMixin tls;

    @Mixin
    private TokenMixin token;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    DoctorCommand() {}

    @Override
    public Integer call() {
        Plan plan = plan();
        if (idleProbe != null) {
            System.err.println("The idle probe takes " + Units.say(idleProbe) + " and a few seconds, at the end.");
        }
        Vertx vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
        try {
            Report report = Doctor.examine(vertx, plan, this::show).await();
            System.out.println(json ? report.toJson().encode() : report.summary());
            return report.isWell() ? Busport.OK : Busport.FAILED;
        } catch (Exception e) { // await() rethrows the cause as it is, checked or not
            System.err.println("The examination broke off: " + e.getMessage());
            return Busport.FAILED;
        } finally {
            vertx.close().await();
        }
    }

    private void show(Section section) {
        if (!json) {
            System.out.println(section);
        }
    }

    private Plan plan() {
        try {
            Access access = new Access(tls.client(), token.source());
            return new Plan(endpoints == null ? List.of() : endpoints, timeout, connects, service, idleProbe, access);
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            throw new ParameterException(
                    spec.commandLine(), message.startsWith("no address") ? message : "--" + message);
        }
    }
}
