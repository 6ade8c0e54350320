/**
 * Sessions on a real gateway, by clients that say every frame themselves.
 *
 * <p>Start at {@link io.busport.sessions.HandMadeClient}.
 */
@NullMarked
package io.busport.sessions;

import org.jspecify.annotations.NullMarked;
