package io.salver.api;

import io.salver.recommend.RecommendationRequest;
import io.salver.time.Deadline;

/**
 * One decoded recommendation request.
 *
 * @param request what is asked
 * @param deadline when the caller stops waiting
 */
public record RecommendationCall(RecommendationRequest request, Deadline deadline) {}
