package io.salver.api.grpc;

import ai.onnxruntime.OrtException;
import io.grpc.internal.ReadableBuffers;
import io.salver.api.BenchmarkedModel;
import io.salver.api.GrpcWords;
import io.salver.api.InferenceCall;
import io.salver.api.InferenceCase.Form;
import io.salver.api.InferenceRunner;
import io.salver.api.Reply;
import io.salver.api.RequestLimits;
import io.salver.fault.Fault;
import io.salver.serving.InferenceResponse;
import io.salver.serving.RequestId;
import io.salver.serving.RequestObserver;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Tensors;
import io.salver.time.Ticker;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
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

/** V2 over gRPC inside the process: decode, run, encode; against the bare run. */
@SuppressWarnings("NullAway.Init") // JMH calls the setup before any benchmark
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class GrpcInferBenchmark {

  @Param({"mlp", "image"})
  private String model = "mlp";

  private final ModelInferRequests requests =
      new ModelInferRequests(
          new DirectMemoryPool(256 << 20), new RequestLimits(64 << 20), Ticker.SYSTEM);
  private BenchmarkedModel subject;
  private InferenceRunner runner;
  private ByteBuffer raw;
  private ByteBuffer contents;

  @Setup
  public void load() throws OrtException {
    subject = BenchmarkedModel.named(model);
    runner = new InferenceRunner(subject, RequestObserver.NONE);
    raw = direct(GrpcWords.request(subject.request(), Form.RAW).toByteArray());
    contents = direct(GrpcWords.request(subject.request(), Form.CONTENTS).toByteArray());
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
  public int raw() {
    return infer(raw);
  }

  @Benchmark
  public int contents() {
    return infer(contents);
  }

  private int infer(ByteBuffer message) {
    ModelInferArrival arrival =
        requests.parse(ReadableBuffers.openStream(ReadableBuffers.wrap(message.duplicate()), true));
    CountingReply reply = new CountingReply();
    switch (arrival) {
      case ModelInferArrival.Decoded decoded ->
          runner.run(decoded.call(), RequestId.draw(), decoded.timer(), Runnable::run, reply);
      case ModelInferArrival.Undecodable refused ->
          throw new IllegalStateException(refused.failure());
    }
    return reply.bytes;
  }

  private static ByteBuffer direct(byte[] message) {
    return ByteBuffer.allocateDirect(message.length).put(message).flip();
  }

  private static final class CountingReply implements Reply {

    private int bytes;

    @Override
    public String protocol() {
      return "grpc";
    }

    @Override
    public String succeed(InferenceCall call, InferenceResponse response, Tensors outputs) {
      ModelInferAnswer answer = ModelInferAnswer.of(call, response, outputs);
      try {
        answer.writeTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      bytes = answer.size();
      return "OK";
    }

    @Override
    public String fail(Fault fault) {
      throw fault;
    }
  }
}
