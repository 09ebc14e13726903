/**
 * What both protocols say of catalogues, in no protocol's words: the checks of items, users and
 * events, the calls with their records, and streams of changes.
 */
@NullMarked
package io.salver.api.catalogue;

import org.jspecify.annotations.NullMarked;
