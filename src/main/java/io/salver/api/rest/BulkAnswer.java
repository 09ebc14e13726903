package io.salver.api.rest;

import io.salver.api.ServiceRunner;
import io.salver.api.catalogue.BulkNews;
import io.salver.fault.Fault;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * The answer to a stream of changes: JSON objects, one a line. The status is sent with the first of
 * them, so that a load that fails before has the status of its fault. Tells of the request once.
 * Confined to its event loop.
 */
final class BulkAnswer {

  private static final String PROTOCOL = "rest";
  private static final long MAX_DISCARDED_BYTES = 1 << 20;

  private final RoutingContext context;
  private final ServiceRunner.Call call;
  private final ServiceRunner runner;
  private long discarded;

  BulkAnswer(RoutingContext context, ServiceRunner.Call call, ServiceRunner runner) {
    this.context = context;
    this.call = call;
    this.runner = runner;
  }

  /** Sends news. */
  void tell(BulkNews news, boolean isBodyRead) {
    switch (news) {
      case BulkNews.Progress(BulkNews.Counts counts) -> line(counts(counts));
      case BulkNews.Wrong(long number, String text) ->
          line(new JsonObject().put("line", number).put("error", text));
      case BulkNews.Done(BulkNews.Counts counts, long untold) -> {
        line(summary(counts, untold).put("done", true));
        end(Optional.empty());
      }
      case BulkNews.Failed(BulkNews.Counts counts, long untold, Fault fault) -> {
        if (context.response().headWritten()) {
          line(summary(counts, untold).put("done", false).put("error", fault.explanation()));
          end(Optional.of(fault));
        } else {
          refuse(fault, isBodyRead);
        }
        if (!isBodyRead) {
          hangUp();
        }
      }
    }
  }

  /** Refuses a request of whose body nothing was read: it is thrown away, within a bound. */
  void refuse(Fault fault) {
    HttpServerRequest request = context.request();
    request
        .handler(
            chunk -> {
              discarded += chunk.length();
              if (discarded > MAX_DISCARDED_BYTES && !context.response().ended()) {
                refuse(fault, false);
                hangUp();
              }
            })
        .endHandler(nothing -> refuseUnlessDone(fault))
        .exceptionHandler(e -> refuseUnlessDone(fault));
    request.resume();
  }

  /** The client is gone. */
  void lost(Fault fault) {
    observe(Integer.toString(HttpStatus.of(fault)), Optional.of(fault));
  }

  private void refuseUnlessDone(Fault fault) {
    if (!context.response().ended()) {
      refuse(fault, true);
    }
  }

  private void refuse(Fault fault, boolean isBodyRead) {
    if (!isBodyRead && !isMultiplexed()) {
      context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    int status = HttpAnswers.fault(context, fault);
    observe(Integer.toString(status), Optional.of(fault));
  }

  /** Ends what the client still sends, once it has the answer. */
  private void hangUp() {
    HttpServerRequest request = context.request();
    HttpServerResponse response = context.response();
    if (isMultiplexed()) {
      request.resume(); // what comes meanwhile is dropped, and then the stream is
      response.reset(0);
    } else if (!response.closed()) {
      response.closeHandler(null);
      request.connection().close();
    }
  }

  private boolean isMultiplexed() {
    return context.request().version() == HttpVersion.HTTP_2;
  }

  private void line(JsonObject document) {
    HttpServerResponse response = context.response();
    if (response.closed() || response.ended()) {
      return;
    }
    if (!response.headWritten()) {
      response.setChunked(true).putHeader(HttpHeaders.CONTENT_TYPE, BulkRoute.NDJSON);
    }
    var unused = response.write(document.encode() + "\n");
  }

  private void end(Optional<Fault> fault) {
    if (!context.response().closed() && !context.response().ended()) {
      var unused = context.response().end();
    }
    observe("200", fault);
  }

  private void observe(String code, Optional<Fault> fault) {
    runner.observe(call, PROTOCOL, code, fault);
  }

  private static JsonObject counts(BulkNews.Counts counts) {
    return new JsonObject()
        .put("lines", counts.lines())
        .put("written", counts.written())
        .put("unchanged", counts.unchanged())
        .put("refused", counts.refused());
  }

  private static JsonObject summary(BulkNews.Counts counts, long untold) {
    return counts(counts).put("untold", untold);
  }
}
