/**
 * Which version answers whom: splits of traffic that are sticky by key, the same on every replica
 * and after every restart. Pure functions of what is written down; nothing here keeps state.
 *
 * <p>After Tang, Agarwal, O'Brien and Meyer (2010), "Overlapping Experiment Infrastructure: More,
 * Better, Faster Experimentation": keys fall into slots, slots belong to arms, and layers keep
 * experiments apart.
 */
@NullMarked
package io.salver.routing;

import org.jspecify.annotations.NullMarked;
