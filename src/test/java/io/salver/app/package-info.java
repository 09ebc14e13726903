@NullMarked
package io.salver.app;

import org.jspecify.annotations.NullMarked;
