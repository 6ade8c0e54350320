/** TLS with real certificates, which the tests make with the openssl program. */
@NullMarked
package io.busport.security.tls;

import org.jspecify.annotations.NullMarked;
