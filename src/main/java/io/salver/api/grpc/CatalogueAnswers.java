package io.salver.api.grpc;

import com.google.protobuf.UnsafeByteOperations;
import io.salver.api.catalogue.BulkNews;
import io.salver.api.catalogue.CatalogueRequests.Page;
import io.salver.api.catalogue.RecordedEvent;
import io.salver.recommend.catalogue.CatalogueService.Outcome;
import io.salver.recommend.catalogue.Event;
import io.salver.recommend.catalogue.Item;
import io.salver.recommend.catalogue.User;
import io.salver.v1.BulkLoadCounts;
import io.salver.v1.CatalogueEvent;
import io.salver.v1.CatalogueItem;
import io.salver.v1.CatalogueUser;
import io.salver.v1.ChangeOutcome;
import io.salver.v1.ListEventsResponse;
import io.salver.v1.ListItemsResponse;
import io.salver.v1.RecordEventsResponse;
import java.util.List;

/** Encodes what catalogues answer. Stateless. */
final class CatalogueAnswers {

  private CatalogueAnswers() {}

  static ChangeOutcome outcome(long id, Outcome outcome) {
    return outcome(outcome).setId(id).build();
  }

  static RecordEventsResponse recorded(List<RecordedEvent> events) {
    RecordEventsResponse.Builder message = RecordEventsResponse.newBuilder();
    for (RecordedEvent event : events) {
      ChangeOutcome.Builder told = outcome(event.outcome());
      event.id().ifPresent(told::setEventId);
      message.addEvents(told);
      switch (event.outcome()) {
        case Outcome.Written _ -> message.setWritten(message.getWritten() + 1);
        case Outcome.Unchanged _ -> message.setUnchanged(message.getUnchanged() + 1);
        case Outcome.Refused _ -> message.setRefused(message.getRefused() + 1);
      }
    }
    return message.build();
  }

  static CatalogueItem item(Item item) {
    CatalogueItem.Builder message = withoutImage(item);
    item.image()
        .ifPresent(image -> message.setImage(UnsafeByteOperations.unsafeWrap(image.bytes())));
    return message.build();
  }

  static ListItemsResponse items(Page page) {
    ListItemsResponse.Builder message = ListItemsResponse.newBuilder();
    page.items().forEach(item -> message.addItems(withoutImage(item)));
    page.next().ifPresent(message::setNext);
    return message.build();
  }

  static CatalogueUser user(User user) {
    CatalogueUser.Builder message =
        CatalogueUser.newBuilder().setId(user.id()).addAllHistory(user.history());
    user.features()
        .forEach((name, value) -> message.putFeatures(name, ValueMessages.encode(value)));
    return message.build();
  }

  static ListEventsResponse events(List<Event> events) {
    ListEventsResponse.Builder message = ListEventsResponse.newBuilder();
    events.forEach(event -> message.addEvents(event(event)));
    return message.build();
  }

  static BulkLoadCounts counts(BulkNews.Counts counts, long untold) {
    return BulkLoadCounts.newBuilder()
        .setLines(counts.lines())
        .setWritten(counts.written())
        .setUnchanged(counts.unchanged())
        .setRefused(counts.refused())
        .setUntold(untold)
        .build();
  }

  private static CatalogueItem.Builder withoutImage(Item item) {
    CatalogueItem.Builder message =
        CatalogueItem.newBuilder().setId(item.id()).setHasImage(item.image().isPresent());
    item.attributes()
        .forEach((name, value) -> message.putAttributes(name, ValueMessages.encode(value)));
    return message;
  }

  private static CatalogueEvent event(Event event) {
    CatalogueEvent.Builder message =
        CatalogueEvent.newBuilder()
            .setId(event.id())
            .setType(event.type().label())
            .setUserId(event.user())
            .setItemId(event.item())
            .setAt(event.at().toString());
    event.value().ifPresent(message::setValue);
    event.recommendation().ifPresent(message::setRecommendationId);
    event.position().ifPresent(message::setPosition);
    return message.build();
  }

  private static ChangeOutcome.Builder outcome(Outcome outcome) {
    ChangeOutcome.Builder message = ChangeOutcome.newBuilder();
    return switch (outcome) {
      case Outcome.Written(long sequence) -> message.setOutcome("written").setSequence(sequence);
      case Outcome.Unchanged _ -> message.setOutcome("unchanged");
      case Outcome.Refused(String reason) -> message.setOutcome("refused").setError(reason);
    };
  }
}
