@NullMarked
package io.salver.text.huggingface;

import org.jspecify.annotations.NullMarked;
