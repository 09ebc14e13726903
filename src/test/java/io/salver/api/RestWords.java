package io.salver.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.salver.api.InferenceCase.Form;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Says cases in REST and reads its answers, independently of the code under test. */
public final class RestWords {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .build();

  private RestWords() {}

  /** A request: its path, the length of its JSON where binary tensors follow, and its body. */
  public static final class Request {

    private final String path;
    private final OptionalInt jsonBytes;
    private final byte[] body;

    private Request(String path, OptionalInt jsonBytes, byte[] body) {
      this.path = path;
      this.jsonBytes = jsonBytes;
      this.body = body;
    }

    public String path() {
      return path;
    }

    public OptionalInt jsonBytes() {
      return jsonBytes;
    }

    public byte[] body() {
      return body.clone();
    }
  }

  /** The case as a request. */
  public static Request request(InferenceCase c, Form form) {
    Map<String, Object> document = new LinkedHashMap<>();
    if (!c.id().isEmpty()) {
      document.put("id", c.id());
    }
    Map<String, Object> parameters = new LinkedHashMap<>(c.parameters());
    if (form == Form.BINARY) {
      parameters.put("binary_data_output", true);
    }
    document.put("parameters", parameters);
    ByteArrayOutputStream blobs = new ByteArrayOutputStream();
    document.put("inputs", c.inputs().stream().map(v -> input(v, form, blobs)).toList());
    if (!c.requested().isEmpty()) {
      document.put(
          "outputs",
          c.requested().stream()
              .map(n -> Map.of("name", n, "parameters", c.outputParameters()))
              .toList());
    }
    byte[] json = bytes(document);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(json);
    body.writeBytes(blobs.toByteArray());
    return new Request(
        path(c),
        form == Form.BINARY ? OptionalInt.of(json.length) : OptionalInt.empty(),
        body.toByteArray());
  }

  /** An answer of status 200. */
  public static Answer answer(OptionalInt jsonBytes, byte[] body) {
    int length = jsonBytes.orElse(body.length);
    JsonNode json = parse(new String(body, 0, length, StandardCharsets.UTF_8));
    ByteBuffer blobs = ByteBuffer.wrap(body, length, body.length - length).slice();
    List<Values> outputs = new ArrayList<>();
    json.get("outputs").forEach(output -> outputs.add(output(output, blobs)));
    return new Answer(
        "200",
        "",
        json.get("model_name").textValue(),
        json.get("model_version").textValue(),
        json.path("id").asText(""),
        outputs);
  }

  /** The text of an error document, which has nothing else. */
  public static String error(byte[] body) {
    JsonNode json = parse(new String(body, StandardCharsets.UTF_8));
    if (json.size() != 1 || !json.path("error").isTextual()) {
      throw new AssertionError("not an error document: " + json);
    }
    return json.get("error").textValue();
  }

  private static String path(InferenceCase c) {
    String version = c.version().isEmpty() ? "" : "/versions/" + c.version();
    return "/v2/models/" + c.model() + version + "/infer";
  }

  private static Map<String, Object> input(Values values, Form form, ByteArrayOutputStream blobs) {
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("name", values.name());
    input.put("shape", values.shape());
    input.put("datatype", values.datatype());
    if (form == Form.BINARY) {
      byte[] raw = values.raw();
      blobs.writeBytes(raw);
      input.put("parameters", Map.of("binary_data_size", raw.length));
    } else {
      input.put("data", values.elements());
    }
    return input;
  }

  private static Values output(JsonNode output, ByteBuffer blobs) {
    String name = output.get("name").textValue();
    String datatype = output.get("datatype").textValue();
    List<Long> shape = new ArrayList<>();
    output.get("shape").forEach(extent -> shape.add(extent.longValue()));
    if (output.has("data")) {
      List<Object> elements = new ArrayList<>();
      output.get("data").forEach(element -> elements.add(element(datatype, element)));
      return new Values(name, datatype, shape, elements);
    }
    int size = output.get("parameters").get("binary_data_size").intValue();
    ByteBuffer raw = blobs.slice(blobs.position(), size);
    blobs.position(blobs.position() + size);
    return Values.ofRaw(name, datatype, shape, raw);
  }

  private static Object element(String datatype, JsonNode element) {
    return switch (datatype) {
      case "BOOL" -> element.booleanValue();
      case "BYTES" -> element.textValue();
      case "FP32" -> (double) element.floatValue();
      case "FP64" -> element.doubleValue();
      default -> Values.whole(element.bigIntegerValue());
    };
  }

  private static byte[] bytes(Object document) {
    try {
      return MAPPER.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + json, e);
    }
  }
}
