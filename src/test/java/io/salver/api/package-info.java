/** What both protocols must answer alike. */
@NullMarked
package io.salver.api;

import org.jspecify.annotations.NullMarked;
