/**
 * Models in TorchScript files, run by PyTorch through the Deep Java Library. The only importer of
 * {@code ai.djl}.
 */
@NullMarked
package io.salver.backend.torch;

import org.jspecify.annotations.NullMarked;
