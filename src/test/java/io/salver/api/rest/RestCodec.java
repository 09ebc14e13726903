package io.salver.api.rest;

import io.netty.buffer.ByteBufUtil;
import io.salver.api.Answer;
import io.salver.api.FakeModels;
import io.salver.api.InferenceCall;
import io.salver.api.InferenceRunner;
import io.salver.api.Reply;
import io.salver.api.RequestLimits;
import io.salver.api.RequestTimer;
import io.salver.api.RestWords;
import io.salver.fault.Fault;
import io.salver.serving.InferenceResponse;
import io.salver.serving.InferenceService;
import io.salver.serving.ModelReference;
import io.salver.serving.RequestId;
import io.salver.serving.RequestObserver;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.time.Ticker;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The REST decoder, a fake model and the REST encoder, without a server. */
final class RestCodec {

  private static final Answer NONE = Answer.failure("none", "");

  private final DirectMemoryPool pool;
  private final InferenceService service = new FakeModels();
  private final InferenceRunner runner = new InferenceRunner(service, RequestObserver.NONE);
  private final InferRequestDecoder decoder;

  RestCodec(long maxBodyBytes) {
    this(maxBodyBytes, new DirectMemoryPool(1 << 20));
  }

  RestCodec(long maxBodyBytes, DirectMemoryPool pool) {
    this.pool = pool;
    this.decoder = new InferRequestDecoder(service, new RequestLimits(maxBodyBytes));
  }

  /** Bytes that requests still hold. */
  long leasedBytes() {
    return pool.leasedBytes();
  }

  Answer post(String path, @Nullable String headerLength, byte[] body) {
    RequestTimer timer = new RequestTimer(Ticker.SYSTEM);
    CapturedReply reply = new CapturedReply();
    TensorScope scope = pool.open();
    InferenceCall call;
    try {
      ModelReference model =
          V2Resource.of(path)
              .map(V2Resource.ModelInfer.class::cast)
              .map(V2Resource.ModelInfer::model)
              .orElseThrow();
      ByteBuffer memory = scope.allocate(body.length).put(body).flip();
      call = decoder.decode(model, BinaryHeader.parse(headerLength), memory, scope, timer);
    } catch (RuntimeException e) {
      scope.close();
      runner.refuse(Optional.empty(), timer, reply, e);
      return reply.answer;
    }
    runner.run(call, RequestId.draw(), timer, Runnable::run, reply);
    return reply.answer;
  }

  private static final class CapturedReply implements Reply {

    private Answer answer = NONE;

    @Override
    public String protocol() {
      return "rest";
    }

    @Override
    public String succeed(InferenceCall call, InferenceResponse response, Tensors outputs) {
      EncodedAnswer encoded = InferResponseEncoder.encode(call, response, outputs);
      OptionalInt jsonBytes = encoded.jsonBytes();
      answer = RestWords.answer(jsonBytes, ByteBufUtil.getBytes(encoded.memory()));
      encoded.memory().release();
      return "200";
    }

    @Override
    public String fail(Fault fault) {
      answer = Answer.failure(Integer.toString(HttpStatus.of(fault)), fault.explanation());
      return answer.status();
    }
  }
}
