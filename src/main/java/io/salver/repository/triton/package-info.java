/**
 * Triton's {@code config.pbtxt}: what it says in the words of this house, and what it asks for that
 * is not served here.
 */
@NullMarked
package io.salver.repository.triton;

import org.jspecify.annotations.NullMarked;
