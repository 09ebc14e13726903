package io.salver.api.catalogue;

import io.salver.recommend.catalogue.Event;
import java.util.Optional;

/** One event of several that a client tells of: a wrong one does not stop the others. */
public sealed interface ToldEvent {

  /** One that can be recorded. */
  record Right(Event event) implements ToldEvent {}

  /** One that cannot; its id where that could be read. */
  record Wrong(Optional<String> id, String reason) implements ToldEvent {}
}
