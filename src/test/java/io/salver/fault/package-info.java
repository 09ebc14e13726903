@NullMarked
package io.salver.fault;

import org.jspecify.annotations.NullMarked;
