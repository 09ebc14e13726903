package io.salver.recommend;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What is asked of a recommender. Immutable; made by {@link #builder()}, which checks every range
 * that does not depend on the recommender and names the field as both protocols do.
 *
 * <p>History and features of the request come before those stored for a known user: a history given
 * here replaces the stored one (items of both count as seen), a feature given here replaces the
 * stored value of that one feature. A session of somebody unknown is a request with a history and
 * without a user.
 */
public final class RecommendationRequest {

  public static final int MAX_K = 1_000;
  public static final int MAX_CANDIDATES = 10_000;
  public static final int DEFAULT_CANDIDATES = 500;
  public static final int MAX_HISTORY = 1_000;
  public static final int MAX_EXCLUDE = 10_000;
  public static final int MAX_FILTERS = 32;
  public static final int MAX_FILTER_VALUES = 1_000;
  public static final int MAX_FEATURES = 100;
  public static final int MAX_ATTRIBUTES = 100;

  private final Optional<String> recommender;
  private final OptionalLong userId;
  private final Map<String, Value> userFeatures;
  private final Optional<List<Long>> history;
  private final Map<String, Value> context;
  private final int k;
  private final int candidates;
  private final List<Long> exclude;
  private final boolean excludeSeen;
  private final Map<String, AttributeFilter> filters;
  private final List<String> attributes;
  private final boolean explain;
  private final Reranking reranking;
  private final Strategy strategy;
  private final Optional<String> bundle;

  private RecommendationRequest(Builder fields) {
    this.recommender = fields.recommender;
    this.userId = fields.userId;
    this.userFeatures = fields.userFeatures;
    this.history = fields.history;
    this.context = fields.context;
    this.k = fields.k;
    this.candidates = fields.candidates;
    this.exclude = fields.exclude;
    this.excludeSeen = fields.excludeSeen;
    this.filters = fields.filters;
    this.attributes = fields.attributes;
    this.explain = fields.explain;
    this.reranking =
        new Reranking(fields.diversity, fields.exploration, fields.rules, fields.deduplicate);
    this.strategy = fields.strategy;
    this.bundle = fields.bundle;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The recommender asked for; absent: the only one there is. */
  public Optional<String> recommender() {
    return recommender;
  }

  public OptionalLong userId() {
    return userId;
  }

  /** Raw user features by column name, for example {@code age_group}. */
  public Map<String, Value> userFeatures() {
    return userFeatures;
  }

  /** Item ids, oldest first; absent: the stored history. */
  public Optional<List<Long>> history() {
    return history;
  }

  /** Raw context features by name, for example {@code month}. */
  public Map<String, Value> context() {
    return context;
  }

  /** How many items are wanted. */
  public int k() {
    return k;
  }

  /** How many candidates are retrieved and ranked. */
  public int candidates() {
    return candidates;
  }

  /** Ids of items that must not be answered. */
  public List<Long> exclude() {
    return exclude;
  }

  /** Whether items of the history must not be answered. */
  public boolean excludeSeen() {
    return excludeSeen;
  }

  /** What attributes must be, by attribute name, in the order they were given. */
  public Map<String, AttributeFilter> filters() {
    return filters;
  }

  /** Attributes that every answered item carries. */
  public List<String> attributes() {
    return attributes;
  }

  /** Whether every answered item carries the ranker's features, raw and encoded. */
  public boolean explain() {
    return explain;
  }

  /** What is said of diversity, exploration, rules and duplicates. */
  public Reranking reranking() {
    return reranking;
  }

  /** What the answer is ordered by. */
  public Strategy strategy() {
    return strategy;
  }

  /** The version of the bundle of towers and index that answers; absent: as the service decides. */
  public Optional<String> bundle() {
    return bundle;
  }

  /** Collects the fields; not thread-safe, used once. Every method may throw InvalidInput. */
  public static final class Builder {

    private Optional<String> recommender = Optional.empty();
    private OptionalLong userId = OptionalLong.empty();
    private Map<String, Value> userFeatures = Map.of();
    private Optional<List<Long>> history = Optional.empty();
    private Map<String, Value> context = Map.of();
    private int k = 10;
    private int candidates = DEFAULT_CANDIDATES;
    private boolean candidatesGiven;
    private List<Long> exclude = List.of();
    private boolean excludeSeen = true;
    private Map<String, AttributeFilter> filters = Map.of();
    private List<String> attributes = List.of();
    private boolean explain;
    private OptionalDouble diversity = OptionalDouble.empty();
    private OptionalDouble exploration = OptionalDouble.empty();
    private boolean rules = true;
    private Optional<String> deduplicate = Optional.empty();
    private Strategy strategy = Strategy.PERSONAL;
    private Optional<String> bundle = Optional.empty();

    public Builder recommender(String name) {
      recommender = Optional.of(name);
      return this;
    }

    public Builder userId(long id) {
      userId = OptionalLong.of(RequestFields.positive("user_id", id));
      return this;
    }

    public Builder userFeatures(Map<String, Value> features) {
      userFeatures = RequestFields.limited("user", features, MAX_FEATURES);
      return this;
    }

    public Builder history(Collection<Long> items) {
      history = Optional.of(RequestFields.ids("history", items, MAX_HISTORY));
      return this;
    }

    public Builder context(Map<String, Value> features) {
      context = RequestFields.limited("context", features, MAX_FEATURES);
      return this;
    }

    public Builder k(long wanted) {
      k = RequestFields.within("k", wanted, 1, MAX_K);
      return this;
    }

    public Builder candidates(long wanted) {
      candidates = RequestFields.within("candidates", wanted, 1, MAX_CANDIDATES);
      candidatesGiven = true;
      return this;
    }

    public Builder exclude(Collection<Long> items) {
      exclude = RequestFields.ids("exclude", items, MAX_EXCLUDE);
      return this;
    }

    public Builder excludeSeen(boolean wanted) {
      excludeSeen = wanted;
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

    public Builder explain(boolean wanted) {
      explain = wanted;
      return this;
    }

    public Builder diversity(double wanted) {
      diversity = OptionalDouble.of(RequestFields.share("diversity", wanted));
      return this;
    }

    public Builder exploration(double wanted) {
      exploration = OptionalDouble.of(RequestFields.share("exploration", wanted));
      return this;
    }

    public Builder rules(boolean wanted) {
      rules = wanted;
      return this;
    }

    public Builder deduplicate(String attribute) {
      deduplicate = Optional.of(attribute);
      return this;
    }

    public Builder strategy(Strategy wanted) {
      strategy = wanted;
      return this;
    }

    public Builder bundle(String version) {
      bundle = Optional.of(version);
      return this;
    }

    /** The request; checks that there are at least as many candidates as items wanted. */
    public RecommendationRequest build() {
      candidates = RequestFields.candidates(candidates, candidatesGiven, k);
      return new RecommendationRequest(this);
    }
  }
}
