@NullMarked
package io.salver.admission.netflix;

import org.jspecify.annotations.NullMarked;
