/**
 * Tokenizers as {@code tokenizer.json} of Hugging Face describes them, through the binding that DJL
 * has of their library.
 */
@NullMarked
package io.salver.text.huggingface;

import org.jspecify.annotations.NullMarked;
