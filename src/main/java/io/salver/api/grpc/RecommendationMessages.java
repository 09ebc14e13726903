package io.salver.api.grpc;

import io.salver.api.RecommendationCall;
import io.salver.api.RecommendationLimits;
import io.salver.fault.InvalidInput;
import io.salver.recommend.AttributeFilter;
import io.salver.recommend.RecommendationRequest;
import io.salver.recommend.Value;
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
    request.userFeatures(values("user", message.getUserMap()));
    if (message.hasHistory()) {
      request.history(message.getHistory().getIdsList());
    }
    request.context(values("context", message.getContextMap()));
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

  private static Map<String, Value> values(String field, Map<String, io.salver.v1.Value> given) {
    Map<String, Value> values = new LinkedHashMap<>();
    given.forEach((name, value) -> values.put(name, value(field + "." + name, value)));
    return values;
  }

  private static Value value(String field, io.salver.v1.Value given) {
    return switch (given.getKindCase()) {
      case TEXT -> new Value.Text(given.getText());
      case NUMBER -> new Value.Real(finite(field, given.getNumber()));
      case TEXTS -> new Value.Texts(given.getTexts().getTextsList());
      case KIND_NOT_SET ->
          throw new InvalidInput(
              field + " expects a text, a number or a list of texts, received nothing");
    };
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
        given.hasMin() ? finite(field + ".min", given.getMin()) : Double.NEGATIVE_INFINITY,
        given.hasMax() ? finite(field + ".max", given.getMax()) : Double.POSITIVE_INFINITY);
  }

  private static double finite(String field, double number) {
    if (!Double.isFinite(number)) {
      throw new InvalidInput(field + " expects a number, received " + number);
    }
    return number;
  }
}
