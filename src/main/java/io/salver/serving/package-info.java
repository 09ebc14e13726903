/** The use cases. The protocols may call nothing else. */
@NullMarked
package io.salver.serving;

import org.jspecify.annotations.NullMarked;
