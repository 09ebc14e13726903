package io.salver.api.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.salver.fault.InvalidInput;
import io.salver.serving.Following;
import io.salver.serving.RequestId;
import jakarta.inject.Singleton;

/**
 * The id of a request as gRPC carries it: in the entry {@value #ENTRY} of the metadata of the call,
 * if the client gives one, and of every answer, before its messages. Handlers of our own read the
 * metadata; as an interceptor it serves stubs, who see none: it has their answers bear the id, and
 * {@link #ofCall} tells it to them. Thread-safe.
 */
@Singleton
public final class RequestIdMetadata implements ServerInterceptor {

  private static final String ENTRY = "x-request-id";
  private static final Metadata.Key<String> KEY =
      Metadata.Key.of(ENTRY, Metadata.ASCII_STRING_MARSHALLER);
  private static final Context.Key<Taken> TAKEN = Context.key("salver-request-id");

  /**
   * An id, and whether it is the one to use.
   *
   * @param id what the answer bears
   * @param given what the client gave, if that is none; else empty
   * @param following how the call follows rollouts
   */
  record Taken(RequestId id, String given, boolean isValid, Following following) {

    /**
     * The id of the request.
     *
     * @throws InvalidInput when what the client gave is none
     */
    RequestId require() {
      return isValid ? id : RequestId.given(ENTRY, given);
    }

    /** What is wrong with what the client gave, if that is no id. */
    String complaint() {
      try {
        return require().text();
      } catch (InvalidInput wrong) {
        return wrong.explanation();
      }
    }

    /** Metadata that bears it, and the arm that answers. */
    Metadata metadata() {
      return metadata(id);
    }

    /** Metadata that bears another id. */
    Metadata metadata(RequestId other) {
      Metadata metadata = new Metadata();
      metadata.put(KEY, other.text());
      ArmMetadata.put(metadata, following);
      return metadata;
    }
  }

  /** The id that the client gives in {@code headers}, or one that is drawn. */
  static Taken take(Metadata headers) {
    Following following = new Following(ArmMetadata.caller(headers));
    String given = headers.get(KEY);
    if (given == null) {
      return new Taken(RequestId.draw(), "", true, following);
    }
    return RequestId.isOne(given)
        ? new Taken(new RequestId(given), given, true, following)
        : new Taken(RequestId.draw(), given, false, following);
  }

  /** The id of the call under way, for stubs; one that is drawn where nobody intercepted it. */
  static Taken ofCall() {
    Taken taken = TAKEN.get();
    return taken == null ? new Taken(RequestId.draw(), "", true, Following.silent()) : taken;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Taken taken = take(headers);
    return Contexts.interceptCall(
        Context.current().withValue(TAKEN, taken), new Bearing<>(call, taken), headers, next);
  }

  /** A call whose answer bears the id. */
  private static final class Bearing<Q, A> extends SimpleForwardingServerCall<Q, A> {

    private final Taken taken;
    private boolean isHeadSent;

    Bearing(ServerCall<Q, A> call, Taken taken) {
      super(call);
      this.taken = taken;
    }

    @Override
    public void sendHeaders(Metadata headers) {
      headers.merge(taken.metadata());
      isHeadSent = true;
      super.sendHeaders(headers);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (!isHeadSent) {
        trailers.merge(taken.metadata());
      }
      super.close(status, trailers);
    }
  }
}
