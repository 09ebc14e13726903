package io.salver.api.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.salver.api.DenseElements;
import io.salver.api.MemoryBudget;
import io.salver.api.TensorDeclaration;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One element of {@code data} on its way from the document into a tensor, in two ways. */
@SuppressWarnings("NullAway.Init") // JMH calls the setup before any benchmark
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JsonElementsBenchmark {

  private static final int ELEMENTS = 3 * 224 * 224;

  /** What the elements are, and how they are written. */
  public enum Kind {
    /** FP32 in up to nine digits, as a program with floats writes them. */
    FLOATS("FP32"),
    /** FP32 in up to seventeen digits, as a program with doubles only writes floats. */
    FLOATS_AS_DOUBLES("FP32"),
    /** FP64 in up to seventeen digits. */
    DOUBLES("FP64"),
    /** INT64 of one to six digits. */
    INTEGERS("INT64");

    private final String type;

    Kind(String type) {
      this.type = type;
    }
  }

  @Param private Kind kind = Kind.FLOATS;

  private final DirectMemoryPool pool = new DirectMemoryPool(256 << 20);
  private TensorDeclaration declaration;
  private ByteBuffer document;

  @Setup
  public void write() {
    declaration = TensorDeclaration.of("x", kind.type, ELEMENTS);
    Random random = new Random(7);
    StringJoiner array = new StringJoiner(", ", "[", "]"); // as Python writes lists
    for (int index = 0; index < ELEMENTS; index++) {
      array.add(element(random));
    }
    byte[] bytes = array.toString().getBytes(StandardCharsets.US_ASCII);
    document = ByteBuffer.allocateDirect(bytes.length).order(ByteOrder.LITTLE_ENDIAN).put(0, bytes);
  }

  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public long scanner() {
    try (TensorScope scope = pool.open()) {
      DenseElements elements = elements(scope);
      new JsonElementScanner(document, elements).scan(1);
      return elements.finish().data().getLong(0);
    }
  }

  /** The tokens of Jackson, with its fast readers of numbers. */
  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public long jackson() throws IOException {
    try (TensorScope scope = pool.open();
        JsonParser parser = Json.FACTORY.createParser(new ByteBufferInputStream(document))) {
      DenseElements elements = elements(scope);
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        switch (kind) {
          case FLOATS, FLOATS_AS_DOUBLES -> elements.real32(parser.getFloatValue());
          case DOUBLES -> elements.real64(parser.getDoubleValue());
          case INTEGERS -> elements.whole(parser.getLongValue());
        }
      }
      return elements.finish().data().getLong(0);
    }
  }

  private DenseElements elements(TensorScope scope) {
    return new DenseElements(
        declaration, scope, new MemoryBudget(64 << 20, scope), document.limit() / 2);
  }

  private String element(Random random) {
    return switch (kind) {
      case FLOATS -> Float.toString(random.nextFloat());
      case FLOATS_AS_DOUBLES -> Double.toString(random.nextFloat());
      case DOUBLES -> Double.toString(random.nextDouble());
      case INTEGERS -> Long.toString(random.nextLong(1_000_000));
    };
  }
}
