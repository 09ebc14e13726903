package io.salver.serving;

import io.salver.fault.Fault;
import io.salver.model.DeclaredModels;
import io.salver.model.DeclaredVersion;
import io.salver.model.ModelDeclaration;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Has the host follow the repository: one run looks at the disk once. New models and versions are
 * loaded, changed ones loaded anew, those that are gone drained; what failed is tried again when
 * its files change. Where the repository cannot be read, everything stays as it is. Not
 * thread-safe: one thread runs it, again and again.
 */
public final class RepositoryPoll implements Runnable {

  private static final Logger LOG = System.getLogger(RepositoryPoll.class.getName());

  private final DeclaredModels repository;
  private final ModelHost host;

  public RepositoryPoll(DeclaredModels repository, ModelHost host) {
    this.repository = repository;
    this.host = host;
  }

  @Override
  public void run() {
    try {
      follow(repository.scan());
    } catch (Fault unreadable) {
      LOG.log(Level.WARNING, () -> "the models stay as they are: " + unreadable.explanation());
    } catch (RuntimeException failure) { // must not end the schedule
      LOG.log(Level.ERROR, "the models stay as they are", failure);
    }
  }

  private void follow(List<ModelDeclaration> declared) {
    Map<DeclaredVersion, String> revisions = new HashMap<>();
    Set<String> names = new HashSet<>();
    for (ModelDeclaration model : declared) {
      names.add(model.name());
      model.versions().forEach(v -> revisions.put(v, repository.revision(v)));
    }
    declared.forEach(model -> host.follow(model, v -> revisions.getOrDefault(v, "")));
    for (String name : host.names()) {
      if (!names.contains(name)) {
        var _ = host.unload(name);
      }
    }
  }
}
