/**
 * How far two versions of a model agree on the same inputs. Pure functions of the tensors that both
 * gave; whoever runs the copies is another part.
 */
@NullMarked
package io.salver.rollout.shadow;

import org.jspecify.annotations.NullMarked;
