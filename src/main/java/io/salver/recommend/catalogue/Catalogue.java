package io.salver.recommend.catalogue;

/**
 * Everything a recommender knows of items and users. One thread changes it, any number read without
 * locks.
 *
 * @param histories by row of {@code users}
 */
public record Catalogue(Table items, Table users, Histories histories) {}
