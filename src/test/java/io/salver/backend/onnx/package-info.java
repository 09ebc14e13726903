@NullMarked
package io.salver.backend.onnx;

import org.jspecify.annotations.NullMarked;
