/**
 * Which versions should live and which do. Versions are aspired to, loaded, leased and drained;
 * what they are is opaque to this room.
 */
@NullMarked
package io.salver.lifecycle;

import org.jspecify.annotations.NullMarked;
