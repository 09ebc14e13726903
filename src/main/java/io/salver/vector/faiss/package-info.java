/**
 * Vector search by FAISS (Johnson, Douze, Jégou: <i>Billion-scale similarity search with GPUs</i>,
 * IEEE Transactions on Big Data 2021): who owns the native index, what is checked before it is
 * called, and how its failures become faults.
 */
@NullMarked
package io.salver.vector.faiss;

import org.jspecify.annotations.NullMarked;
