/**
 * What becomes of sessions when gateways come and go, without a gateway: bytes, tables and rules. Start at
 * {@link io.busport.cluster.sessions.CopyTest}.
 */
@NullMarked
package io.busport.cluster.sessions;

import org.jspecify.annotations.NullMarked;
