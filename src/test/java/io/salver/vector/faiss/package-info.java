/** FAISS against the contract of every index, and against the exact one. */
@NullMarked
package io.salver.vector.faiss;

import org.jspecify.annotations.NullMarked;
