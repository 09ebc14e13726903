package io.salver.api.catalogue;

import io.salver.fault.InvalidInput;
import io.salver.recommend.RecommendationRequest;
import io.salver.recommend.Value;
import io.salver.recommend.catalogue.Item;
import io.salver.recommend.catalogue.User;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;

/**
 * Makes items and users of what a client says of them. Every method throws {@link InvalidInput}
 * that names the field as both protocols do, what was expected and what came.
 */
public final class CatalogueEntries {

  /** The most attributes of an item or features of a user. */
  public static final int MAX_FIELDS = RecommendationRequest.MAX_FEATURES;

  private CatalogueEntries() {}

  /** An item; an absent picture stands for none. */
  public static Item item(long id, Map<String, Value> attributes, Optional<byte[]> image) {
    return new Item(
        Ranges.positive("id", id),
        checked("attributes", attributes),
        image.map(bytes -> Images.checked("image", bytes)));
  }

  /** A user; {@code history} is oldest first. */
  public static User user(long id, Map<String, Value> features, List<Long> history) {
    Ranges.atMost("history", history.size(), RecommendationRequest.MAX_HISTORY);
    for (int i = 0; i < history.size(); i++) {
      Ranges.positive("history[" + i + "]", history.get(i));
    }
    return new User(Ranges.positive("id", id), checked("features", features), history);
  }

  /** The id of the path, which the id of the body repeats or leaves out. */
  public static long sameId(long ofPath, OptionalLong ofBody) {
    if (ofBody.isPresent() && ofBody.getAsLong() != ofPath) {
      throw new InvalidInput(
          "id expects " + ofPath + " as in the path, received " + ofBody.getAsLong());
    }
    return Ranges.positive("id", ofPath);
  }

  /** The id of what is removed. */
  public static long positiveId(long id) {
    return Ranges.positive("id", id);
  }

  private static SequencedMap<String, Value> checked(String field, Map<String, Value> values) {
    Ranges.atMost(field, values.size(), MAX_FIELDS);
    SequencedMap<String, Value> checked = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          if (name.isEmpty()) {
            throw new InvalidInput(field + " expects names of its values, received an empty one");
          }
          String place = field + "." + StorableText.checked(field, name);
          check(place, value);
          checked.put(name, value);
        });
    return checked;
  }

  private static void check(String place, Value value) {
    switch (value) {
      case Value.Text(String text) -> StorableText.checked(place, text);
      case Value.Texts(List<String> texts) -> {
        for (int i = 0; i < texts.size(); i++) {
          StorableText.checked(place + "[" + i + "]", texts.get(i));
        }
      }
      case Value.Real(double number) -> Ranges.finite(place, number);
    }
  }
}
