/**
 * Tests through two real address translations: a home router and a Kubernetes NodePort, built from network namespaces by
 * {@code src/test/natlab/natlab.sh}, which draws the picture. Gateways and clients are processes of the packaged jar.
 *
 * <p>Start at {@link io.busport.natlab.NatLab}. Without root on Linux the tests are skipped and say why; with {@code CI=true} in
 * the environment they fail instead, so that a build machine cannot lose them unnoticed.
 */
@NullMarked
package io.busport.natlab;

import org.jspecify.annotations.NullMarked;
