package io.salver.backend.torch;

import ai.djl.ndarray.types.DataType;
import java.util.Optional;

/** Translates between the protocol's datatypes and those of PyTorch. */
final class ElementTypes {

  private ElementTypes() {}

  /**
   * PyTorch's type; absent for what its scripts cannot be given: strings, wide unsigned integers.
   */
  static Optional<DataType> toTorch(io.salver.tensor.DataType type) {
    return Optional.ofNullable(
        switch (type) {
          case BOOL -> DataType.BOOLEAN;
          case UINT8 -> DataType.UINT8;
          case INT8 -> DataType.INT8;
          case INT32 -> DataType.INT32;
          case INT64 -> DataType.INT64;
          case FP16 -> DataType.FLOAT16;
          case FP32 -> DataType.FLOAT32;
          case FP64 -> DataType.FLOAT64;
          case UINT16, UINT32, UINT64, INT16, BF16, BYTES -> null;
        });
  }
}
