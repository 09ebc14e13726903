package io.salver.monitor.ndjson;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.salver.model.ModelId;
import io.salver.monitor.FeatureValue;
import io.salver.monitor.RecordedSample;
import io.salver.monitor.Sample;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * Reads files of the prediction log, one JSON object a line, compressed by gzip where the name ends
 * in {@code .gz}. Lines that are no such objects, as the last one of a process that crashed, are
 * counted and left out. For one thread.
 */
public final class RecordedSamples {

  /** Most characters of a line; longer ones are left out. */
  private static final int LONGEST_LINE = 16 << 20;

  private final JsonMapper mapper = new JsonMapper();
  private long unreadable;

  /** Lines that were left out. */
  public long unreadable() {
    return unreadable;
  }

  /**
   * Tells {@code reader} of each line of a file, blocking.
   *
   * @throws IOException when the file cannot be read
   */
  public void read(Path file, Consumer<RecordedSample> reader) throws IOException {
    try (BufferedReader lines = open(file)) {
      for (Optional<String> line = next(lines); line.isPresent(); line = next(lines)) {
        if (!line.get().isBlank()) {
          parsed(line.get()).ifPresentOrElse(reader, () -> unreadable++);
        }
      }
    } catch (EOFException torn) { // gzip's end is missing
      unreadable++;
    }
  }

  private static BufferedReader open(Path file) throws IOException {
    InputStream bytes = Files.newInputStream(file);
    try {
      boolean isCompressed = file.getFileName().toString().endsWith(".gz");
      InputStream plain = isCompressed ? new GZIPInputStream(bytes) : bytes;
      return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
    } catch (IOException damaged) {
      bytes.close();
      throw damaged;
    }
  }

  /** The next line, of one that is too long nothing; absent at the end. */
  private static Optional<String> next(BufferedReader lines) throws IOException {
    StringBuilder line = new StringBuilder();
    int length = 0;
    int character;
    while ((character = lines.read()) >= 0 && character != '\n') {
      length++;
      if (length <= LONGEST_LINE) {
        line.append((char) character);
      }
    }
    if (character < 0 && length == 0) {
      return Optional.empty();
    }
    return Optional.of(length <= LONGEST_LINE ? line.toString() : "too long");
  }

  private Optional<RecordedSample> parsed(String line) {
    try {
      JsonNode record = mapper.readTree(line);
      String model = record.path("model").asText();
      long version = record.path("version").asLong();
      if (model.isEmpty() || version < 1) {
        return Optional.empty();
      }
      return Optional.of(new RecordedSample(new ModelId(model, version), sample(record)));
    } catch (JsonProcessingException torn) {
      return Optional.empty();
    }
  }

  private static Sample sample(JsonNode record) {
    Sample.Builder sample = Sample.builder();
    values(record.path("features"), sample::feature);
    values(record.path("predictions"), sample::prediction);
    for (Map.Entry<String, JsonNode> entry : record.path("embeddings").properties()) {
      sample.embedding(entry.getKey(), vector(entry.getValue()));
    }
    return sample.build();
  }

  private static void values(JsonNode group, BiConsumer<String, FeatureValue> taker) {
    for (Map.Entry<String, JsonNode> entry : group.properties()) {
      if (entry.getValue().isArray()) {
        entry.getValue().forEach(each -> taker.accept(entry.getKey(), value(each)));
      } else {
        taker.accept(entry.getKey(), value(entry.getValue()));
      }
    }
  }

  private static FeatureValue value(JsonNode node) {
    return switch (node.getNodeType()) {
      case NUMBER -> new FeatureValue.Numeric(node.doubleValue());
      case STRING -> text(node.textValue());
      case BOOLEAN -> new FeatureValue.Category(node.asText());
      case NULL, MISSING -> FeatureValue.MISSING;
      case ARRAY, OBJECT, BINARY, POJO -> new FeatureValue.Wrong();
    };
  }

  /** Numbers that JSON does not know are texts. */
  private static FeatureValue text(String text) {
    return switch (text) {
      case "Infinity" -> new FeatureValue.Numeric(Double.POSITIVE_INFINITY);
      case "-Infinity" -> new FeatureValue.Numeric(Double.NEGATIVE_INFINITY);
      default -> new FeatureValue.Category(text);
    };
  }

  private static float[] vector(JsonNode node) {
    float[] vector = new float[node.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = node.get(i).isNumber() ? node.get(i).floatValue() : Float.NaN;
    }
    return vector;
  }
}
