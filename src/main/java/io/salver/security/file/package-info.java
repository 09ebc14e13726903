/** The file of keys, which is YAML: read at the start, and again whenever it has changed. */
@NullMarked
package io.salver.security.file;

import org.jspecify.annotations.NullMarked;
