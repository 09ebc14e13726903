@NullMarked
package io.salver.repository.rollouts;

import org.jspecify.annotations.NullMarked;
