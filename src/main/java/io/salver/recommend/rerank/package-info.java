/**
 * From scored candidates to the list that is answered: business rules, duplicates, diversity and
 * exploration.
 */
@NullMarked
package io.salver.recommend.rerank;

import org.jspecify.annotations.NullMarked;
