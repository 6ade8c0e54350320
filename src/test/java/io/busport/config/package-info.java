/** What a gateway is told, and what it says when that is wrong. */
@NullMarked
package io.busport.config;

import org.jspecify.annotations.NullMarked;
