package io.salver.api.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import inference.ModelInferResponse;
import io.grpc.HasByteBuffer;
import io.grpc.KnownLength;
import io.salver.api.Answer;
import io.salver.api.FakeModels;
import io.salver.api.GrpcWords;
import io.salver.api.InferenceCall;
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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The gRPC decoder, a fake model and the gRPC encoder, without a server. */
final class GrpcCodec {

  private static final Answer NONE = Answer.failure("none", "");

  private final DirectMemoryPool pool;
  private final InferenceRunner runner =
      new InferenceRunner(new FakeModels(), RequestObserver.NONE);
  private final ModelInferRequests requests;
  private final ModelInferAnswers answers = new ModelInferAnswers();

  GrpcCodec(long maxBodyBytes) {
    this(maxBodyBytes, new DirectMemoryPool(1 << 20));
  }

  GrpcCodec(long maxBodyBytes, DirectMemoryPool pool) {
    this.pool = pool;
    this.requests = new ModelInferRequests(pool, new RequestLimits(maxBodyBytes), Ticker.SYSTEM);
  }

  /** Bytes that requests still hold. */
  long leasedBytes() {
    return pool.leasedBytes();
  }

  /** Sends {@code message} as it would come in chunks of {@code chunkBytes}. */
  Answer send(byte[] message, int chunkBytes) {
    CapturedReply reply = new CapturedReply();
    switch (requests.parse(new Chunks(message, chunkBytes))) {
      case ModelInferArrival.Decoded decoded ->
          runner.run(decoded.call(), RequestId.draw(), decoded.timer(), Runnable::run, reply);
      case ModelInferArrival.Undecodable refused ->
          runner.refuse(refused.model(), refused.timer(), reply, refused.failure());
    }
    return reply.answer;
  }

  private final class CapturedReply implements Reply {

    private Answer answer = NONE;

    @Override
    public String protocol() {
      return "grpc";
    }

    @Override
    public String succeed(InferenceCall call, InferenceResponse response, Tensors outputs) {
      ModelInferAnswer message = ModelInferAnswer.of(call, response, outputs);
      try {
        ByteArrayOutputStream drained = new ByteArrayOutputStream();
        message.writeTo(drained);
        byte[] read = answers.stream(message).readAllBytes();
        if (drained.size() != message.size() || read.length != message.size()) {
          throw new AssertionError("the size is not what was written");
        }
        answer = GrpcWords.answer(ModelInferResponse.parseFrom(read));
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError("not the message it should be", e);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      return answer.status();
    }

    @Override
    public String fail(Fault fault) {
      answer = Answer.failure(GrpcStatus.of(fault).getCode().name(), fault.explanation());
      return answer.status();
    }
  }

  /** Like the stream of the Netty transport: chunks whose memory is gone once they are skipped. */
  private static final class Chunks extends InputStream implements HasByteBuffer, KnownLength {

    private final byte[] message;
    private final int chunkBytes;
    private int position;

    Chunks(byte[] message, int chunkBytes) {
      this.message = message.clone();
      this.chunkBytes = chunkBytes;
    }

    @Override
    public boolean byteBufferSupported() {
      return true;
    }

    @Override
    public ByteBuffer getByteBuffer() {
      int length = Math.min(chunkBytes - position % chunkBytes, message.length - position);
      return ByteBuffer.wrap(message, position, length).slice();
    }

    @Override
    public int available() {
      return message.length - position;
    }

    @Override
    public long skip(long count) {
      int skipped = (int) Math.min(count, available());
      Arrays.fill(message, position, position + skipped, (byte) 0xEE);
      position += skipped;
      return skipped;
    }

    @Override
    public int read() {
      throw new AssertionError("copies byte by byte");
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      throw new AssertionError("copies");
    }
  }
}
