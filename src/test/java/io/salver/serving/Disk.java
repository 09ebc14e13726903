package io.salver.serving;

import io.salver.model.DeclaredModels;
import io.salver.model.DeclaredVersion;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelDeclaration;
import io.salver.model.ModelId;
import io.salver.model.ModelSpec;
import io.salver.testkit.FakeModelLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A repository in memory; of several versions the last should serve. */
final class Disk implements DeclaredModels {

  final SortedMap<String, ModelDeclaration> models = new TreeMap<>();
  final SortedMap<String, SortedSet<Long>> versions = new TreeMap<>();
  final Map<String, String> revisions = new HashMap<>();

  void put(String name, long... numbers) {
    SortedSet<Long> present = new TreeSet<>();
    for (long number : numbers) {
      present.add(number);
    }
    versions.put(name, present);
    ModelId id = new ModelId(name, present.last());
    var artifact = new ModelArtifact(id, FakeModelLoader.BACKEND, Path.of(name), ModelSpec.DEFAULT);
    models.put(name, new ModelDeclaration(name, List.of(new DeclaredVersion.Loadable(artifact))));
  }

  void unusable(String name, String reason) {
    var version = new DeclaredVersion.Unusable(new ModelId(name, 1), reason);
    models.put(name, new ModelDeclaration(name, List.of(version)));
  }

  @Override
  public List<ModelDeclaration> scan() {
    return List.copyOf(models.values());
  }

  @Override
  public Optional<ModelDeclaration> find(String name) {
    return Optional.ofNullable(models.get(name));
  }

  @Override
  public String revision(DeclaredVersion version) {
    return revisions.getOrDefault(version.id().name(), version.toString());
  }

  @Override
  public SortedMap<String, SortedSet<Long>> versions() {
    SortedMap<String, SortedSet<Long>> present = new TreeMap<>(versions);
    present.keySet().retainAll(models.keySet());
    return present;
  }
}
