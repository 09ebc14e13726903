package io.salver.recommend.pipeline;

import io.salver.fault.InvalidInput;
import io.salver.fault.Nearest;
import io.salver.recommend.Fallback;
import io.salver.recommend.Recommendation;
import io.salver.recommend.RecommendationRequest;
import io.salver.recommend.Value;
import io.salver.recommend.catalogue.Catalogue;
import io.salver.recommend.catalogue.IdDirectory;
import io.salver.recommend.feature.Feature;
import io.salver.recommend.feature.FeatureSet;
import io.salver.recommend.feature.Owner;
import io.salver.recommend.feature.StoredUsers;
import io.salver.recommend.feature.UserState;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Finds out who asks and when: user features, history and context features. Immutable and
 * thread-safe.
 */
final class QueryHydrator {

  private static final long[] NOTHING = {};

  private final Catalogue catalogue;
  private final StoredUsers users;
  private final HistoryReader histories;
  private final Optional<Feature.Identity> userIdentity;
  private final List<Feature.Owned> userFeatures;
  private final List<Feature.Owned> contextFeatures;
  private final InstantSource clock;

  QueryHydrator(Catalogue catalogue, FeatureSet features, int historyLength, InstantSource clock) {
    this.catalogue = catalogue;
    this.userFeatures = features.owned(Owner.USER);
    this.contextFeatures = features.owned(Owner.CONTEXT);
    this.users = new StoredUsers(catalogue.users());
    this.userIdentity = features.identity(Owner.USER);
    this.histories =
        new HistoryReader(catalogue.items().ids(), features.identity(Owner.ITEM), historyLength);
    this.clock = clock;
  }

  /** Hydrates one request. */
  Query hydrate(RecommendationRequest request) {
    refuseUnknown("user", request.userFeatures().keySet(), userFeatures);
    refuseUnknown("context", request.context().keySet(), contextFeatures);
    int row = userRow(request);
    long[] stored = row == IdDirectory.ABSENT ? NOTHING : catalogue.histories().of(row);
    long[] given = ids(request.history().orElse(List.of()));
    long[] history = request.history().isPresent() ? given : stored;
    FeatureValues values = new FeatureValues();
    addUser(values, request, row);
    addContext(values, request);
    int[] last = histories.rows(history);
    UserState user =
        new UserState(
            identity(request), last, histories.codes(history), values.codes, values.numbers);
    int[] excluded = rows(request.exclude());
    return new Query(
        request,
        user,
        values.raw,
        request.excludeSeen()
            ? IntStream.concat(IntStream.of(present(stored)), IntStream.of(present(given)))
                .toArray()
            : new int[0],
        excluded,
        fallback(request, row, user, values),
        new Recommendation.Ignored(
            given.length - present(given).length, request.exclude().size() - excluded.length));
  }

  private int userRow(RecommendationRequest request) {
    return request.userId().isPresent()
        ? catalogue.users().ids().row(request.userId().getAsLong())
        : IdDirectory.ABSENT;
  }

  private int identity(RecommendationRequest request) {
    return userIdentity.isPresent() && request.userId().isPresent()
        ? userIdentity.get().code(request.userId().getAsLong())
        : 0;
  }

  private int[] rows(Collection<Long> itemIds) {
    return present(ids(itemIds));
  }

  private static long[] ids(Collection<Long> itemIds) {
    return itemIds.stream().mapToLong(Long::longValue).toArray();
  }

  /** The rows of those items that the catalogue has. */
  private int[] present(long[] itemIds) {
    return LongStream.of(itemIds)
        .mapToInt(catalogue.items().ids()::row)
        .filter(row -> row != IdDirectory.ABSENT)
        .toArray();
  }

  /** Popularity where neither features nor a history nor a trained identity say who it is. */
  private Optional<Fallback> fallback(
      RecommendationRequest request, int userRow, UserState user, FeatureValues values) {
    boolean known = userRow != IdDirectory.ABSENT;
    boolean hasFeatures =
        userFeatures.stream().anyMatch(each -> values.raw.containsKey(each.name()));
    boolean hasHistory = user.history().length > 0 || user.historyCodes().length > 0;
    if (!hasFeatures && !hasHistory && !(known && user.identity() != 0)) {
      return Optional.of(Fallback.POPULARITY);
    }
    if (known) {
      return Optional.empty();
    }
    return Optional.of(
        request.userId().isPresent() ? Fallback.UNKNOWN_USER : Fallback.ANONYMOUS_USER);
  }

  private void addUser(FeatureValues values, RecommendationRequest request, int row) {
    for (Feature.Owned feature : userFeatures) {
      Value given = request.userFeatures().get(feature.column());
      if (given != null) {
        values.add("user." + feature.column(), feature, given);
      } else if (row != IdDirectory.ABSENT) {
        values.addStored(feature, users, row);
      } else {
        values.addMissing(feature);
      }
    }
  }

  private void addContext(FeatureValues values, RecommendationRequest request) {
    Map<String, Value> now = Moment.of(clock.instant());
    for (Feature.Owned feature : contextFeatures) {
      Value given = request.context().get(feature.column());
      Value present = given == null ? now.get(feature.column()) : given;
      if (present == null) {
        values.addMissing(feature);
      } else {
        values.add("context." + feature.column(), feature, present);
      }
    }
  }

  private static void refuseUnknown(
      String field, Collection<String> given, List<Feature.Owned> known) {
    List<String> names = known.stream().map(Feature.Owned::column).toList();
    for (String name : given) {
      if (!names.contains(name)) {
        throw new InvalidInput(
            field + " has no feature '" + name + "'" + Nearest.hint(name, names));
      }
    }
  }

  /** Collects encoded and raw values by feature name. */
  private static final class FeatureValues {

    private final Map<String, int[]> codes = new HashMap<>();
    private final Map<String, Float> numbers = new HashMap<>();
    private final Map<String, Value> raw = new HashMap<>();

    void add(String field, Feature.Owned feature, Value value) {
      raw.put(feature.name(), value);
      switch (feature) {
        case Feature.Category category ->
            codes.put(feature.name(), FeatureInput.codes(field, category, value));
        case Feature.Categories categories ->
            codes.put(feature.name(), FeatureInput.codes(field, categories, value));
        case Feature.Scaled number ->
            numbers.put(feature.name(), FeatureInput.number(field, number, value));
      }
    }

    void addStored(Feature.Owned feature, StoredUsers users, int row) {
      users.raw(feature, row).ifPresent(value -> raw.put(feature.name(), value));
      switch (feature) {
        case Feature.Category category -> codes.put(feature.name(), users.codes(category, row));
        case Feature.Categories many -> codes.put(feature.name(), users.codes(many, row));
        case Feature.Scaled number -> numbers.put(feature.name(), users.number(number, row));
      }
    }

    void addMissing(Feature.Owned feature) {
      switch (feature) {
        case Feature.Category category -> codes.put(category.name(), new int[1]);
        case Feature.Categories many -> codes.put(many.name(), new int[many.width()]);
        case Feature.Scaled number -> numbers.put(number.name(), 0f);
      }
    }
  }
}
