@NullMarked
package io.salver.backend.torch;

import org.jspecify.annotations.NullMarked;
