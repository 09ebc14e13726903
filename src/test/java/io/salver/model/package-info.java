@NullMarked
package io.salver.model;

import org.jspecify.annotations.NullMarked;
