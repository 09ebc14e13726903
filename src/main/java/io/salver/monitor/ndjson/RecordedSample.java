package io.salver.monitor.ndjson;

import io.salver.model.ModelId;
import io.salver.monitor.Sample;

/** What a line of the prediction log says of distributions. Immutable. */
public record RecordedSample(ModelId model, Sample sample) {}
