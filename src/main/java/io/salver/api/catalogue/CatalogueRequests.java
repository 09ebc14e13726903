package io.salver.api.catalogue;

import io.salver.fault.InvalidInput;
import io.salver.fault.NotFound;
import io.salver.recommend.RecommendationService;
import io.salver.recommend.catalogue.CatalogueService;
import io.salver.recommend.catalogue.CatalogueService.Outcome;
import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.Event;
import io.salver.recommend.catalogue.Item;
import io.salver.recommend.catalogue.User;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The requests about catalogues as both protocols ask for them. A method throws a {@code Fault} for
 * what contradicts the protocol; its stage completes on any thread, exceptionally as that of {@link
 * CatalogueService} does. Thread-safe.
 */
@Singleton
public final class CatalogueRequests {

  /** How many entries of a list are answered where nothing is said. */
  public static final int DEFAULT_LIMIT = 100;

  private final CatalogueService catalogues;
  private final RecommendationService recommenders;

  @Inject
  public CatalogueRequests(CatalogueService catalogues, RecommendationService recommenders) {
    this.catalogues = catalogues;
    this.recommenders = recommenders;
  }

  /**
   * Some items, by id.
   *
   * @param next the {@code after} of the items that follow; absent when there are none
   */
  public record Page(List<Item> items, Optional<Long> next) {}

  /** Writes an item or user, or records an event; a refusal is {@link InvalidInput}. */
  public CompletionStage<Outcome> write(String recommender, Change change) {
    return catalogues.write(recommender, List.of(change)).thenApply(CatalogueRequests::accepted);
  }

  /** Removes an item; one that is not there is {@link NotFound}. */
  public CompletionStage<Outcome> removeItem(String recommender, long id) {
    Change removal = new Change.RemoveItem(CatalogueEntries.positiveId(id));
    return write(recommender, removal)
        .thenApply(outcome -> removed(outcome, recommender, "item " + id));
  }

  /** Removes a user and its events; one that is not there is {@link NotFound}. */
  public CompletionStage<Outcome> removeUser(String recommender, long id) {
    Change removal = new Change.RemoveUser(CatalogueEntries.positiveId(id));
    return write(recommender, removal)
        .thenApply(outcome -> removed(outcome, recommender, "user " + id));
  }

  /** Records events and tells of each, in order. */
  public CompletionStage<List<RecordedEvent>> record(String recommender, List<ToldEvent> told) {
    requireKnown(recommender);
    Ranges.atMost("events", told.size(), CatalogueService.MAX_CHANGES);
    List<Change> changes = new ArrayList<>(told.size());
    for (ToldEvent event : told) {
      if (event instanceof ToldEvent.Right(Event readable)) {
        changes.add(new Change.Record(readable));
      }
    }
    CompletionStage<List<Outcome>> outcomes =
        changes.isEmpty()
            ? CompletableFuture.completedFuture(List.of())
            : catalogues.write(recommender, changes);
    return outcomes.thenApply(ofReadable -> merged(told, ofReadable.iterator()));
  }

  public CompletionStage<Item> item(String recommender, long id) {
    return catalogues.item(recommender, Ranges.positive("id", id));
  }

  /** Items with an id above {@code after}. */
  public CompletionStage<Page> items(String recommender, long after, long limit) {
    int wanted = Ranges.limit(limit);
    if (after < 0) {
      throw new InvalidInput("after expects an id or 0, received " + after);
    }
    return catalogues
        .items(recommender, after, wanted)
        .thenApply(
            items ->
                new Page(
                    items,
                    items.size() < wanted ? Optional.empty() : Optional.of(items.getLast().id())));
  }

  public CompletionStage<User> user(String recommender, long id) {
    return catalogues.user(recommender, Ranges.positive("id", id));
  }

  /** The last events of a user, newest first. */
  public CompletionStage<List<Event>> events(String recommender, long user, long limit) {
    return catalogues.events(recommender, Ranges.positive("id", user), Ranges.limit(limit));
  }

  /**
   * Goes on where the recommender is known.
   *
   * @throws NotFound when it is not
   */
  public void requireKnown(String recommender) {
    var unused = recommenders.describe(recommender);
  }

  private static Outcome accepted(List<Outcome> outcomes) {
    Outcome outcome = outcomes.getFirst();
    if (outcome instanceof Outcome.Refused(String reason)) {
      throw new InvalidInput(reason);
    }
    return outcome;
  }

  private static List<RecordedEvent> merged(List<ToldEvent> told, Iterator<Outcome> outcomes) {
    List<RecordedEvent> recorded = new ArrayList<>(told.size());
    for (ToldEvent event : told) {
      recorded.add(
          switch (event) {
            case ToldEvent.Right(Event readable) ->
                new RecordedEvent(Optional.of(readable.id()), outcomes.next());
            case ToldEvent.Wrong(Optional<String> id, String reason) ->
                new RecordedEvent(id, new Outcome.Refused(reason));
          });
    }
    return recorded;
  }

  private static Outcome removed(Outcome outcome, String recommender, String what) {
    if (outcome instanceof Outcome.Unchanged) {
      throw new NotFound("recommender '" + recommender + "' has no " + what);
    }
    return outcome;
  }
}
