package io.salver.api.catalogue;

import io.salver.recommend.catalogue.CatalogueService.Outcome;
import java.util.Optional;

/** What became of one told event; its id where that could be read. */
public record RecordedEvent(Optional<String> id, Outcome outcome) {}
