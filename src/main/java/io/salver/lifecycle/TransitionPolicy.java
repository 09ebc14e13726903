package io.salver.lifecycle;

import java.util.List;
import java.util.Optional;

/**
 * Decides what to do next about the versions of one name. Stateless and idempotent: it sees all
 * lives at one moment and names at most one transition; it is asked again until it names none.
 */
@FunctionalInterface
public interface TransitionPolicy {

  Optional<Transition> next(List<LifeSnapshot> lives);
}
