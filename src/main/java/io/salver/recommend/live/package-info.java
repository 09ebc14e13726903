/**
 * Catalogues that change while they serve: writes become durable in groups, and one follower per
 * catalogue reads the log of changes and applies it to what requests read. {@link
 * io.salver.recommend.live.LiveCatalogues} is what a protocol calls.
 */
@NullMarked
package io.salver.recommend.live;

import org.jspecify.annotations.NullMarked;
