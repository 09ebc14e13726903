/**
 * What the protocols share, so that they cannot diverge: the rules for tensors, parameters and
 * requested outputs of the Open Inference Protocol (V2), and the way of a decoded request to its
 * answer. It knows no wire format; {@code api.rest} and {@code api.grpc} know one each.
 */
@NullMarked
package io.salver.api;

import org.jspecify.annotations.NullMarked;
