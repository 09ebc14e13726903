package io.salver.table;

/**
 * What is wrong with one cell.
 *
 * @param row its place in the request, counted from 0
 * @param column the name of its column
 * @param message names row and column, what was expected and what came
 */
public record CellProblem(int row, String column, String message) {}
