/**
 * The same questions asked of the cluster itself, through {@code kubectl}: is there a gateway behind the Service, and may it leave in peace?
 *
 * <p>Start at {@link io.busport.doctor.k8s.Ward}.
 */
@NullMarked
@CheckReturnValue
package io.busport.doctor.k8s;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
