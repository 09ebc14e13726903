package io.salver.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.Unpooled;
import io.salver.api.feedback.FeedbackAnswer;
import io.salver.api.feedback.FeedbackAnswer.Problem;
import io.salver.api.feedback.FeedbackDraft;
import io.salver.api.feedback.ToldFeedback;
import io.salver.fault.InvalidInput;
import io.salver.monitor.PredictionId;
import io.salver.monitor.outcome.Feedback;
import io.salver.monitor.outcome.FeedbackService;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decodes labels, alone, as a list and as lines, and encodes what became of them. Immutable; every
 * method that decodes throws {@link InvalidInput} that names the field, what was expected and what
 * came.
 */
final class FeedbackJson {

  private static final Set<String> FIELDS = Set.of("id", "index", "model", "outcome", "at");
  private static final String BODY = "the body";
  private static final int MAX_LINE_BYTES = 64 << 10;

  private final InstantSource clock;

  /** A decoder for which labels without a time are of now, by {@code clock}. */
  FeedbackJson(InstantSource clock) {
    this.clock = clock;
  }

  /** The labels of a body, which is one or several of them. */
  sealed interface Labels {
    record One(Feedback feedback) implements Labels {}

    record Many(List<ToldFeedback> feedback, String place) implements Labels {}
  }

  /** Those of a body that is an object or a list; places count from 0. */
  Labels labels(byte[] body) {
    JsonNode document = JsonBody.parse(body, BODY);
    if (!document.isArray()) {
      JsonFields.require(document.isObject(), BODY, "a label or a list of labels", document);
      return new Labels.One(feedback(new JsonFields("", document)));
    }
    List<ToldFeedback> labels = new ArrayList<>(document.size());
    for (JsonNode element : document) {
      labels.add(told(labels.size(), element));
    }
    return new Labels.Many(labels, "entry");
  }

  /** Those of a body with one object a line; places are the numbers of lines, from 1. */
  Labels lines(byte[] body) {
    NdjsonLines lines = new NdjsonLines(MAX_LINE_BYTES);
    var bytes = Unpooled.wrappedBuffer(body);
    List<ToldFeedback> labels = new ArrayList<>();
    Optional<NdjsonLines.Line> line = lines.next(bytes);
    while (line.isPresent() && labels.size() <= FeedbackService.MOST) {
      labels.add(told(line.get()));
      line = lines.next(bytes);
    }
    lines.last().map(this::told).ifPresent(labels::add);
    return new Labels.Many(labels, "line");
  }

  private ToldFeedback told(NdjsonLines.Line line) {
    return switch (line) {
      case NdjsonLines.Line.TooLong tooLong ->
          new ToldFeedback.Wrong(tooLong.number(), Optional.empty(), tooLong.fault().explanation());
      case NdjsonLines.Line.Whole(long number, byte[] bytes) -> {
        JsonNode node;
        try {
          node = JsonBody.parse(bytes, "the line");
        } catch (InvalidInput e) {
          yield new ToldFeedback.Wrong(number, Optional.empty(), e.explanation());
        }
        yield told(number, node);
      }
    };
  }

  private ToldFeedback told(long place, JsonNode node) {
    try {
      JsonFields.require(node.isObject(), "a label", "an object", node);
      return new ToldFeedback.Right(place, feedback(new JsonFields("", node)));
    } catch (InvalidInput e) {
      return new ToldFeedback.Wrong(
          place,
          Optional.ofNullable(node.get("id"))
              .filter(JsonNode::isTextual)
              .map(JsonNode::textValue)
              .filter(PredictionId::isRequestId),
          e.explanation());
    }
  }

  private Feedback feedback(JsonFields fields) {
    FeedbackDraft draft = new FeedbackDraft();
    fields.only(FIELDS).text("id").ifPresent(draft::id);
    fields.whole("index").ifPresent(draft::index);
    fields.text("model").ifPresent(draft::model);
    fields.find("outcome").ifPresent(node -> outcome(draft, fields, node));
    fields.text("at").ifPresent(draft::at);
    return draft.feedback(clock.instant());
  }

  private static void outcome(FeedbackDraft draft, JsonFields fields, JsonNode node) {
    if (node.isTextual()) {
      draft.label(node.textValue());
    } else if (node.isBoolean()) {
      draft.label(node.asText());
    } else {
      JsonFields.require(node.isNumber(), "outcome", "a text or a number", node);
      draft.value(fields.real("outcome", node));
    }
  }

  /**
   * What became of labels.
   *
   * @param place what their places are called
   */
  static Buffer write(FeedbackAnswer answer, String place) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("accepted", answer.accepted());
    document.put("corrected", answer.corrected());
    document.put("duplicate", answer.duplicate());
    document.put("unknown", answer.unknown());
    document.put("invalid", answer.invalid());
    ArrayNode errors = document.putArray("errors");
    for (Problem problem : answer.errors()) {
      ObjectNode error = errors.addObject();
      error.put(place, problem.place());
      error.put("id", problem.id().orElse(null));
      problem.index().ifPresent(index -> error.put("index", index));
      error.put("outcome", problem.isUnknown() ? "unknown" : "invalid");
      error.put("error", problem.reason());
    }
    document.put("untold", answer.untold());
    return Buffer.buffer(document.toString());
  }
}
