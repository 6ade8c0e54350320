/** The catalogue of words is whole, and its page agrees. */
@NullMarked
package io.busport.explain;

import org.jspecify.annotations.NullMarked;
