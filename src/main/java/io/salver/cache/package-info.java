/** Caches of answers; the only importer of Caffeine. */
@NullMarked
package io.salver.cache;

import org.jspecify.annotations.NullMarked;
