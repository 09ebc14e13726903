package io.salver.api.catalogue;

import io.salver.api.RequestTimer;
import io.salver.api.ServiceRunner;
import java.util.Optional;

/** What can be asked of a catalogue. */
public enum CatalogueMethod {
  PUT_ITEM("put_item"),
  GET_ITEM("get_item"),
  DELETE_ITEM("delete_item"),
  LIST_ITEMS("list_items"),
  PUT_USER("put_user"),
  GET_USER("get_user"),
  DELETE_USER("delete_user"),
  RECORD_EVENTS("record_events"),
  LIST_EVENTS("list_events"),
  BULK_LOAD("bulk_load");

  private final String label;

  CatalogueMethod(String label) {
    this.label = label;
  }

  /** A call of it, since when. */
  public ServiceRunner.Call call(String recommender, RequestTimer timer) {
    return new ServiceRunner.Call(Optional.of(recommender), label, timer);
  }
}
