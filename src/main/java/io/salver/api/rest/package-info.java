/**
 * V2 over HTTP: raw Vert.x routes that decode on the event loop, straight into direct memory, and
 * answer there. All conversion between HTTP, JSON and tensors lives here.
 */
@NullMarked
package io.salver.api.rest;

import org.jspecify.annotations.NullMarked;
