/**
 * What both protocols say of late labels, in no protocol's words: the checks of labels, the calls
 * with their records, and what became of each.
 */
@NullMarked
package io.salver.api.feedback;

import org.jspecify.annotations.NullMarked;
