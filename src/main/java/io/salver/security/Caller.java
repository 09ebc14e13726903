package io.salver.security;

import io.salver.fault.Forbidden;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Whoever made a request that was let in, and which models they may name in it. Immutable;
 * thread-safe.
 */
public final class Caller {

  /** Anybody, where nobody is asked who they are. */
  public static final Caller ANYBODY =
      new Caller("anybody", ModelPatterns.ALL, Action.HEALTH, SecurityObserver.NONE);

  private final String name;
  private final ModelPatterns models;
  private final Action action;
  private final SecurityObserver observer;

  Caller(String name, ModelPatterns models, Action action, SecurityObserver observer) {
    this.name = name;
    this.models = models;
    this.action = action;
    this.observer = observer;
  }

  public String name() {
    return name;
  }

  /** Whether it is known who they are. */
  public boolean isKnown() {
    return this != ANYBODY;
  }

  /** Whether they may use the model or recommender of that name, if there is one. */
  public boolean mayUse(String model) {
    return models.matches(model);
  }

  /** Whether they may use whatever there is. */
  public boolean mayUseAll() {
    return models.isAll();
  }

  /**
   * Lets nobody pass who may not use that model or recommender. Whether there is one plays no part.
   *
   * @throws Forbidden when they may not
   */
  public void require(String model) {
    if (!mayUse(model)) {
      throw refused("'" + name + "' may not use '" + model + "'");
    }
  }

  /**
   * Likewise where a request need not name one: whoever may use some only has to.
   *
   * @throws Forbidden when they may not use it, or have not named it
   */
  public void require(Optional<String> model) {
    if (model.isPresent()) {
      require(model.get());
    } else {
      requireAll("name one of them in the request");
    }
  }

  /** Makes what {@code maker} does, and lets nobody pass who may not use what it names. */
  public <T> Supplier<T> requiring(Supplier<T> maker, Function<T, Optional<String>> named) {
    return () -> {
      T made = maker.get();
      require(named.apply(made));
      return made;
    };
  }

  /**
   * Lets only those pass who may use whatever there is.
   *
   * @param instead what the others should do
   * @throws Forbidden when they may not
   */
  public void requireAll(String instead) {
    if (!mayUseAll()) {
      throw refused("'" + name + "' may use " + models.texts() + " only: " + instead);
    }
  }

  private Forbidden refused(String message) {
    Forbidden refusal = new Forbidden(Forbidden.Reason.MODEL, message);
    observer.refused(action, name, refusal);
    return refusal;
  }
}
