/** The windows of the other processes that serve the same models, so that they can be added up. */
@NullMarked
package io.salver.monitor.replica;

import org.jspecify.annotations.NullMarked;
