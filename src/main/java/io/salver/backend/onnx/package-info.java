/** Models in ONNX files, run by ONNX Runtime. The only importer of {@code ai.onnxruntime}. */
@NullMarked
package io.salver.backend.onnx;

import org.jspecify.annotations.NullMarked;
