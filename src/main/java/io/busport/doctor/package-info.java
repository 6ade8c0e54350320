/**
 * What is wrong between here and a gateway, found by trying. A section of the report is one question, asked from outside as any client
 * would; what was seen and what it means are kept apart, so that every verdict can be tested without a network.
 *
 * <pre>
 *   names ─► connect ─► dialect ─► login ─► round trip ─► gateways ─► your address ─► large messages ─► silence
 *            Dial       Greeting            RoundTrips    Gateways    Sighting        Sizes             Silences
 * </pre>
 *
 * <p>Start at {@link io.busport.doctor.Doctor}. A {@link io.busport.doctor.Line} is one connection that is looked at, and
 * {@link io.busport.doctor.Section} is what is said about it. {@code doctor.k8s} asks the cluster itself.
 */
@NullMarked
@CheckReturnValue
package io.busport.doctor;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
