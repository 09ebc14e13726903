/**
 * Keeps catalogues, predictions and labels in a relational database: SQLite inside the process, or
 * PostgreSQL. JDBC, its drivers, its pool and the migrations are known only here.
 */
@NullMarked
package io.salver.store;

import org.jspecify.annotations.NullMarked;
