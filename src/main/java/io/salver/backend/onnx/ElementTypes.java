package io.salver.backend.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo.OnnxTensorType;
import io.salver.tensor.DataType;
import java.util.Optional;

/** Translates between the protocol's datatypes and ONNX Runtime's element types. */
final class ElementTypes {

  private ElementTypes() {}

  /** The protocol's name of an element type; absent for those it does not know. */
  static Optional<DataType> dataType(OnnxTensorType type) {
    return Optional.ofNullable(
        switch (type) {
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL -> DataType.BOOL;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8 -> DataType.UINT8;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16 -> DataType.UINT16;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32 -> DataType.UINT32;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64 -> DataType.UINT64;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8 -> DataType.INT8;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16 -> DataType.INT16;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32 -> DataType.INT32;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64 -> DataType.INT64;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16 -> DataType.FP16;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16 -> DataType.BF16;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT -> DataType.FP32;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE -> DataType.FP64;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_STRING -> DataType.BYTES;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_UNDEFINED,
              ONNX_TENSOR_ELEMENT_DATA_TYPE_COMPLEX64,
              ONNX_TENSOR_ELEMENT_DATA_TYPE_COMPLEX128,
              ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E4M3FN,
              ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E4M3FNUZ,
              ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E5M2,
              ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E5M2FNUZ ->
              null;
        });
  }

  /**
   * The type under which a buffer becomes a tensor; absent for strings, and for the wide unsigned
   * integers, of which ONNX Runtime's Java binding can read tensors but not make them.
   */
  static Optional<OnnxJavaType> bufferType(DataType type) {
    return Optional.ofNullable(
        switch (type) {
          case BOOL -> OnnxJavaType.BOOL;
          case UINT8 -> OnnxJavaType.UINT8;
          case INT8 -> OnnxJavaType.INT8;
          case INT16 -> OnnxJavaType.INT16;
          case INT32 -> OnnxJavaType.INT32;
          case INT64 -> OnnxJavaType.INT64;
          case FP16 -> OnnxJavaType.FLOAT16;
          case BF16 -> OnnxJavaType.BFLOAT16;
          case FP32 -> OnnxJavaType.FLOAT;
          case FP64 -> OnnxJavaType.DOUBLE;
          case UINT16, UINT32, UINT64, BYTES -> null;
        });
  }
}
