@NullMarked
package io.salver.settings;

import org.jspecify.annotations.NullMarked;
