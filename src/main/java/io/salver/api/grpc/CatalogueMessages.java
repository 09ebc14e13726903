package io.salver.api.grpc;

import io.salver.api.catalogue.CatalogueEntries;
import io.salver.api.catalogue.EventDraft;
import io.salver.api.catalogue.ToldEvent;
import io.salver.fault.InvalidInput;
import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.Event;
import io.salver.recommend.catalogue.Item;
import io.salver.recommend.catalogue.User;
import io.salver.v1.CatalogueChange;
import io.salver.v1.CatalogueEvent;
import io.salver.v1.CatalogueItem;
import io.salver.v1.CatalogueUser;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Decodes items, users and events. Immutable; every method throws {@link InvalidInput} that names
 * the field, what was expected and what came, unless it says otherwise.
 */
final class CatalogueMessages {

  private final InstantSource clock;

  /** A decoder that dates events that have no time by {@code clock}. */
  CatalogueMessages(InstantSource clock) {
    this.clock = clock;
  }

  static String recommender(String name) {
    if (name.isEmpty()) {
      throw new InvalidInput("recommender expects a name, received nothing");
    }
    return name;
  }

  static Item item(CatalogueItem message) {
    return CatalogueEntries.item(
        message.getId(),
        ValueMessages.decode("attributes", message.getAttributesMap()),
        message.hasImage() ? Optional.of(message.getImage().toByteArray()) : Optional.empty());
  }

  static User user(CatalogueUser message) {
    return CatalogueEntries.user(
        message.getId(),
        ValueMessages.decode("features", message.getFeaturesMap()),
        message.getHistoryList());
  }

  /** The events of a list; a wrong one is told as such. */
  List<ToldEvent> events(List<CatalogueEvent> messages) {
    return messages.stream().map(this::told).toList();
  }

  Change change(CatalogueChange message) {
    return switch (message.getChangeCase()) {
      case PUT_ITEM -> new Change.PutItem(item(message.getPutItem()));
      case DELETE_ITEM ->
          new Change.RemoveItem(CatalogueEntries.positiveId(message.getDeleteItem()));
      case PUT_USER -> new Change.PutUser(user(message.getPutUser()));
      case DELETE_USER ->
          new Change.RemoveUser(CatalogueEntries.positiveId(message.getDeleteUser()));
      case EVENT -> new Change.Record(event(message.getEvent()));
      case CHANGE_NOT_SET ->
          throw new InvalidInput(
              "a change expects one of put_item, delete_item, put_user, delete_user and event,"
                  + " received nothing");
    };
  }

  private ToldEvent told(CatalogueEvent message) {
    try {
      return new ToldEvent.Right(event(message));
    } catch (InvalidInput e) {
      boolean hasId = message.hasId() && message.getId().length() <= Event.MAX_ID;
      return new ToldEvent.Wrong(
          hasId ? Optional.of(message.getId()) : Optional.empty(), e.explanation());
    }
  }

  private Event event(CatalogueEvent message) {
    EventDraft draft = new EventDraft();
    if (message.hasId()) {
      draft.id(message.getId());
    }
    if (message.hasType()) {
      draft.type(message.getType());
    }
    if (message.hasUserId()) {
      draft.user(message.getUserId());
    }
    if (message.hasItemId()) {
      draft.item(message.getItemId());
    }
    if (message.hasAt()) {
      draft.at(message.getAt());
    }
    if (message.hasValue()) {
      draft.value(message.getValue());
    }
    if (message.hasRecommendationId()) {
      draft.recommendation(message.getRecommendationId());
    }
    if (message.hasPosition()) {
      draft.position(message.getPosition());
    }
    return draft.event(clock.instant());
  }
}
