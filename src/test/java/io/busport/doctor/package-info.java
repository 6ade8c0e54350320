/** What the doctor says about what was seen, without a network. */
@NullMarked
package io.busport.doctor;

import org.jspecify.annotations.NullMarked;
