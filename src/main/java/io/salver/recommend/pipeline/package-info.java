/** The stages of a recommendation, the recommenders they run on, and the threads they run on. */
@NullMarked
package io.salver.recommend.pipeline;

import org.jspecify.annotations.NullMarked;
