package io.salver.api.grpc;

import io.salver.api.RecommendationCall;
import io.salver.api.RecommendationLimits;
import io.salver.api.Strategies;
import io.salver.fault.InvalidInput;
import io.salver.recommend.AttributeFilter;
import io.salver.recommend.RecommendationRequest;
import io.salver.recommend.SimilarRequest;
import io.salver.v1.Filter;
import io.salver.v1.Range;
import io.salver.v1.RecommendRequest;
import io.salver.v1.RecommendSimilarRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Decodes requests for recommendations and for similar items. Stateless; every method throws {@link
 * InvalidInput} that names the field, what was expected and what came.
 */
final class RecommendationMessages {

  private RecommendationMessages() {}

  /** Decodes a request. */
  static RecommendationCall decode(RecommendRequest message, RecommendationLimits limits) {
    return new RecommendationCall.Recommend(
        request(message), limits.deadline(timeout(message.hasTimeoutMs(), message.getTimeoutMs())));
  }

  /** Decodes a request for what is similar. */
  static RecommendationCall decode(RecommendSimilarRequest message, RecommendationLimits limits) {
    SimilarRequest.Builder request = SimilarRequest.builder(message.getItemId());
    if (message.hasRecommender()) {
      request.recommender(message.getRecommender());
    }
    if (message.hasK()) {
      request.k(message.getK());
    }
    if (message.hasCandidates()) {
      request.candidates(message.getCandidates());
    }
    request.exclude(message.getExcludeList());
    request.filters(filters(message.getFilterMap()));
    request.attributes(message.getAttributesList());
    if (message.hasDiversity()) {
      request.diversity(message.getDiversity());
    }
    if (message.hasDeduplicate()) {
      request.deduplicate(message.getDeduplicate());
    }
    if (message.hasBundle()) {
      request.bundle(message.getBundle());
    }
    return new RecommendationCall.Similar(
        request.build(), limits.deadline(timeout(message.hasTimeoutMs(), message.getTimeoutMs())));
  }

  /** Decodes what a request asks for. */
  static RecommendationRequest request(RecommendRequest message) {
    RecommendationRequest.Builder request = RecommendationRequest.builder();
    user(message, request);
    if (message.hasRecommender()) {
      request.recommender(message.getRecommender());
    }
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
    lastStage(message, request);
    if (message.hasBundle()) {
      request.bundle(message.getBundle());
    }
    return request.build();
  }

  private static void user(RecommendRequest message, RecommendationRequest.Builder request) {
    if (message.hasUserId()) {
      request.userId(message.getUserId());
    }
    request.userFeatures(ValueMessages.decode("user", message.getUserMap()));
    if (message.hasHistory()) {
      request.history(message.getHistory().getIdsList());
    }
    request.context(ValueMessages.decode("context", message.getContextMap()));
  }

  private static void lastStage(RecommendRequest message, RecommendationRequest.Builder request) {
    if (message.hasDiversity()) {
      request.diversity(message.getDiversity());
    }
    if (message.hasExploration()) {
      request.exploration(message.getExploration());
    }
    if (message.hasRules()) {
      request.rules(message.getRules());
    }
    if (message.hasDeduplicate()) {
      request.deduplicate(message.getDeduplicate());
    }
    if (message.hasStrategy()) {
      request.strategy(Strategies.named(message.getStrategy()));
    }
  }

  private static OptionalLong timeout(boolean isGiven, long milliseconds) {
    return isGiven ? OptionalLong.of(milliseconds) : OptionalLong.empty();
  }

  private static Map<String, AttributeFilter> filters(Map<String, Filter> given) {
    Map<String, AttributeFilter> filters = new LinkedHashMap<>();
    given.forEach((name, filter) -> filters.put(name, filter("filter." + name, filter, 1)));
    return filters;
  }

  private static AttributeFilter filter(String field, Filter given, int depth) {
    return switch (given.getKindCase()) {
      case ANY_OF -> new AttributeFilter.AnyOf(given.getAnyOf().getTextsList());
      case RANGE -> range(field, given.getRange());
      case NONE_OF -> new AttributeFilter.NoneOf(given.getNoneOf().getTextsList());
      case ALL_OF -> {
        if (depth == 0) {
          throw new InvalidInput(field + " expects all_of without another inside");
        }
        yield new AttributeFilter.AllOf(
            given.getAllOf().getFiltersList().stream()
                .map(part -> filter(field, part, depth - 1))
                .toList());
      }
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
