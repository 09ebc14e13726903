@NullMarked
package io.salver.serving;

import org.jspecify.annotations.NullMarked;
