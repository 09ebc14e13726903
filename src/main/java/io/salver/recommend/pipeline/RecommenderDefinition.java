package io.salver.recommend.pipeline;

import io.salver.recommend.catalogue.Catalogue;
import io.salver.recommend.feature.FeatureSet;
import io.salver.serving.ModelReference;
import java.util.Optional;

/**
 * What a recommender's bundle says, read but not yet checked against the models.
 *
 * @param name its name
 * @param description one sentence for people
 * @param userTower the user tower, with its version
 * @param itemTower the item tower, with the same version
 * @param ranker the ranker; without a version whichever serves
 * @param index the kind of index, in the terms of FAISS' index factory
 * @param popularity the column of items that orders the fallback; absent: the order of the
 *     catalogue
 * @param historyLength how many of the last items of a history count
 * @param features what features.json says
 * @param catalogue items, users and histories
 * @param policy what it wants beyond the models' order
 */
public record RecommenderDefinition(
    String name,
    String description,
    ModelReference userTower,
    ModelReference itemTower,
    ModelReference ranker,
    String index,
    Optional<String> popularity,
    int historyLength,
    FeatureSet features,
    Catalogue catalogue,
    PipelinePolicy policy) {}
