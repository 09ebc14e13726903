/**
 * The composition root: configuration, construction, health, start and stop. It sees every room and
 * no room sees it.
 */
@NullMarked
package io.salver.app;

import org.jspecify.annotations.NullMarked;
