/** What several tests share. */
@NullMarked
package io.salver.testkit;

import org.jspecify.annotations.NullMarked;
