package io.salver.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.salver.fault.InvalidInput;
import io.salver.recommend.RecommendationRequest;
import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The requests of a batch: one JSON object whose {@code user_ids} stand for one request each, which
 * share its other fields; or one request a line. A request is decoded when it is its turn.
 */
final class BatchBody {

  /** Most bytes of the body. */
  static final int MAX_BYTES = 16 << 20;

  /** Most users of a list. */
  static final int MAX_USERS = 1_000_000;

  private static final String USERS = "user_ids";

  private BatchBody() {}

  /**
   * The requests of a body.
   *
   * @throws InvalidInput when it is no list of users, or what its requests share is wrong
   */
  static Iterator<Supplier<RecommendationRequest>> requests(Buffer body, boolean isLines) {
    return isLines ? new Lines(body) : users(body);
  }

  private static Iterator<Supplier<RecommendationRequest>> users(Buffer body) {
    JsonNode document = JsonBody.parse(body.getBytes(), "the body");
    JsonFields fields = new JsonFields("", document);
    List<Long> ids =
        fields
            .wholes(USERS, MAX_USERS)
            .orElseThrow(
                () ->
                    new InvalidInput(
                        USERS
                            + " expects a list of ids, received nothing; send requests of any"
                            + " kind as application/x-ndjson, one a line"));
    if (fields.find("user_id").isPresent()) {
      throw new InvalidInput("user_id expects nothing beside " + USERS);
    }
    ObjectNode shared = ((ObjectNode) document).without(USERS);
    var unused = RecommendationJson.ofBatch(shared);
    return ids.stream().map(id -> of(shared, id)).iterator();
  }

  private static Supplier<RecommendationRequest> of(ObjectNode shared, long user) {
    return () -> RecommendationJson.ofBatch(shared.deepCopy().put("user_id", user));
  }

  /** Requests by line. Used by one thread. */
  private static final class Lines implements Iterator<Supplier<RecommendationRequest>> {

    private final NdjsonLines lines = new NdjsonLines(MAX_BYTES);
    private final ByteBuf bytes;
    private Optional<NdjsonLines.Line> next;

    Lines(Buffer body) {
      this.bytes = Unpooled.wrappedBuffer(body.getBytes());
      this.next = read();
    }

    @Override
    public boolean hasNext() {
      return next.isPresent();
    }

    @Override
    public Supplier<RecommendationRequest> next() {
      NdjsonLines.Line line = next.orElseThrow(NoSuchElementException::new);
      next = read();
      return () -> decode(line);
    }

    private Optional<NdjsonLines.Line> read() {
      return lines.next(bytes).or(lines::last);
    }

    private static RecommendationRequest decode(NdjsonLines.Line line) {
      return switch (line) {
        case NdjsonLines.Line.TooLong tooLong -> throw tooLong.fault();
        case NdjsonLines.Line.Whole(_, byte[] json) -> {
          JsonNode document = JsonBody.parse(json, "the line");
          JsonFields.require(document.isObject(), "the line", "an object", document);
          yield RecommendationJson.ofBatch(document);
        }
      };
    }
  }
}
