/**
 * The status page: one page, written here and not in the browser, so that its tables are there without a script. The script asks for the same
 * page again and takes over what is different. So there is one place where text becomes HTML, {@link io.busport.ops.page.Html}, and whatever
 * clients say goes through it.
 *
 * <pre>
 *   connections, sessions, cluster ──► Snapshot ──► StatusPage: sections, tables ──► Html ──► text
 * </pre>
 *
 * <p>Start at {@link io.busport.ops.page.StatusPage}.
 */
@NullMarked
@CheckReturnValue
package io.busport.ops.page;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
