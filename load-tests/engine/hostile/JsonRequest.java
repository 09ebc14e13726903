package engine.hostile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The parts of an infer request over REST, each of which can be replaced by something wrong. */
final class JsonRequest {

  String path;
  String name = "\"x\"";
  String datatype;
  String shape;
  String data;
  String tensorParameters = "";
  String parameters = "\"binary_data_output\":true";
  String outputs = "";
  String more = "";
  String inputs = "";
  String fields = "";
  byte[] blob = new byte[0];
  boolean isBinary;

  private JsonRequest(Sample sample) {
    path = "/v2/models/" + sample.model() + "/infer";
    datatype = "\"" + sample.datatype() + "\"";
    shape = sample.shape();
    data = array(sample.literals());
  }

  static JsonRequest json(Sample sample) {
    return new JsonRequest(sample);
  }

  static JsonRequest binary(Sample sample) {
    JsonRequest request = new JsonRequest(sample);
    request.data = "";
    request.tensorParameters = "\"binary_data_size\":" + sample.raw().length;
    request.blob = sample.raw();
    request.isBinary = true;
    return request;
  }

  static String array(List<String> literals) {
    return "[" + String.join(",", literals) + "]";
  }

  /** The JSON. */
  String document() {
    List<String> members = new ArrayList<>();
    members.add("\"inputs\":" + (inputs.isEmpty() ? "[" + input() + "]" : inputs));
    add(members, "\"outputs\":", outputs);
    if (!parameters.isEmpty()) {
      members.add("\"parameters\":{" + parameters + "}");
    }
    add(members, "", more);
    return "{" + String.join(",", members) + "}";
  }

  /** One element of {@code inputs}. */
  String input() {
    List<String> members = new ArrayList<>();
    add(members, "\"name\":", name);
    add(members, "\"datatype\":", datatype);
    add(members, "\"shape\":", shape);
    if (!tensorParameters.isEmpty()) {
      members.add("\"parameters\":{" + tensorParameters + "}");
    }
    add(members, "\"data\":", data);
    return "{" + String.join(",", members) + "}";
  }

  byte[] body() {
    byte[] json = document().getBytes(StandardCharsets.UTF_8);
    byte[] body = Arrays.copyOf(json, json.length + blob.length);
    System.arraycopy(blob, 0, body, json.length, blob.length);
    return body;
  }

  /** The header of the binary tensor data extension, where there is a blob. */
  String binaryField() {
    return isBinary
        ? "Inference-Header-Content-Length: "
            + document().getBytes(StandardCharsets.UTF_8).length
            + "\r\n"
        : "";
  }

  /** All of it as it goes over the wire. */
  byte[] render() {
    return engine.load.InferRequests.post(path, binaryField() + fields, body());
  }

  private static void add(List<String> members, String key, String value) {
    if (!value.isEmpty()) {
      members.add(key + value);
    }
  }
}
