/** Proofs, and the judge of them. */
@NullMarked
package io.busport.prove;

import org.jspecify.annotations.NullMarked;
