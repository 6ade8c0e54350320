/** What is known of the path, tested without one: bytes and clocks are given. */
@NullMarked
package io.busport.nat;

import org.jspecify.annotations.NullMarked;
