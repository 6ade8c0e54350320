package io.busport.k8s;

import io.busport.testing.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The kubectl of this machine, used for rendering only: no cluster is asked. */
final class Kubectl {
    private Kubectl() {}

    /** Skips the calling test where there is no kubectl, except on CI, where a test that was silently not run is worth nothing. */
    static void require() {
        try {
            Command.run(Path.of("."), List.of("kubectl", "version", "--client"));
        } catch (IOException e) {
            Machine.skip("kubectl was not run, so what it makes of k8s/ is not tested: " + e.getMessage());
        }
    }

    static String kustomize(Path folder) {
        try {
            return Command.run(Path.of("."), List.of("kubectl", "kustomize", folder.toString()));
        } catch (IOException e) {
            throw new AssertionError("expected " + folder + " to render but " + e.getMessage(), e);
        }
    }
}
