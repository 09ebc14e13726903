package io.salver.rollout;

import io.salver.fault.InvalidInput;
import io.salver.fault.NotFound;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Has the rollouts of the store follow files. Only what changes in the files of this replica is
 * acted on, and what they say when it starts: replicas whose files change at different times do not
 * undo each other's. {@link #follow} is for one thread, which may block; {@link #problems} for all.
 *
 * <p>A rollout whose file is gone is removed; what no file declared stays untouched. A file that
 * cannot be followed leaves its rollout as it is.
 */
public final class DeclaredRollouts {

  private final RolloutControl control;

  /** What was followed last, by file. */
  private final Map<String, Map<String, Object>> followed = new HashMap<>();

  private boolean isFirst = true;
  private volatile Map<String, String> problems = Map.of();

  /** Followers of files, by orders to {@code control}. */
  public DeclaredRollouts(RolloutControl control) {
    this.control = control;
  }

  /**
   * Does what files say.
   *
   * @throws io.salver.fault.BackendFailure when the store fails; the rest is done the next time
   */
  public void follow(List<DeclaredFile> files) {
    Map<String, String> wrong = new TreeMap<>();
    Set<String> present = files.stream().map(DeclaredFile::file).collect(Collectors.toSet());
    removeOthers(present);
    for (DeclaredFile each : files) {
      switch (each) {
        case DeclaredFile.Broken(String file, String problem) -> wrong.put(file, problem);
        case DeclaredFile.Whole(String file, RolloutSpec spec) -> declare(file, spec, wrong);
      }
    }
    isFirst = false;
    problems = Map.copyOf(wrong);
  }

  /** What is wrong with files, by their names. */
  public Map<String, String> problems() {
    return problems;
  }

  private void declare(String file, RolloutSpec spec, Map<String, String> wrong) {
    Map<String, Object> declaration = RolloutForm.declaration(spec);
    if (declaration.equals(followed.get(file))) {
      return;
    }
    try {
      var unused = control.declare(spec.declaredBy(file), actor(file));
      followed.put(file, declaration);
    } catch (InvalidInput contradiction) {
      wrong.put(file, contradiction.explanation());
    }
  }

  private void removeOthers(Set<String> present) {
    if (isFirst || !present.containsAll(followed.keySet())) {
      for (Rollout rollout : control.all()) {
        rollout
            .spec()
            .file()
            .filter(file -> !present.contains(file) && (isFirst || followed.containsKey(file)))
            .ifPresent(file -> remove(rollout.name(), file));
      }
      followed.keySet().retainAll(present);
    }
  }

  private void remove(String name, String file) {
    try {
      control.removeDeclared(name, file, actor(file));
    } catch (NotFound another) {
      // another replica was faster
    }
  }

  private static String actor(String file) {
    return "file " + file;
  }
}
