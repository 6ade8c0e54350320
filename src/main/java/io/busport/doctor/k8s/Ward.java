package io.busport.doctor.k8s;

import io.busport.doctor.Finding;
import io.busport.doctor.Report;
import io.busport.doctor.Section;
import java.util.List;

/** Examines the gateways of one Service. */
public final class Ward {
    private Ward() {}

    /** Blocks for some seconds. @return a report, also when the cluster cannot be asked */
    public static Report examine(Kubectl kubectl, String service) {
        try {
            return judge(Facts.ask(kubectl, service));
        } catch (Kubectl.Failed e) {
            return new Report(List.of(Section.of(
                    "cluster",
                    Finding.wrong(
                            String.valueOf(e.getMessage()),
                            "kubectl is not there, has another context, or may not look; or there is no such Service",
                            "`kubectl config current-context`; --context, --namespace and --service choose others"))));
        }
    }

    static Report judge(Facts facts) {
        return new Report(List.of(
                ServiceCheck.judge(facts),
                EndpointsCheck.judge(facts),
                PodsCheck.judge(facts),
                DrainCheck.judge(facts),
                DisruptionCheck.judge(facts)));
    }
}
