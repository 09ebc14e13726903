/**
 * What a model is: its identity, signature, specification (model.yaml) and artefact, and the two
 * ports a backend implements, {@link io.salver.model.Model} and {@link
 * io.salver.model.ModelLoader}.
 */
@NullMarked
package io.salver.model;

import org.jspecify.annotations.NullMarked;
