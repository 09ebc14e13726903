@NullMarked
package io.salver.rollout.shadow;

import org.jspecify.annotations.NullMarked;
