package io.salver.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.admission.Limiters;
import io.salver.batch.DeadlineWatch;
import io.salver.fault.BackendFailure;
import io.salver.lifecycle.AvailabilityPreserving;
import io.salver.lifecycle.LifecycleObserver;
import io.salver.lifecycle.VersionManager;
import io.salver.lifecycle.VersionSnapshot;
import io.salver.model.ArtifactFiles;
import io.salver.model.DeclaredModels;
import io.salver.model.DeclaredVersion;
import io.salver.model.GoldenCases;
import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelDeclaration;
import io.salver.model.ModelId;
import io.salver.model.ModelLoader;
import io.salver.model.NativeHandles;
import io.salver.model.Signature;
import io.salver.tensor.DataType;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorSpec;
import io.salver.testkit.FakeModelLoader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Everything runs on the test's thread; each run of the poll is one look at the disk. */
final class RepositoryPollTest {

  private static final TensorSpec SCALAR = new TensorSpec("x", DataType.FP32, Shape.of(1));

  private final NativeHandles handles = new NativeHandles();
  private final DirectMemoryPool pool = new DirectMemoryPool(1 << 20);
  private final List<ModelId> loads = new ArrayList<>();
  private final Disk disk = new Disk();
  private final ModelHost host =
      new ModelHost(
          new ModelSource(
              List.of(loader()),
              ArtifactFiles.NONE,
              MemoryBudget.unlimited(),
              new WarmUp(GoldenCases.NONE, pool)),
          new ServedModels(
              pool,
              Limiters.none(),
              new DeadlineWatch(Duration.ofMillis(1)),
              () -> 0,
              () -> Instant.EPOCH,
              _ -> {},
              (id, _) -> {
                throw new AssertionError(id + " keeps no answers");
              },
              1),
          new VersionManager<>(
              new AvailabilityPreserving(),
              Runnable::run,
              () -> Instant.EPOCH,
              () -> 0,
              LifecycleObserver.NONE));
  private final RepositoryPoll poll = new RepositoryPoll(disk, host);

  @AfterEach
  void nothingIsLeftOpen() {
    assertThat(host.stop(Duration.ZERO)).isEmpty();
    assertThat(handles.open(NativeHandles.Kind.SESSION)).isZero();
  }

  @Test
  void what_has_not_changed_is_loaded_once() {
    disk.put("good", 1);
    poll.run();
    poll.run();
    assertThat(loads).containsExactly(new ModelId("good", 1));
  }

  @Test
  void new_versions_and_new_models_are_loaded() {
    disk.put("good", 1);
    poll.run();
    disk.put("good", 1, 2);
    disk.put("other", 1);
    poll.run();
    assertThat(ready()).containsExactly(new ModelId("good", 2), new ModelId("other", 1));
  }

  @Test
  void what_has_changed_is_loaded_anew() {
    disk.put("good", 1);
    poll.run();
    disk.revisions.put("good", "other bytes");
    poll.run();
    assertThat(loads).hasSize(2);
    assertThat(handles.open(NativeHandles.Kind.SESSION)).isEqualTo(1);
  }

  @Test
  void what_is_gone_is_drained() {
    disk.put("good", 1);
    disk.put("other", 1);
    poll.run();
    disk.models.remove("good");
    poll.run();
    assertThat(ready()).containsExactly(new ModelId("other", 1));
  }

  @Test
  void what_fails_is_tried_again_when_its_files_have_changed_and_not_before() {
    disk.put("half", 1);
    poll.run();
    poll.run();
    assertThat(loads).hasSize(1);
    disk.revisions.put("half", "the other half");
    poll.run();
    assertThat(loads).hasSize(2);
  }

  @Test
  void a_version_that_was_broken_while_it_serves_goes_on_and_recovers() {
    disk.put("good", 1);
    poll.run();
    disk.unusable("good", "model.yaml is not YAML");
    poll.run();
    assertThat(host.statuses().getFirst().reason())
        .contains("the last reload failed: model.yaml is not YAML");
    disk.put("good", 1);
    poll.run();
    assertThat(host.statuses().getFirst().reason()).isEmpty();
    assertThat(ready()).containsExactly(new ModelId("good", 1));
  }

  @Test
  void a_repository_that_cannot_be_read_changes_nothing() {
    disk.put("good", 1);
    poll.run();
    new RepositoryPoll(new Unreadable(), host).run();
    assertThat(ready()).containsExactly(new ModelId("good", 1));
  }

  private List<ModelId> ready() {
    return host.snapshot().stream()
        .filter(VersionSnapshot::isReady)
        .map(VersionSnapshot::id)
        .toList();
  }

  private ModelLoader loader() {
    Signature signature = new Signature(List.of(SCALAR), List.of(SCALAR));
    FakeModelLoader fake =
        new FakeModelLoader(handles)
            .define("good", signature, (inputs, _) -> inputs)
            .define("other", signature, (inputs, _) -> inputs);
    return new ModelLoader() {
      @Override
      public String backend() {
        return fake.backend();
      }

      @Override
      public String artifactName() {
        return fake.artifactName();
      }

      @Override
      public Model load(ModelArtifact artifact) {
        loads.add(artifact.id());
        return fake.load(artifact);
      }
    };
  }

  private static final class Unreadable implements DeclaredModels {

    @Override
    public List<ModelDeclaration> scan() {
      throw new BackendFailure("the disk is gone");
    }

    @Override
    public Optional<ModelDeclaration> find(String name) {
      throw new BackendFailure("the disk is gone");
    }

    @Override
    public SortedMap<String, SortedSet<Long>> versions() {
      throw new BackendFailure("the disk is gone");
    }

    @Override
    public String revision(DeclaredVersion version) {
      throw new BackendFailure("the disk is gone");
    }
  }
}
