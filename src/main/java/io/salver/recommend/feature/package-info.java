/**
 * How raw values become the tensors of the towers and the ranker: a closed family of features,
 * compiled once into plans that fill tensors for many candidates.
 */
@NullMarked
package io.salver.recommend.feature;

import org.jspecify.annotations.NullMarked;
