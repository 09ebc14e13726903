/** Tests of what both protocols say of catalogues. */
@NullMarked
package io.salver.api.catalogue;

import org.jspecify.annotations.NullMarked;
