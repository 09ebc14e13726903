/**
 * Reads recommender bundles from disk: {@code recommender.yaml}, {@code features.json}, and the
 * catalogue as compressed CSV.
 */
@NullMarked
package io.salver.repository.recommender;

import org.jspecify.annotations.NullMarked;
