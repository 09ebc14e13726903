package io.salver.monitor;

import io.salver.monitor.FeatureReport.Role;

/** Which values: their name, and which end of the model they are of. */
record FeatureKey(Role role, String name) {}
