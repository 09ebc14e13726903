/** What a store of catalogues must keep to, and that each one does. */
@NullMarked
package io.salver.store;

import org.jspecify.annotations.NullMarked;
