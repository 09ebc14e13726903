import io.salver.backend.onnx.OnnxModelLoader;
import io.salver.fault.BackendFailure;
import io.salver.model.Device;
import io.salver.model.GoldenCase;
import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelId;
import io.salver.model.ModelSpec;
import io.salver.model.NativeHandles;
import io.salver.repository.JsonGoldenCases;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.time.StopSignal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Compares the outputs of every ONNX model of a repository on two devices, on its golden inputs
 * repeated to several batch sizes, and prints how many rows a second each device computes with one
 * caller. Exit status: 0 all within the tolerance, 1 some not, 3 the device is not there.
 *
 * <p>Run it with {@code load-tests/gpu-parity.sh}.
 */
public final class GpuParity {

  private static final int NO_DEVICE = 3;
  private static final double NANOS_PER_SECOND = 1e9;

  private final DirectMemoryPool pool = new DirectMemoryPool(1L << 30);
  private final OnnxModelLoader loader = new OnnxModelLoader(new NativeHandles());
  private final Map<String, String> options;
  private final Path repository;
  private final double tolerance;
  private boolean differs;

  private GpuParity(Map<String, String> options) {
    this.options = options;
    this.repository = Path.of(options.get("repository"));
    this.tolerance = Double.parseDouble(options.get("tolerance"));
  }

  public static void main(String[] args) throws IOException {
    Map<String, String> options = new TreeMap<>();
    options.put("repository", "models/repository");
    options.put("reference", "cpu");
    options.put("candidate", "cuda:0");
    options.put("rows", "1,8,32,128");
    options.put("seconds", "1");
    options.put("tolerance", "1e-3");
    for (int i = 0; i + 1 < args.length; i += 2) {
      String name = args[i].replaceFirst("^--", "");
      if (!options.containsKey(name)) {
        System.err.println("unknown option " + args[i] + "; there are " + options.keySet());
        System.exit(2);
      }
      options.put(name, args[i + 1]);
    }
    System.exit(new GpuParity(options).run());
  }

  private int run() throws IOException {
    System.out.printf(
        Locale.ROOT,
        "| model | rows | largest difference | %s rows/s | %s rows/s | ratio |%n"
            + "| --- | ---: | ---: | ---: | ---: | ---: |%n",
        options.get("reference"),
        options.get("candidate"));
    try {
      for (Path file : artifacts()) {
        compare(file);
      }
    } catch (BackendFailure absent) {
      System.err.println("gpu-parity: " + absent.explanation());
      return NO_DEVICE;
    }
    System.out.println();
    System.out.println(
        differs
            ? "Some outputs differ by more than " + tolerance + " · max(1, |reference|)."
            : "All outputs agree within " + tolerance + " · max(1, |reference|).");
    return differs ? 1 : 0;
  }

  private List<Path> artifacts() throws IOException {
    try (Stream<Path> files = Files.walk(repository, 3)) {
      return files.filter(file -> file.endsWith("model.onnx")).sorted().toList();
    }
  }

  private void compare(Path file) {
    ModelArtifact reference = artifact(file, options.get("reference"));
    ModelArtifact candidate = artifact(file, options.get("candidate"));
    try (Model one = loader.load(reference);
        Model other = loader.load(candidate);
        TensorScope scope = pool.open()) {
      List<GoldenCase> cases = new JsonGoldenCases(repository).read(reference, scope);
      if (cases.isEmpty()) {
        System.out.println("| " + reference.id() + " | no golden cases | | | | |");
        return;
      }
      Tensors golden = cases.getFirst().inputs();
      for (String rows : options.get("rows").split(",")) {
        compare(reference.id(), one, other, golden, Integer.parseInt(rows), scope);
      }
    }
  }

