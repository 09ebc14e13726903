@NullMarked
package io.salver.repository.triton;

import org.jspecify.annotations.NullMarked;
