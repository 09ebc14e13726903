package io.salver.recommend.pipeline;

import io.salver.model.ModelId;
import io.salver.recommend.catalogue.Image;
import io.salver.recommend.feature.EncodedTable;
import io.salver.recommend.feature.EncodingPlan;
import io.salver.recommend.feature.Rows;
import io.salver.recommend.live.ItemListener;
import io.salver.recommend.pipeline.CandidateWatching.Given;
import io.salver.serving.ModelReference;
import io.salver.time.Deadline;
import io.salver.time.Ticker;
import io.salver.vector.living.LivingIndex;
import io.salver.vector.living.LivingIndexSnapshot;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntFunction;

/**
 * One embedding space: the towers that map into it and the index over the items' side. The three
 * are one unit, versioned and swapped together, because embeddings of different trainings cannot be
 * compared. It follows the catalogue: an item that is new or has changed is embedded and can be
 * found when {@link #put} returns. Ids in the index are rows of the catalogue.
 *
 * <p>Thread-safe; items are put and removed by one thread at a time. Owns the index.
 */
final class EmbeddingBundle implements ItemListener, AutoCloseable {

  /** Longest run of the item tower over one chunk of items. */
  private static final Duration RUN_LIMIT = Duration.ofMinutes(1);

  private final BundleDefinition definition;
  private final ModelId userTower;
  private final ModelId itemTower;
  private final ItemEmbedder embedder;
  private final EncodedTable encoded;
  private final LivingIndex index;

  EmbeddingBundle(
      BundleDefinition definition,
      ModelId userTower,
      ModelId itemTower,
      ItemEmbedder embedder,
      EncodedTable encoded,
      LivingIndex index) {
    this.definition = definition;
    this.userTower = userTower;
    this.itemTower = itemTower;
    this.embedder = embedder;
    this.encoded = encoded;
    this.index = index;
  }

  /**
   * Runs the item tower.
   *
   * @param tower the item tower, with its version
   * @param plan makes its inputs
   * @param watching hears of its runs
   */
  record ItemEmbedder(
      ModelRunner models,
      ModelId tower,
      EncodingPlan plan,
      int dimension,
      CandidateWatching watching) {

    /** The embeddings of these rows, {@code [rows, dimension]}. */
    float[] embed(int[] rows, IntFunction<Optional<Image>> images) {
      Rows items = Rows.of(rows, images);
      float[] embeddings =
          models.run(
              new ModelReference(tower.name(), Optional.of(tower.version())),
              scope -> plan.encode(items, scope),
              response -> Embeddings.read(response, rows.length, dimension),
              Deadline.after(RUN_LIMIT, Ticker.SYSTEM));
      OptionalLong version = OptionalLong.of(tower.version());
      watching.tell(tower.name(), version, plan, items, Given.embeddings(embeddings, dimension));
      return embeddings;
    }
  }

  BundleDefinition definition() {
    return definition;
  }

  ModelId userTower() {
    return userTower;
  }

  ModelId itemTower() {
    return itemTower;
  }

  LivingIndex index() {
    return index;
  }

  /** Its version, as answers tell it. */
  String version() {
    return Long.toString(definition.version());
  }

  /** The items as numbers, as the models of this bundle read them. */
  EncodedTable encoded() {
    return encoded;
  }

  /** The name of a bundle of that definition. */
  static String name(BundleDefinition definition) {
    return "bundle-" + definition.version() + "-" + definition.fingerprint();
  }

  @Override
  public String name() {
    return name(definition);
  }

  @Override
  public void put(int[] rows, IntFunction<Optional<Image>> images) {
    for (int row : rows) {
      encoded.encode(row);
    }
    index.put(rows, FloatBuffer.wrap(embedder.embed(rows, images)));
  }

  @Override
  public void remove(int[] rows) {
    index.remove(rows);
  }

  @Override
  public Capture capture() {
    LivingIndexSnapshot snapshot = index.snapshot(name());
    return new Capture() {
      @Override
      public void write(Path directory) {
        snapshot.write(directory);
      }

      @Override
      public void close() {
        snapshot.close();
      }
    };
  }

  @Override
  public void close() {
    index.close();
  }
}