  private void compare(
      ModelId id, Model one, Model other, Tensors golden, int rows, TensorScope scope) {
    Tensors inputs = one.signature().isBatchable() ? repeat(golden, rows, scope) : golden;
    double difference = difference(one, other, inputs);
    boolean agrees = difference <= tolerance;
    differs |= !agrees;
    double slow = rowsPerSecond(one, inputs, rows);
    double fast = rowsPerSecond(other, inputs, rows);
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %.2g%s | %.0f | %.0f | %.2f |%n",
        id,
        rows,
        difference,
        agrees ? "" : " **over**",
        slow,
        fast,
        fast / slow);
  }

  /** The largest |a − b| / max(1, |a|) over all elements of all outputs. */
  private double difference(Model one, Model other, Tensors inputs) {
    try (TensorScope scope = pool.open()) {
      Tensors expected = one.infer(inputs, scope, StopSignal.never());
      Tensors actual = other.infer(inputs, scope, StopSignal.never());
      double largest = 0;
      for (String name : expected.names()) {
        double[] a = values(expected.get(name));
        double[] b = values(actual.get(name));
        if (a.length != b.length) {
          return Double.POSITIVE_INFINITY;
        }
        for (int i = 0; i < a.length; i++) {
          double off = Math.abs(a[i] - b[i]) / Math.max(1, Math.abs(a[i]));
          boolean equal = Double.compare(a[i], b[i]) == 0;
          largest = Math.max(largest, equal ? 0 : Double.isNaN(off) ? Double.MAX_VALUE : off);
        }
      }
      return largest;
    }
  }

  private double rowsPerSecond(Model model, Tensors inputs, int rows) {
    long budget = (long) (Double.parseDouble(options.get("seconds")) * NANOS_PER_SECOND);
    for (int i = 0; i < 3; i++) {
      runOnce(model, inputs);
    }
    long start = System.nanoTime();
    long runs = 0;
    long elapsed;
    do {
      runOnce(model, inputs);
      runs++;
      elapsed = System.nanoTime() - start;
    } while (elapsed < budget);
    return runs * rows * NANOS_PER_SECOND / elapsed;
  }

  private void runOnce(Model model, Tensors inputs) {
    try (TensorScope scope = pool.open()) {
      model.infer(inputs, scope, StopSignal.never());
    }
  }

  private static Tensors repeat(Tensors golden, int rows, TensorScope scope) {
    Tensors.Builder repeated = Tensors.builder();
    golden.forEach((name, tensor) -> repeated.put(name, repeat(tensor, rows, scope)));
    return repeated.build();
  }

  private static Tensor repeat(Tensor tensor, int rows, TensorScope scope) {
    long[] extents = tensor.shape().toArray();
    int given = (int) extents[0];
    extents[0] = rows;
    Shape shape = Shape.of(extents);
    return switch (tensor) {
      case Tensor.Dense dense -> {
        Tensor.Dense all = scope.allocate(dense.dataType(), shape);
        ByteBuffer target = all.view();
        int rowBytes = dense.data().limit() / given;
        for (int row = 0; row < rows; row++) {
          target.put(dense.data().slice(row % given * rowBytes, rowBytes));
        }
        yield all;
      }
      case Tensor.Strings strings -> {
        List<byte[]> all = new ArrayList<>();
        int rowElements = strings.elements().size() / given;
        for (int row = 0; row < rows; row++) {
          int first = row % given * rowElements;
          all.addAll(strings.elements().subList(first, first + rowElements));
        }
        yield new Tensor.Strings(shape, all);
      }
    };
  }

  private static double[] values(Tensor tensor) {
    return switch (tensor) {
      case Tensor.Dense dense -> values(dense);
      case Tensor.Strings strings ->
          strings.elements().stream().mapToDouble(Arrays::hashCode).toArray();
    };
  }

  private static double[] values(Tensor.Dense dense) {
    ByteBuffer data = dense.view().order(ByteOrder.LITTLE_ENDIAN);
    int size = dense.dataType().size();
    double[] values = new double[data.limit() / size];
    for (int i = 0; i < values.length; i++) {
      int at = i * size;
      values[i] =
          switch (dense.dataType()) {
            case FP32 -> data.getFloat(at);
            case FP64 -> data.getDouble(at);
            case FP16 -> Float.float16ToFloat(data.getShort(at));
            case BF16 -> Float.intBitsToFloat(data.getShort(at) << 16);
            case INT64, UINT64 -> data.getLong(at);
            case INT32, UINT32 -> data.getInt(at);
            case INT16, UINT16 -> data.getShort(at);
            case INT8, UINT8, BOOL -> data.get(at);
            case BYTES -> throw new IllegalStateException("BYTES is not dense");
          };
    }
    return values;
  }

  private ModelArtifact artifact(Path file, String device) {
    Path version = file.getParent();
    ModelSpec d = ModelSpec.DEFAULT;
    ModelSpec spec =
        new ModelSpec(
            d.task(),
            d.backend(),
            Device.named(device).orElseThrow(),
            d.instances(),
            d.threads(),
            d.versions(),
            d.batching(),
            d.timeout(),
            d.cache(),
            d.warmup(),
            d.signature(),
            d.preprocess(),
            d.postprocess(),
            d.monitor());
    String name = version.getParent().getFileName().toString();
    long number = Long.parseLong(version.getFileName().toString());
    return new ModelArtifact(new ModelId(name, number), "onnx", file, spec);
  }
}
