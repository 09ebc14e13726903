@NullMarked
package io.salver.rollout.sequential;

import org.jspecify.annotations.NullMarked;
