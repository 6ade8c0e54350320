/** What ships to be replaced: {@link io.busport.service.EchoVerticle} answers where a user's own service will. */
@NullMarked
@CheckReturnValue
package io.busport.service;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
