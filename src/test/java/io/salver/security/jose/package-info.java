@NullMarked
package io.salver.security.jose;

import org.jspecify.annotations.NullMarked;
