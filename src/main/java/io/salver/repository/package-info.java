/**
 * The model repository on disk: which models and versions it declares, what {@code model.yaml} says
 * of them, and their golden cases. Knows no backend but by name.
 */
@NullMarked
package io.salver.repository;

import org.jspecify.annotations.NullMarked;
