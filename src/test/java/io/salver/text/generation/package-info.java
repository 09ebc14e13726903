@NullMarked
package io.salver.text.generation;

import org.jspecify.annotations.NullMarked;
