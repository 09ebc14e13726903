package io.salver.api.grpc;

import io.salver.api.RecommendationCall;
import io.salver.api.RecommendationLimits;
import io.salver.fault.InvalidInput;
import io.salver.recommend.AttributeFilter;
import io.salver.recommend.RecommendationRequest;
import io.salver.v1.Filter;
import io.salver.v1.Range;
import io.salver.v1.RecommendRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Decodes recommendation requests. Stateless. */
final class RecommendationMessages {

  private RecommendationMessages() {}

  /**
   * Decodes a request.
   *
   * @throws InvalidInput that names the field, what was expected and what came
   */
  static RecommendationCall decode(RecommendRequest message, RecommendationLimits limits) {
    RecommendationRequest.Builder request = RecommendationRequest.builder();
    if (message.hasRecommender()) {
      request.recommender(message.getRecommender());
    }
    if (message.hasUserId()) {
      request.userId(message.getUserId());
    }
    request.userFeatures(ValueMessages.decode("user", message.getUserMap()));
    if (message.hasHistory()) {
      request.history(message.getHistory().getIdsList());
    }
    request.context(ValueMessages.decode("context", message.getContextMap()));
    if (message.hasK()) {
      request.k(message.getK());
    }
    if (message.hasCandidates()) {
      request.candidates(message.getCandidates());
    }
    request.exclude(message.getExcludeList());
    if (message.hasExcludeSeen()) {
      request.excludeSeen(message.getExcludeSeen());
    }
    request.filters(filters(message.getFilterMap()));
    request.attributes(message.getAttributesList());
    request.explain(message.getExplain());
    OptionalLong timeout =
        message.hasTimeoutMs() ? OptionalLong.of(message.getTimeoutMs()) : OptionalLong.empty();
    return new RecommendationCall(request.build(), limits.deadline(timeout));
  }

  private static Map<String, AttributeFilter> filters(Map<String, Filter> given) {
    Map<String, AttributeFilter> filters = new LinkedHashMap<>();
    given.forEach((name, filter) -> filters.put(name, filter("filter." + name, filter)));
    return filters;
  }

  private static AttributeFilter filter(String field, Filter given) {
    return switch (given.getKindCase()) {
      case ANY_OF -> new AttributeFilter.AnyOf(given.getAnyOf().getTextsList());
      case RANGE -> range(field, given.getRange());
      case KIND_NOT_SET ->
          throw new InvalidInput(
              field + " expects a list of values or an object of min and max, received nothing");
    };
  }

  private static AttributeFilter range(String field, Range given) {
    return new AttributeFilter.Range(
        given.hasMin()
            ? ValueMessages.finite(field + ".min", given.getMin())
            : Double.NEGATIVE_INFINITY,
        given.hasMax()
            ? ValueMessages.finite(field + ".max", given.getMax())
            : Double.POSITIVE_INFINITY);
  }
}
