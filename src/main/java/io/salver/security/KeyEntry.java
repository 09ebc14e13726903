package io.salver.security;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of one key.
 *
 * @param expires when it ceases to be good; empty: never
 */
record KeyEntry(String id, KeyHash hash, Principal principal, Optional<Instant> expires) {}
