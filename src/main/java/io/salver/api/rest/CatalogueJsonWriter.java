package io.salver.api.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.salver.api.catalogue.CatalogueRequests.Page;
import io.salver.api.catalogue.RecordedEvent;
import io.salver.recommend.Value;
import io.salver.recommend.catalogue.CatalogueService.Outcome;
import io.salver.recommend.catalogue.Event;
import io.salver.recommend.catalogue.Image;
import io.salver.recommend.catalogue.Item;
import io.salver.recommend.catalogue.User;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Encodes what catalogues answer as JSON. Stateless. */
final class CatalogueJsonWriter {

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final int FIRST_BYTES = 512;

  private CatalogueJsonWriter() {}

  private interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  static Buffer outcome(long id, Outcome outcome) {
    return object(
        json -> {
          json.writeNumberField("id", id);
          outcome(json, outcome);
        });
  }

  static Buffer outcome(String id, Outcome outcome) {
    return object(
        json -> {
          json.writeStringField("id", id);
          outcome(json, outcome);
        });
  }

  static Buffer recorded(List<RecordedEvent> events) {
    return object(
        json -> {
          json.writeNumberField("written", count(events, Outcome.Written.class));
          json.writeNumberField("unchanged", count(events, Outcome.Unchanged.class));
          json.writeNumberField("refused", count(events, Outcome.Refused.class));
          json.writeArrayFieldStart("events");
          for (RecordedEvent event : events) {
            json.writeStartObject();
            json.writeStringField("id", event.id().orElse(null));
            outcome(json, event.outcome());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  static Buffer item(Item item) {
    return object(
        json -> {
          head(json, item);
          if (item.image().isPresent()) {
            json.writeBinaryField("image", item.image().map(Image::bytes).orElseThrow());
          }
        });
  }

  /** Items without their pictures, which would be too much for a list. */
  static Buffer items(Page page) {
    return object(
        json -> {
          json.writeArrayFieldStart("items");
          for (Item item : page.items()) {
            json.writeStartObject();
            head(json, item);
            json.writeBooleanField("has_image", item.image().isPresent());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeFieldName("next");
          if (page.next().isPresent()) {
            json.writeNumber(page.next().get());
          } else {
            json.writeNull();
          }
        });
  }

  static Buffer user(User user) {
    return object(
        json -> {
          json.writeNumberField("id", user.id());
          values(json, "features", user.features());
          json.writeArrayFieldStart("history");
          for (long item : user.history()) {
            json.writeNumber(item);
          }
          json.writeEndArray();
        });
  }

  static Buffer events(List<Event> events) {
    return object(
        json -> {
          json.writeArrayFieldStart("events");
          for (Event event : events) {
            event(json, event);
          }
          json.writeEndArray();
        });
  }

  private static void head(JsonGenerator json, Item item) throws IOException {
    json.writeNumberField("id", item.id());
    values(json, "attributes", item.attributes());
  }

  private static void event(JsonGenerator json, Event event) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", event.id());
    json.writeStringField("type", event.type().label());
    json.writeNumberField("user_id", event.user());
    json.writeNumberField("item_id", event.item());
    json.writeStringField("at", event.at().toString());
    if (event.value().isPresent()) {
      json.writeFieldName("value");
      json.writeNumber(Value.spell(event.value().getAsDouble()));
    }
    if (event.recommendation().isPresent()) {
      json.writeStringField("recommendation_id", event.recommendation().get());
    }
    if (event.position().isPresent()) {
      json.writeNumberField("position", event.position().getAsInt());
    }
    json.writeEndObject();
  }

  private static void outcome(JsonGenerator json, Outcome outcome) throws IOException {
    switch (outcome) {
      case Outcome.Written(long sequence) -> {
        json.writeStringField("outcome", "written");
        json.writeNumberField("sequence", sequence);
      }
      case Outcome.Unchanged _ -> json.writeStringField("outcome", "unchanged");
      case Outcome.Refused(String reason) -> {
        json.writeStringField("outcome", "refused");
        json.writeStringField("error", reason);
      }
    }
  }

  private static void values(JsonGenerator json, String name, Map<String, Value> values)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, Value> value : values.entrySet()) {
      json.writeFieldName(value.getKey());
      JsonValues.write(json, value.getValue());
    }
    json.writeEndObject();
  }

  private static long count(List<RecordedEvent> events, Class<? extends Outcome> kind) {
    return events.stream().filter(event -> kind.isInstance(event.outcome())).count();
  }

  private static Buffer object(Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIRST_BYTES);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      content.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // writes to memory
    }
    return Buffer.buffer(bytes.toByteArray());
  }
}
