/**
 * Clients that break every rule, and the ones beside them that must not notice.
 */
@NullMarked
package io.busport.hostile;

import org.jspecify.annotations.NullMarked;
