package io.salver.recommend.catalogue;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Everything a protocol can do with the catalogues of recommenders. Thread-safe; no method blocks.
 * A stage completes exceptionally with a {@code Fault}: NotFound for an unknown recommender, item
 * or user, NotReady for a recommender that is not available, Overloaded when too many changes wait,
 * BackendFailure when the store fails.
 */
public interface CatalogueService {

  /** The most changes of one call of {@link #write}. */
  int MAX_CHANGES = 1_000;

  /**
   * Checks changes, makes them durable together and has them applied.
   *
   * <p>The answer comes when they are durable and the recommendations of this process see them,
   * except that a new item is retrieved once it is embedded, which is soon after; other processes
   * see them a little later. A change that contradicts the recommender's schema does not stop the
   * others: it is refused with its reason.
   *
   * @param changes at most {@link #MAX_CHANGES}
   * @return what became of each, in order
   */
  CompletionStage<List<Outcome>> write(String recommender, List<Change> changes);

  CompletionStage<Item> item(String recommender, long id);

  /**
   * Items with an id above {@code after}, by id.
   *
   * @param limit between 1 and {@link #MAX_CHANGES}
   */
  CompletionStage<List<Item>> items(String recommender, long after, int limit);

  CompletionStage<User> user(String recommender, long id);

  /**
   * The last events of a user, newest first; empty for one without any.
   *
   * @param limit between 1 and {@link #MAX_CHANGES}
   */
  CompletionStage<List<Event>> events(String recommender, long user, int limit);

  /** What became of a change. */
  sealed interface Outcome {

    /** It is durable. */
    record Written(long sequence) implements Outcome {}

    /** Nothing had to be done: the event is known, or what should be removed is not there. */
    record Unchanged() implements Outcome {}

    /** It contradicts the schema; the reason names what was wrong, expected and received. */
    record Refused(String reason) implements Outcome {}
  }
}
