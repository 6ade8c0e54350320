/** Tests of what an operator sees and may do. */
@NullMarked
package io.busport.ops;

import org.jspecify.annotations.NullMarked;
