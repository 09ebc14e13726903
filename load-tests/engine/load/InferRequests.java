package engine.load;

import com.google.protobuf.ByteString;
import inference.InferParameter;
import inference.ModelInferRequest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Valid requests to a model with one FP32 input {@code x}, rendered whole.
 *
 * @param timeout how long the service may take, as the V2 parameter says it; zero says nothing
 */
public record InferRequests(String model, long[] shape, float[] values, Duration timeout) {

  /** Requests with values between 0 and 1 of four digits, as clients send pixels and features. */
  public static InferRequests to(String model, long... shape) {
    int elements = 1;
    for (long extent : shape) {
      elements *= (int) extent;
    }
    SplittableRandom random = new SplittableRandom(7);
    float[] values = new float[elements];
    for (int i = 0; i < elements; i++) {
      values[i] = random.nextInt(10_000) / 10_000f;
    }
    return new InferRequests(model, shape, values, Duration.ZERO);
  }

  public InferRequests within(Duration timeout) {
    return new InferRequests(model, shape, values, timeout);
  }

  /** REST, all in JSON. */
  public byte[] json() {
    StringBuilder data = new StringBuilder(8 * values.length);
    for (float value : values) {
      data.append(data.isEmpty() ? "" : ",").append(value);
    }
    String json =
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":%s,\"data\":[%s]}]%s}"
            .formatted(
                extents(), data, timeout.isZero() ? "" : ",\"parameters\":{" + limit() + "}");
    return post("", json.getBytes(StandardCharsets.UTF_8));
  }

  /** REST, both ways with the binary tensor data extension. */
  public byte[] binary() {
    String json =
        ("{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":%s,"
                + "\"parameters\":{\"binary_data_size\":%d}}],"
                + "\"parameters\":{\"binary_data_output\":true%s}}")
            .formatted(extents(), 4 * values.length, timeout.isZero() ? "" : "," + limit());
    byte[] header = json.getBytes(StandardCharsets.UTF_8);
    byte[] body = Arrays.copyOf(header, header.length + 4 * values.length);
    System.arraycopy(raw(), 0, body, header.length, 4 * values.length);
    return post("Inference-Header-Content-Length: " + header.length + "\r\n", body);
  }

  /** A gRPC message with raw contents. */
  public byte[] grpc() {
    ModelInferRequest.Builder request =
        ModelInferRequest.newBuilder()
            .setModelName(model)
            .addInputs(
                ModelInferRequest.InferInputTensor.newBuilder()
                    .setName("x")
                    .setDatatype("FP32")
                    .addAllShape(Arrays.stream(shape).boxed().toList()))
            .addRawInputContents(ByteString.copyFrom(raw()));
    if (!timeout.isZero()) {
      request.putParameters("timeout", InferParameter.newBuilder().setInt64Param(micros()).build());
    }
    return request.build().toByteArray();
  }

  private byte[] post(String fields, byte[] body) {
    return post("/v2/models/" + model + "/infer", fields, body);
  }

  /** A whole HTTP request. */
  public static byte[] post(String path, String fields, byte[] body) {
    byte[] head =
        ("POST "
                + path
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + fields
                + "Content-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] request = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    return request;
  }

  private byte[] raw() {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return raw.array();
  }

  private String extents() {
    return Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(",", "[", "]"));
  }

  private String limit() {
    return "\"timeout\":" + micros();
  }

  private long micros() {
    return timeout.toNanos() / 1000;
  }
}
