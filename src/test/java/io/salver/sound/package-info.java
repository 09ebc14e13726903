@NullMarked
package io.salver.sound;

import org.jspecify.annotations.NullMarked;
