/** Settings as people write them down: sections of keys with values of known types. */
@NullMarked
package io.salver.settings;

import org.jspecify.annotations.NullMarked;
