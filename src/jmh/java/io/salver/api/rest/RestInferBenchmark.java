package io.salver.api.rest;

import ai.onnxruntime.OrtException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.salver.api.BenchmarkedModel;
import io.salver.api.InferenceCall;
import io.salver.api.InferenceCase.Form;
import io.salver.api.InferenceRunner;
import io.salver.api.Reply;
import io.salver.api.RequestLimits;
import io.salver.api.RequestTimer;
import io.salver.api.RestWords;
import io.salver.fault.Fault;
import io.salver.serving.InferenceResponse;
import io.salver.serving.ModelReference;
import io.salver.serving.RequestId;
import io.salver.serving.RequestObserver;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.time.Ticker;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** V2 over REST inside the process: collect, decode, run, encode; against the bare run. */
@SuppressWarnings("NullAway.Init") // JMH calls the setup before any benchmark
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RestInferBenchmark {

  private static final RequestLimits LIMITS = new RequestLimits(64 << 20);

  @Param({"mlp", "image"})
  private String model = "mlp";

  private final DirectMemoryPool pool = new DirectMemoryPool(256 << 20);
  private BenchmarkedModel subject;
  private InferRequestDecoder decoder;
  private InferenceRunner runner;
  private Message json;
  private Message binary;

  /** A request as it comes from the wire. */
  private record Message(BinaryHeader header, ByteBuf body) {}

  @Setup
  public void load() throws OrtException {
    subject = BenchmarkedModel.named(model);
    decoder = new InferRequestDecoder(subject, LIMITS);
    runner = new InferenceRunner(subject, RequestObserver.NONE);
    json = message(RestWords.request(subject.request(), Form.JSON));
    binary = message(RestWords.request(subject.request(), Form.BINARY));
  }

  @TearDown
  public void close() throws OrtException {
    subject.close();
  }

  @Benchmark
  public float bare() throws OrtException {
    return subject.bare();
  }

  @Benchmark
  public int json() {
    return infer(json);
  }

  @Benchmark
  public int binary() {
    return infer(binary);
  }

  private int infer(Message message) {
    RequestTimer timer = new RequestTimer(Ticker.SYSTEM);
    TensorScope scope = pool.open();
    BodyCollector collector =
        new BodyCollector(
            scope,
            LIMITS.maxBodyBytes(),
            message.body().readableBytes(),
            message.header().length());
    collector.append(message.body());
    InferenceCall call =
        decoder.decode(
            ModelReference.latest(model), message.header(), collector.body(), scope, timer);
    CountingReply reply = new CountingReply();
    runner.run(call, RequestId.draw(), timer, Runnable::run, reply);
    return reply.bytes;
  }

  private static Message message(RestWords.Request request) {
    String length =
        request.jsonBytes().isPresent() ? Integer.toString(request.jsonBytes().getAsInt()) : null;
    ByteBuf body = Unpooled.directBuffer(request.body().length).writeBytes(request.body());
    return new Message(BinaryHeader.parse(length), body);
  }

  private static final class CountingReply implements Reply {

    private int bytes;

    @Override
    public String protocol() {
      return "rest";
    }

    @Override
    public String succeed(InferenceCall call, InferenceResponse response, Tensors outputs) {
      EncodedAnswer answer = InferResponseEncoder.encode(call, response, outputs);
      bytes = answer.memory().readableBytes();
      answer.memory().release();
      return "200";
    }

    @Override
    public String fail(Fault fault) {
      throw fault;
    }
  }
}
