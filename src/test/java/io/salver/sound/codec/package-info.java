@NullMarked
package io.salver.sound.codec;

import org.jspecify.annotations.NullMarked;
