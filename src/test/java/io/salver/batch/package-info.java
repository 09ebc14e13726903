@NullMarked
package io.salver.batch;

import org.jspecify.annotations.NullMarked;
