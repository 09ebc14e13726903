@NullMarked
package io.salver.security.file;

import org.jspecify.annotations.NullMarked;
