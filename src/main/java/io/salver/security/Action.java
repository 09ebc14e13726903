package io.salver.security;

import java.util.Optional;

/**
 * What requests of either protocol ask for, and the role that each takes. An action that nobody has
 * named is {@link #UNKNOWN}, and takes the highest role: what is forgotten is closed.
 */
public enum Action {
  /** Whether the service lives and is ready. */
  HEALTH,
  /** The description of the interface. */
  DOCUMENTATION,
  /** The files of the console; what it shows is asked for by requests of their own. */
  CONSOLE,
  /** What there is: the server, the lists of models and recommenders, the schema of gRPC. */
  LIST(Role.INFER),
  /** What one model or recommender is, and whether it is ready. */
  DESCRIBE(Role.INFER),
  /** A prediction, by tensors or by a typed task. */
  INFER(Role.INFER),
  RECOMMEND(Role.INFER),
  /** Labels that come late. */
  FEEDBACK(Role.INFER),
  /** What users did with items. */
  RECORD_EVENTS(Role.INFER),
  /** Drift, quality, statistics. */
  MONITOR(Role.OPERATE),
  /** Items, users and their events: they are about people. */
  READ_CATALOGUE(Role.OPERATE),
  CHANGE_CATALOGUE(Role.OPERATE),
  READ_REPOSITORY(Role.OPERATE),
  /** Loading and unloading models. */
  CHANGE_REPOSITORY(Role.OPERATE),
  READ_ROLLOUTS(Role.OPERATE),
  RELOAD_RECOMMENDER(Role.ADMIN),
  CHANGE_ROLLOUTS(Role.ADMIN),
  UNKNOWN(Role.ADMIN);

  private final Optional<Role> role;

  Action() {
    this.role = Optional.empty();
  }

  Action(Role role) {
    this.role = Optional.of(role);
  }

  /** The role that it takes; empty: anybody may. */
  public Optional<Role> role() {
    return role;
  }

  /**
   * Whether it is about every model at once where it names none, so that whoever may use some only
   * may not ask for it. Other lists are cut, and other requests have to name a model.
   */
  public boolean isAboutAll() {
    return switch (this) {
      case MONITOR, READ_REPOSITORY, READ_ROLLOUTS, CHANGE_ROLLOUTS, UNKNOWN -> true;
      case HEALTH,
          DOCUMENTATION,
          CONSOLE,
          LIST,
          DESCRIBE,
          INFER,
          RECOMMEND,
          FEEDBACK,
          RECORD_EVENTS,
          READ_CATALOGUE,
          CHANGE_CATALOGUE,
          CHANGE_REPOSITORY,
          RELOAD_RECOMMENDER ->
          false;
    };
  }

  /** Whether it is a matter of running the service, which may have a port of its own. */
  public boolean isManagement() {
    return role.filter(needed -> needed.includes(Role.OPERATE)).isPresent();
  }
}
