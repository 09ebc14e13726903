/** Conditions on attributes and features, compiled against a catalogue or a query. */
@NullMarked
package io.salver.recommend.filter;

import org.jspecify.annotations.NullMarked;
