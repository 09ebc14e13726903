/** The lines between the rooms. */
@NullMarked
package io.salver.architecture;

import org.jspecify.annotations.NullMarked;
