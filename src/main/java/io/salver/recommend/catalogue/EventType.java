package io.salver.recommend.catalogue;

import java.util.Optional;

/** What a user did with an item. */
public enum EventType {
  /** It was shown. */
  IMPRESSION("impression"),
  CLICK("click"),
  PURCHASE("purchase"),
  /** It was judged; the event has a value. */
  RATING("rating");

  private final String label;

  EventType(String label) {
    this.label = label;
  }

  /** Its name on the wire, in the store and in metrics. */
  public String label() {
    return label;
  }

  /** Whether the item belongs into the user's history afterwards. */
  public boolean isInteraction() {
    return this != IMPRESSION;
  }

  /** The type of that name. */
  public static Optional<EventType> of(String label) {
    for (EventType type : values()) {
      if (type.label.equals(label)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
