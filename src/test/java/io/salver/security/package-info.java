@NullMarked
package io.salver.security;

import org.jspecify.annotations.NullMarked;
