package io.salver.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.salver.api.RecommendationCall;
import io.salver.api.RecommendationLimits;
import io.salver.api.Strategies;
import io.salver.fault.InvalidInput;
import io.salver.recommend.RecommendationRequest;
import io.salver.recommend.SimilarRequest;
import io.vertx.core.buffer.Buffer;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decodes requests for recommendations and for similar items. Stateless; every method throws {@link
 * InvalidInput} that names the field, what was expected and what came.
 */
final class RecommendationJson {

  private static final Set<String> FIELDS =
      Set.of(
          "recommender",
          "user_id",
          "user",
          "history",
          "context",
          "k",
          "candidates",
          "exclude",
          "exclude_seen",
          "filter",
          "attributes",
          "explain",
          "diversity",
          "exploration",
          "rules",
          "deduplicate",
          "strategy",
          "bundle",
          "timeout_ms");
  private static final Set<String> BATCH_FIELDS =
      FIELDS.stream()
          .filter(field -> !field.equals("timeout_ms"))
          .collect(Collectors.toUnmodifiableSet());
  private static final Set<String> SIMILAR_FIELDS =
      Set.of(
          "recommender",
          "item_id",
          "k",
          "candidates",
          "exclude",
          "filter",
          "attributes",
          "diversity",
          "deduplicate",
          "bundle",
          "timeout_ms");
  private static final String BODY = "the body";

  private RecommendationJson() {}

  /** Decodes a body of {@code POST /v1/recommendations}. */
  static RecommendationCall decode(Buffer body, RecommendationLimits limits) {
    JsonFields fields = new JsonFields("", JsonBody.parse(body.getBytes(), BODY)).only(FIELDS);
    return new RecommendationCall.Recommend(
        request(fields), limits.deadline(fields.whole("timeout_ms")));
  }

  /** Decodes one request of a batch, which has no timeout: nobody waits for its answer. */
  static RecommendationRequest ofBatch(JsonNode document) {
    return request(new JsonFields("", document).only(BATCH_FIELDS));
  }

  /** Decodes a body of {@code POST /v1/recommendations/similar}. */
  static RecommendationCall similar(Buffer body, RecommendationLimits limits) {
    JsonFields fields =
        new JsonFields("", JsonBody.parse(body.getBytes(), BODY)).only(SIMILAR_FIELDS);
    SimilarRequest.Builder request =
        SimilarRequest.builder(
            fields
                .whole("item_id")
                .orElseThrow(
                    () -> new InvalidInput("item_id expects a positive id, received nothing")));
    fields.text("recommender").ifPresent(request::recommender);
    fields.whole("k").ifPresent(request::k);
    fields.whole("candidates").ifPresent(request::candidates);
    fields.wholes("exclude", RecommendationRequest.MAX_EXCLUDE).ifPresent(request::exclude);
    fields.ifObject("filter", filter -> request.filters(FilterJson.read(filter)));
    fields.texts("attributes", RecommendationRequest.MAX_ATTRIBUTES).ifPresent(request::attributes);
    fields.real("diversity").ifPresent(request::diversity);
    fields.text("deduplicate").ifPresent(request::deduplicate);
    fields.text("bundle").ifPresent(request::bundle);
    return new RecommendationCall.Similar(
        request.build(), limits.deadline(fields.whole("timeout_ms")));
  }

  private static RecommendationRequest request(JsonFields fields) {
    RecommendationRequest.Builder request = RecommendationRequest.builder();
    fields.text("recommender").ifPresent(request::recommender);
    fields.whole("user_id").ifPresent(request::userId);
    fields.ifObject("user", user -> request.userFeatures(JsonValues.read(user)));
    fields.wholes("history", RecommendationRequest.MAX_HISTORY).ifPresent(request::history);
    fields.ifObject("context", context -> request.context(JsonValues.read(context)));
    fields.whole("k").ifPresent(request::k);
    fields.whole("candidates").ifPresent(request::candidates);
    fields.wholes("exclude", RecommendationRequest.MAX_EXCLUDE).ifPresent(request::exclude);
    fields.flag("exclude_seen").ifPresent(request::excludeSeen);
    fields.ifObject("filter", filter -> request.filters(FilterJson.read(filter)));
    fields.texts("attributes", RecommendationRequest.MAX_ATTRIBUTES).ifPresent(request::attributes);
    fields.flag("explain").ifPresent(request::explain);
    fields.real("diversity").ifPresent(request::diversity);
    fields.real("exploration").ifPresent(request::exploration);
    fields.flag("rules").ifPresent(request::rules);
    fields.text("deduplicate").ifPresent(request::deduplicate);
    fields.text("strategy").map(Strategies::named).ifPresent(request::strategy);
    fields.text("bundle").ifPresent(request::bundle);
    return request.build();
  }
}
