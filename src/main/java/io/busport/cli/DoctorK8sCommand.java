package io.busport.cli;

import io.busport.doctor.Report;
import io.busport.doctor.k8s.Kubectl;
import io.busport.doctor.k8s.Ward;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The same from the inside: what the cluster says about its gateways. */
@Command(
        name = "k8s",
        showDefaultValues = true,
        description = {
            "Ask the cluster, where kubectl works: endpoints, traffic policy, nodePort, grace period against drain, disruption budget.",
            "Changes nothing. Exit code 1 when something is wrong."
        })
final class DoctorK8sCommand implements Callable<Integer> {

    @Option(
            names = {"-n", "--namespace"},
            defaultValue = "busport",
            description = "Where the gateways are.")
    private String namespace;

    @Option(
            names = "--service",
            paramLabel = "NAME",
            defaultValue = "busport",
            description = "The Service that clients use.")
    private String service;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "Of kubectl's configuration; by default the current one.")
    private @Nullable String context;

    @Option(
            names = "--kubectl",
            paramLabel = "PROGRAM",
            defaultValue = "kubectl",
            description = "Name or path of kubectl.")
    private String kubectl;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    DoctorK8sCommand() {}

    @Override
    public Integer call() {
        Report report = Ward.examine(new Kubectl(kubectl, namespace, context), service);
        if (json) {
            System.out.println(report.toJson().encode());
        } else {
            report.sections().forEach(System.out::println);
            System.out.println(report.summary());
        }
        return report.isWell() ? Busport.OK : Busport.FAILED;
    }
}
