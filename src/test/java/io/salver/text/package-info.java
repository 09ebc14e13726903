@NullMarked
package io.salver.text;

import org.jspecify.annotations.NullMarked;
