/**
 * Texts as models read and write them: tokens with their characters, windows, labels that follow
 * one another, spans.
 */
@NullMarked
package io.salver.text;

import org.jspecify.annotations.NullMarked;
