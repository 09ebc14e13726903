/** What became of answers: events that refer to an answer count for the arm that gave it. */
@NullMarked
package io.salver.recommend.feedback;

import org.jspecify.annotations.NullMarked;
