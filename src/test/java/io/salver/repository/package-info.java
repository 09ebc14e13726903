@NullMarked
package io.salver.repository;

import org.jspecify.annotations.NullMarked;
