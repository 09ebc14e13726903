package io.salver.recommend;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Asks a recommender for the items nearest to one item in the embedding space of its bundle; the
 * item itself is left out. Immutable; made by {@link #builder}, which checks every range that does
 * not depend on the recommender and names the field as both protocols do. Rules do not apply.
 */
public final class SimilarRequest {

  private final Optional<String> recommender;
  private final long itemId;
  private final int k;
  private final int candidates;
  private final List<Long> exclude;
  private final Map<String, AttributeFilter> filters;
  private final List<String> attributes;
  private final Reranking reranking;
  private final Optional<String> bundle;

  private SimilarRequest(Builder fields) {
    this.recommender = fields.recommender;
    this.itemId = fields.itemId;
    this.k = fields.k;
    this.candidates = fields.candidates;
    this.exclude = fields.exclude;
    this.filters = fields.filters;
    this.attributes = fields.attributes;
    this.reranking =
        new Reranking(fields.diversity, OptionalDouble.of(0), false, fields.deduplicate);
    this.bundle = fields.bundle;
  }

  /**
   * A request for what is near to that item.
   *
   * @throws io.salver.fault.InvalidInput when the id is not positive
   */
  public static Builder builder(long itemId) {
    return new Builder(RequestFields.positive("item_id", itemId));
  }

  /** The recommender asked for; absent: the only one there is. */
  public Optional<String> recommender() {
    return recommender;
  }

  public long itemId() {
    return itemId;
  }

  /** How many items are wanted. */
  public int k() {
    return k;
  }

  /** How many candidates are retrieved, of which diversity and duplicates leave {@code k}. */
  public int candidates() {
    return candidates;
  }

  /** Ids of items that must not be answered. */
  public List<Long> exclude() {
    return exclude;
  }

  /** What attributes must be, by attribute name, in the order they were given. */
  public Map<String, AttributeFilter> filters() {
    return filters;
  }

  /** Attributes that every answered item carries. */
  public List<String> attributes() {
    return attributes;
  }

  /** What is said of diversity and duplicates. */
  public Reranking reranking() {
    return reranking;
  }

  /** The version of the bundle of towers and index that answers; absent: as the service decides. */
  public Optional<String> bundle() {
    return bundle;
  }

  /** Collects the fields; not thread-safe, used once. Every method may throw InvalidInput. */
  public static final class Builder {

    private static final int DEFAULT_CANDIDATES = 100;

    private final long itemId;
    private Optional<String> recommender = Optional.empty();
    private int k = 10;
    private int candidates = DEFAULT_CANDIDATES;
    private boolean candidatesGiven;
    private List<Long> exclude = List.of();
    private Map<String, AttributeFilter> filters = Map.of();
    private List<String> attributes = List.of();
    private OptionalDouble diversity = OptionalDouble.empty();
    private Optional<String> deduplicate = Optional.empty();
    private Optional<String> bundle = Optional.empty();

    private Builder(long itemId) {
      this.itemId = itemId;
    }

    public Builder recommender(String name) {
      recommender = Optional.of(name);
      return this;
    }

    public Builder k(long wanted) {
      k = RequestFields.within("k", wanted, 1, RecommendationRequest.MAX_K);
      return this;
    }

    public Builder candidates(long wanted) {
      candidates =
          RequestFields.within("candidates", wanted, 1, RecommendationRequest.MAX_CANDIDATES);
      candidatesGiven = true;
      return this;
    }

    public Builder exclude(Collection<Long> items) {
      exclude = RequestFields.ids("exclude", items, RecommendationRequest.MAX_EXCLUDE);
      return this;
    }

    public Builder filters(Map<String, AttributeFilter> byAttribute) {
      filters = RequestFields.filters(byAttribute);
      return this;
    }

    public Builder attributes(Collection<String> names) {
      attributes = RequestFields.attributes(names);
      return this;
    }

    public Builder diversity(double wanted) {
      diversity = OptionalDouble.of(RequestFields.share("diversity", wanted));
      return this;
    }

    public Builder deduplicate(String attribute) {
      deduplicate = Optional.of(attribute);
      return this;
    }

    public Builder bundle(String version) {
      bundle = Optional.of(version);
      return this;
    }

    /** The request; checks that there are at least as many candidates as items wanted. */
    public SimilarRequest build() {
      candidates = RequestFields.candidates(candidates, candidatesGiven, k);
      return new SimilarRequest(this);
    }
  }
}
