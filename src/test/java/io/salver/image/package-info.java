@NullMarked
package io.salver.image;

import org.jspecify.annotations.NullMarked;
