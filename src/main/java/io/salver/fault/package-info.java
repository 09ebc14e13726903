/**
 * What can go wrong, as one closed family. Every failure that crosses a room is a {@link
 * io.salver.fault.Fault}; it knows who is to blame, and both protocols map it exhaustively.
 */
@NullMarked
package io.salver.fault;

import org.jspecify.annotations.NullMarked;
