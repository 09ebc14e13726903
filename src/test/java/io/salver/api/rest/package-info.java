@NullMarked
package io.salver.api.rest;

import org.jspecify.annotations.NullMarked;
