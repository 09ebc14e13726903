package io.salver.app;

import io.quarkus.arc.DefaultBean;
import io.salver.fault.NotReady;
import io.salver.recommend.CatalogueService;
import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.Event;
import io.salver.recommend.catalogue.Item;
import io.salver.recommend.catalogue.User;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Stands where nothing keeps catalogues. Thread-safe. */
@Singleton
@DefaultBean
final class NoCatalogue implements CatalogueService {

  @Override
  public CompletionStage<List<Outcome>> write(String recommender, List<Change> changes) {
    return notReady();
  }

  @Override
  public CompletionStage<Item> item(String recommender, long id) {
    return notReady();
  }

  @Override
  public CompletionStage<List<Item>> items(String recommender, long after, int limit) {
    return notReady();
  }

  @Override
  public CompletionStage<User> user(String recommender, long id) {
    return notReady();
  }

  @Override
  public CompletionStage<List<Event>> events(String recommender, long user, int limit) {
    return notReady();
  }

  private static <T> CompletionStage<T> notReady() {
    return CompletableFuture.failedFuture(new NotReady("catalogues cannot be changed yet"));
  }
}
