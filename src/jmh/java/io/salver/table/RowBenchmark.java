package io.salver.table;

import io.salver.backend.onnx.OnnxModelLoader;
import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelId;
import io.salver.model.ModelSpec;
import io.salver.model.NativeHandles;
import io.salver.table.arrow.ArrowRows;
import io.salver.table.csv.CsvRows;
import io.salver.tensor.DataType;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import io.salver.time.StopSignal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Rows of six numbers and eight categories on their way from CSV, Arrow or cells to tensors, beside
 * a run of the perceptron of incomes, which takes such rows, in ONNX Runtime alone.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the setup before any benchmark
public class RowBenchmark {

  private static final Path MODEL = Path.of("models/repository/adult-mlp/1/model.onnx");
  private static final List<String> NAMES = List.of("Private", "State-gov", "Never-worked");

  @Param({"1", "100", "10000"})
  public int rows = 1;

  private final DirectMemoryPool pool = new DirectMemoryPool(64 << 20);
  private final TensorScope lasting = pool.open();
  private final CsvRows csv = new CsvRows(RowLimits.DEFAULT);
  private final ArrowRows arrow = new ArrowRows(RowLimits.DEFAULT);
  private final List<TensorColumns> tensors = new ArrayList<>();
  private Model model;
  private RowEncoder encoder;
  private Rows cells;
  private ByteBuffer csvBytes;
  private ByteBuffer arrowBytes;
  private Tensors inputs;

  @Setup
  public void prepare() {
    model =
        new OnnxModelLoader(new NativeHandles())
            .load(new ModelArtifact(new ModelId("m", 1), "onnx", MODEL, ModelSpec.DEFAULT));
    List<Feature> features = new ArrayList<>();
    for (TensorSpec input : model.signature().inputs()) {
      List<Integer> places = new ArrayList<>();
      for (int column = 0; column < input.shape().extent(1); column++) {
        places.add(features.size());
        features.add(feature(input, column));
      }
      tensors.add(new TensorColumns(input, places));
    }
    encoder = new RowEncoder(new FeatureSchema(features));
    cells = draw(features);
    csvBytes = ByteBuffer.wrap(csv.write(cells));
    arrowBytes = ByteBuffer.wrap(arrow.write(cells));
    inputs = toTensors(cells, lasting);
  }

  @TearDown
  public void close() {
    lasting.close();
    model.close();
  }

  /** Cells to tensors. */
  @Benchmark
  public Tensors convert() {
    try (TensorScope scope = pool.open()) {
      return toTensors(cells, scope);
    }
  }

  /** CSV to cells. */
  @Benchmark
  public Rows readCsv() {
    try (TensorScope scope = pool.open()) {
      return csv.read(csvBytes, scope);
    }
  }

  /** Arrow to cells. */
  @Benchmark
  public Rows readArrow() {
    try (TensorScope scope = pool.open()) {
      return arrow.read(arrowBytes, scope);
    }
  }

  /** The model alone, on tensors that are there. */
  @Benchmark
  public Tensors run() {
    try (TensorScope scope = pool.open()) {
      return model.infer(inputs, scope, StopSignal.never());
    }
  }

  private Tensors toTensors(Rows rows, TensorScope scope) {
    EncodedRows encoded = encoder.encode(rows, new Problems(20, 20), scope).rows();
    int[] all = IntStream.range(0, rows.count()).toArray();
    Tensors.Builder built = Tensors.builder();
    tensors.forEach(each -> built.put(each.tensor().name(), each.write(encoded, all, scope)));
    return built.build();
  }

  private Rows draw(List<Feature> features) {
    Random random = new Random(1);
    RowsBuilder builder = RowsBuilder.typed(RowLimits.DEFAULT, lasting);
    for (int row = 0; row < rows; row++) {
      builder.row();
      for (Feature feature : features) {
        int place = builder.column(feature.name());
        if (feature.type() == FeatureType.CATEGORY) {
          builder.text(place, NAMES.get(random.nextInt(NAMES.size())));
        } else {
          builder.real(place, Math.rint(random.nextGaussian() * 1e4) / 1e2);
        }
      }
    }
    return builder.build();
  }

  private static Feature feature(TensorSpec input, int column) {
    boolean isNumber = input.dataType() == DataType.FP32;
    return new Feature(
        input.name() + column,
        isNumber ? FeatureType.NUMBER : FeatureType.CATEGORY,
        input.name(),
        input.dataType(),
        column,
        Optional.empty(),
        Optional.of(new Range(-1e6, 1e6)),
        isNumber ? List.of() : NAMES,
        false,
        isNumber ? Missing.NAN : Missing.INDEX,
        Unknown.INDEX,
        OutOfRange.ACCEPT,
        Optional.empty(),
        Optional.empty());
  }
}
