/**
 * Tests through two real address translations: a home router and a Kubernetes NodePort, built from network namespaces by
 * {@code src/test/natlab/natlab.sh}, which draws the picture. Gateways and clients are processes of the packaged jar.
 *
 * <p>Start at {@link io.busport.natlab.NatLab}. {@link io.busport.natlab.Faults} is what goes wrong on the way, and
 * {@link io.busport.natlab.Ledger} judges what two programs have said to each other meanwhile. With several gateways it is
 * {@link io.busport.natlab.ClusterLab}, a {@link io.busport.natlab.Crew} of clients, and a {@link io.busport.natlab.Trial} of both.
 *
 * <p>Without root on Linux the tests are skipped and say why; with {@code CI=true} in the environment they fail instead, so that a
 * build machine cannot lose them unnoticed.
 */
@NullMarked
package io.busport.natlab;

import org.jspecify.annotations.NullMarked;
