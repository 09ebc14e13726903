/** What is known of models, as both protocols are asked for it and tell it. */
@NullMarked
package io.salver.api.monitoring;

import org.jspecify.annotations.NullMarked;
