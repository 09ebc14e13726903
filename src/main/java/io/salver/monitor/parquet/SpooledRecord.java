package io.salver.monitor.parquet;

import io.salver.model.ModelId;
import io.salver.monitor.FeatureValue;
import io.salver.monitor.Observation;
import io.salver.monitor.Predicted;
import io.salver.monitor.PredictionId;
import io.salver.monitor.Sample;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A record as bytes and back, with nothing lost, for files that only this package reads. */
final class SpooledRecord {

  private static final int NUMERIC = 0;
  private static final int CATEGORY = 1;
  private static final int MISSING = 2;
  private static final int WRONG = 3;

  private static final int NOTHING = 0;
  private static final int CLASSES = 1;
  private static final int VALUE = 2;
  private static final int VALUE_WITH_INTERVAL = 3;

  private SpooledRecord() {}

  static byte[] bytes(Observation observation) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    text(out, observation.model().name());
    out.writeLong(observation.model().version());
    text(out, observation.id().request());
    out.writeInt(observation.id().index());
    Instant at = observation.at();
    out.writeLong(at.getEpochSecond());
    out.writeInt(at.getNano());
    values(out, observation.sample().features());
    values(out, observation.sample().predictions());
    embeddings(out, observation.sample().embeddings());
    predicted(out, observation.predicted());
    return bytes.toByteArray();
  }

  private static void values(DataOutputStream out, List<Sample.Named> values) throws IOException {
    out.writeInt(values.size());
    for (Sample.Named named : values) {
      text(out, named.name());
      switch (named.value()) {
        case FeatureValue.Numeric(double number) -> {
          out.write(NUMERIC);
          out.writeDouble(number);
        }
        case FeatureValue.Category(String category) -> {
          out.write(CATEGORY);
          text(out, category);
        }
        case FeatureValue.Missing _ -> out.write(MISSING);
        case FeatureValue.Wrong _ -> out.write(WRONG);
      }
    }
  }

  private static void embeddings(DataOutputStream out, Map<String, float[]> embeddings)
      throws IOException {
    out.writeInt(embeddings.size());
    for (Map.Entry<String, float[]> each : embeddings.entrySet()) {
      text(out, each.getKey());
      out.writeInt(each.getValue().length);
      for (float component : each.getValue()) {
        out.writeFloat(component);
      }
    }
  }

  private static void predicted(DataOutputStream out, Optional<Predicted> predicted)
      throws IOException {
    if (predicted.isEmpty()) {
      out.write(NOTHING);
      return;
    }
    switch (predicted.get()) {
      case Predicted.Classes(List<Predicted.Share> classes) -> {
        out.write(CLASSES);
        out.writeInt(classes.size());
        for (Predicted.Share share : classes) {
          text(out, share.label());
          out.writeDouble(share.probability());
        }
      }
      case Predicted.Value(double value, Optional<Predicted.Interval> interval) -> {
        out.write(interval.isEmpty() ? VALUE : VALUE_WITH_INTERVAL);
        out.writeDouble(value);
        if (interval.isPresent()) {
          out.writeDouble(interval.get().low());
          out.writeDouble(interval.get().high());
          out.writeDouble(interval.get().level());
        }
      }
    }
  }

  /**
   * The record that {@link #bytes} made.
   *
   * @throws IOException when those are others
   */
  static Observation read(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    ModelId model = new ModelId(text(in), in.readLong());
    PredictionId id = new PredictionId(text(in), in.readInt());
    Instant at = Instant.ofEpochSecond(in.readLong(), in.readInt());
    Sample.Builder sample = Sample.builder();
    for (int left = in.readInt(); left > 0; left--) {
      var unused = sample.feature(text(in), value(in));
    }
    for (int left = in.readInt(); left > 0; left--) {
      var unused = sample.prediction(text(in), value(in));
    }
    for (int left = in.readInt(); left > 0; left--) {
      var unused = sample.embedding(text(in), vector(in));
    }
    return new Observation(model, id, at, sample.build(), predicted(in));
  }

  private static FeatureValue value(DataInputStream in) throws IOException {
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case NUMERIC -> new FeatureValue.Numeric(in.readDouble());
      case CATEGORY -> new FeatureValue.Category(text(in));
      case MISSING -> FeatureValue.MISSING;
      case WRONG -> new FeatureValue.Wrong();
      default -> throw new IOException("a value has the unknown kind " + kind);
    };
  }

  private static float[] vector(DataInputStream in) throws IOException {
    float[] vector = new float[in.readInt()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = in.readFloat();
    }
    return vector;
  }

  private static Optional<Predicted> predicted(DataInputStream in) throws IOException {
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case NOTHING -> Optional.empty();
      case CLASSES -> {
        List<Predicted.Share> classes = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
          classes.add(new Predicted.Share(text(in), in.readDouble()));
        }
        yield Optional.of(new Predicted.Classes(classes));
      }
      case VALUE -> Optional.of(new Predicted.Value(in.readDouble(), Optional.empty()));
      case VALUE_WITH_INTERVAL -> {
        double value = in.readDouble();
        yield Optional.of(
            new Predicted.Value(
                value,
                Optional.of(
                    new Predicted.Interval(in.readDouble(), in.readDouble(), in.readDouble()))));
      }
      default -> throw new IOException("a prediction has the unknown kind " + kind);
    };
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }
}
