package io.salver.api.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.salver.api.Failures;
import io.salver.api.RecommendationRunner;
import io.salver.api.RequestTimer;
import io.salver.fault.Cancelled;
import io.salver.fault.Fault;
import io.salver.recommend.BatchProgress;
import io.salver.recommend.BatchSink;
import io.salver.recommend.Recommendation;
import io.salver.time.StopSignal;
import io.salver.time.Ticker;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a batch: JSON objects, one a line, each an answer or the reason why there is none,
 * now and then how far the batch is, and last a summary. The status is sent with the first of them.
 *
 * <p>The batch tells of answers on its own thread, where they are encoded; at most {@value #UNSENT}
 * of them wait for the client, and then the batch does. All else happens on the event loop of the
 * request.
 */
final class BatchAnswer implements BatchSink {

  private static final int UNSENT = 16;
  private static final long PROGRESS_NANOS = Duration.ofSeconds(1).toNanos();
  private static final JsonFactory FACTORY = new JsonFactory();

  private final RoutingContext context;
  private final RecommendationRunner runner;
  private final RequestTimer timer;
  private final Ticker ticker;
  private final Context eventLoop;
  private final StopSignal stop = StopSignal.create();
  private final Semaphore places = new Semaphore(UNSENT);
  private boolean isEnded;

  /** Confined to the thread of the batch. */
  private long lastProgress;

  BatchAnswer(
      RoutingContext context, RecommendationRunner runner, RequestTimer timer, Ticker ticker) {
    this.context = context;
    this.runner = runner;
    this.timer = timer;
    this.ticker = ticker;
    this.eventLoop = context.vertx().getOrCreateContext();
    this.lastProgress = ticker.nanos();
  }

  private interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  /** Raised when the client is gone. */
  StopSignal stop() {
    return stop;
  }

  /** The batch begins. */
  void begin() {
    context.response().exceptionHandler(e -> lost()).closeHandler(nothing -> lost());
  }

  @Override
  public void answered(long index, Recommendation answer, BatchProgress progress) {
    send(
        json -> {
          json.writeNumberField("index", index);
          json.writeFieldName("recommendation");
          RecommendationJsonWriter.write(json, answer);
        });
    tell(progress);
  }

  @Override
  public void failed(long index, Fault fault, BatchProgress progress) {
    send(
        json -> {
          json.writeNumberField("index", index);
          json.writeStringField("error", fault.explanation());
        });
    tell(progress);
  }

  /** The batch is over; called on any thread, after the last answer. */
  void endOnLoop(@Nullable BatchProgress progress, @Nullable Throwable failure) {
    eventLoop.runOnContext(
        nothing -> {
          if (progress == null) {
            fail(failure == null ? new IllegalStateException("no progress") : failure);
          } else {
            end(summary(progress), Optional.empty());
          }
        });
  }

  /** Ends with a failure: by its status, or where that is too late, by a line. */
  void fail(Throwable failure) {
    if (isEnded) {
      return;
    }
    Fault fault = Failures.fault(failure);
    if (context.response().headWritten()) {
      Buffer line =
          line(
              json -> {
                json.writeBooleanField("done", false);
                json.writeStringField("error", fault.explanation());
              });
      end(line, Optional.of(fault));
    } else {
      isEnded = true;
      observe(Integer.toString(HttpAnswers.fault(context, fault)), Optional.of(fault));
    }
  }

  private void tell(BatchProgress progress) {
    if (ticker.nanos() - lastProgress >= PROGRESS_NANOS) {
      lastProgress = ticker.nanos();
      send(
          json -> {
            json.writeObjectFieldStart("progress");
            counts(json, progress);
            json.writeEndObject();
          });
    }
  }

  /** Waits for a place and sends a line. */
  private void send(Content content) {
    Buffer line = line(content);
    try {
      places.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Cancelled("the batch was interrupted");
    }
    stop.check();
    eventLoop.runOnContext(nothing -> write(line));
  }

  private void write(Buffer line) {
    if (isEnded || context.response().closed()) {
      places.release();
      return;
    }
    begun().write(line).onComplete(written -> places.release());
  }

  private void end(Buffer line, Optional<Fault> fault) {
    if (isEnded) {
      return;
    }
    isEnded = true;
    if (!context.response().closed()) {
      var unused = begun().end(line);
    }
    observe("200", fault);
  }

  private HttpServerResponse begun() {
    HttpServerResponse response = context.response();
    if (!response.headWritten()) {
      response.setChunked(true).putHeader(HttpHeaders.CONTENT_TYPE, BulkRoute.NDJSON);
    }
    return response;
  }

  private void lost() {
    if (isEnded) {
      return;
    }
    isEnded = true;
    Fault gone = new Cancelled("the connection was closed before the end of the batch");
    stop.raise(gone);
    places.release(UNSENT);
    observe(Integer.toString(HttpStatus.of(gone)), Optional.of(gone));
  }

  private void observe(String code, Optional<Fault> fault) {
    runner.ended(Optional.empty(), timer, "rest", "batch", code, fault);
  }

  private static Buffer summary(BatchProgress progress) {
    return line(
        json -> {
          json.writeBooleanField("done", true);
          counts(json, progress);
        });
  }

  private static void counts(JsonGenerator json, BatchProgress progress) throws IOException {
    json.writeNumberField("answered", progress.answered());
    json.writeNumberField("degraded", progress.degraded());
    json.writeNumberField("failed", progress.failed());
  }

  private static Buffer line(Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      content.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // writes to memory
    }
    bytes.write('\n');
    return Buffer.buffer(bytes.toByteArray());
  }
}
