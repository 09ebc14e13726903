package io.salver.security;

import java.util.Optional;

/**
 * Somebody who is known to the service.
 *
 * @param name as the log has it; two credentials with one name are one client
 * @param role the highest that they have
 * @param models what the role is for
 * @param rate how often they may ask; empty: as often as everybody else
 */
public record Principal(String name, Role role, ModelPatterns models, Optional<Rate> rate) {}
