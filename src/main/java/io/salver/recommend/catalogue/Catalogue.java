package io.salver.recommend.catalogue;

/**
 * Everything a recommender knows of items and users. Immutable.
 *
 * @param histories by row of {@code users}
 */
public record Catalogue(Table items, Table users, Histories histories) {}
