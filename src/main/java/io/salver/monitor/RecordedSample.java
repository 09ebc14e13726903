package io.salver.monitor;

import io.salver.model.ModelId;

/** What a record of the prediction log says of distributions. Immutable. */
public record RecordedSample(ModelId model, Sample sample) {}
