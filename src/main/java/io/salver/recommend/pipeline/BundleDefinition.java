package io.salver.recommend.pipeline;

import io.salver.recommend.feature.FeatureSet;
import io.salver.serving.ModelReference;

/**
 * One embedding space of a recommender and the ranker that goes with it, read but not yet checked
 * against the models.
 *
 * @param version its number
 * @param userTower the user tower, with its version
 * @param itemTower the item tower, with its version
 * @param ranker the ranker; without a version whichever serves
 * @param index the kind of index, in the terms of FAISS' index factory, or {@code auto}
 * @param features what its features file says
 * @param fingerprint of everything above: bundles of the same fingerprint make the same embeddings
 *     of the same items
 */
public record BundleDefinition(
    long version,
    ModelReference userTower,
    ModelReference itemTower,
    ModelReference ranker,
    String index,
    FeatureSet features,
    String fingerprint) {}
