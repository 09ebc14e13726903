@NullMarked
package io.salver.rollout;

import org.jspecify.annotations.NullMarked;
