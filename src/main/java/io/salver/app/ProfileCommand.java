package io.salver.app;

import io.salver.app.ProfileArguments.Source;
import io.salver.backend.onnx.OnnxModelLoader;
import io.salver.backend.torch.TorchModelLoader;
import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.image.PictureDecoder;
import io.salver.model.DeclaredVersion;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelDeclaration;
import io.salver.model.ModelLoader;
import io.salver.model.NativeHandles;
import io.salver.monitor.RecordedSample;
import io.salver.monitor.datasketches.DataSketches;
import io.salver.monitor.ndjson.RecordedSamples;
import io.salver.monitor.parquet.RecordedRow;
import io.salver.monitor.profile.Profile;
import io.salver.monitor.reference.ProfileBuilder;
import io.salver.monitor.reference.References;
import io.salver.repository.JsonProfiles;
import io.salver.repository.ModelRepository;
import io.salver.table.FeatureSchema;
import io.salver.table.InferredSchema;
import io.salver.table.RowLimits;
import io.salver.table.RowPieces;
import io.salver.table.Rows;
import io.salver.table.csv.CsvRows;
import io.salver.table.parquet.ParquetRecords;
import io.salver.table.parquet.ParquetRows;
import io.salver.task.ModelTokenizers;
import io.salver.task.tabular.ReferenceRows;
import io.salver.task.tabular.TabularPlans;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import io.salver.text.huggingface.HuggingFaceTokenizers;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the reference profile of a model version from rows or from the prediction log: what {@code
 * ./salver profile} does. Reads its source piece by piece, so that it may be larger than memory.
 */
final class ProfileCommand {

  /** The first word of the command line that asks for it. */
  static final String NAME = "profile";

  private static final RowLimits PIECE = new RowLimits(2_000, 1_000, 16 << 20);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int MOST_PIXELS = 50_000_000;
  private static final String PARQUET = ".parquet";

  /** How the names of the log's files end. */
  private static final List<String> LOG = List.of(".ndjson", ".ndjson.gz", PARQUET);

  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;
  private final CsvRows csv = new CsvRows(PIECE);
  private final ParquetRows parquet = new ParquetRows(PIECE, PATIENCE);

  /**
   * Writes the profile to {@code out} unless a file is named, and what is to be said to the other.
   */
  ProfileCommand(Map<String, String> environment, PrintStream out, PrintStream err) {
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  /** Opens a source from its beginning. */
  @FunctionalInterface
  private interface Opening {
    RowPieces open() throws IOException;
  }

  /** Does it; 0 when it could, 2 when it was asked wrongly, else 1. */
  int run(List<String> words) {
    try {
      write(ProfileArguments.read(words, environment));
      return 0;
    } catch (IllegalArgumentException wrong) {
      err.println("salver profile: " + wrong.getMessage());
      return 2;
    } catch (Fault refused) {
      err.println("salver profile: " + refused.explanation());
      return 1;
    } catch (IOException unreadable) {
      err.println("salver profile: cannot read or write: " + unreadable);
      return 1;
    }
  }

  private void write(ProfileArguments asked) throws IOException {
    ProfileBuilder builder = new ProfileBuilder(References.with(new DataSketches()));
    switch (asked.source()) {
      case Source.Csv(Path file) -> addRows(asked, () -> csv.open(file), builder);
      case Source.Parquet(Path file) -> addRows(asked, () -> parquet.open(file), builder);
      case Source.Log(Path place) -> addLog(asked, place, builder);
    }
    builder.remarks().forEach(remark -> err.println("salver profile: " + remark));
    Profile profile = builder.build();
    if (profile.isEmpty()) {
      throw new InvalidInput("there is nothing to make a profile of");
    }
    JsonProfiles profiles = new JsonProfiles(asked.repository());
    if (asked.out().isPresent()) {
      profiles.write(profile, asked.out().get());
    } else {
      out.println(profiles.text(profile));
    }
    err.printf(
        "salver profile: %d features, %d predictions, %d embeddings of %d samples%n",
        profile.features().size(),
        profile.predictions().size(),
        profile.embeddings().size(),
        builder.samples());
  }

  private void addRows(ProfileArguments asked, Opening source, ProfileBuilder builder)
      throws IOException {
    InferredSchema inferred = new InferredSchema();
    forEach(source, inferred::add);
    Set<String> predictions = Set.copyOf(asked.predictions());
    for (String name : predictions) {
      if (!inferred.names().contains(name)) {
        throw new InvalidInput(
            "there is no column '%s' of predictions; there are %s"
                .formatted(name, inferred.names()));
      }
    }
    FeatureSchema features =
        schema(asked).orElseGet(() -> inferred.schema(name -> !predictions.contains(name)));
    ReferenceRows reference = new ReferenceRows(features, inferred.schema(predictions::contains));
    forEach(source, rows -> reference.samples(rows).forEach(builder::add));
  }

  private static void forEach(Opening source, Consumer<Rows> taker) throws IOException {
    DirectMemoryPool uncounted = new DirectMemoryPool(0);
    try (RowPieces pieces = source.open()) {
      boolean isMore = true;
      while (isMore) {
        try (TensorScope scope = uncounted.open()) {
          Optional<Rows> piece = pieces.next(scope);
          piece.ifPresent(taker);
          isMore = piece.isPresent();
        }
      }
    }
  }

  /** What the model's {@code model.yaml} says of rows, if its task is one of rows. */
  private Optional<FeatureSchema> schema(ProfileArguments asked) {
    NativeHandles handles = new NativeHandles();
    List<ModelLoader> backends =
        List.of(new OnnxModelLoader(handles), new TorchModelLoader(handles));
    ModelArtifact artifact = artifact(asked, new ModelRepository(asked.repository(), backends));
    ModelTokenizers tokenizers = new ModelTokenizers(new HuggingFaceTokenizers(handles));
    ModelLoader backend =
        backends.stream()
            .filter(each -> each.backend().equals(artifact.backend()))
            .findFirst()
            .orElseThrow();
    return ReferenceRows.schema(
        artifact,
        backend,
        new TabularPlans(csv, tokenizers, new PictureDecoder(MOST_PIXELS)),
        tokenizers);
  }

  private static ModelArtifact artifact(ProfileArguments asked, ModelRepository repository) {
    ModelDeclaration declared =
        repository
            .find(asked.model())
            .orElseThrow(
                () ->
                    new InvalidInput(
                        "there is no model '%s' in %s"
                            .formatted(asked.model(), asked.repository())));
    List<DeclaredVersion> versions = declared.versions();
    DeclaredVersion version =
        versions.stream()
            .filter(each -> each.id().version() == asked.version().orElse(each.id().version()))
            .reduce((_, later) -> later)
            .orElseThrow(
                () ->
                    new InvalidInput(
                        "model '%s' has no version %d among %s"
                            .formatted(
                                asked.model(),
                                asked.version().orElse(0),
                                versions.stream().map(each -> each.id().version()).toList())));
    return switch (version) {
      case DeclaredVersion.Loadable(ModelArtifact artifact) -> artifact;
      case DeclaredVersion.Unusable unusable ->
          throw new InvalidInput(
              "model %s cannot be used: %s".formatted(unusable.id(), unusable.reason()));
    };
  }

  private void addLog(ProfileArguments asked, Path place, ProfileBuilder builder)
      throws IOException {
    RecordedSamples lines = new RecordedSamples();
    ParquetRecords rows = new ParquetRecords(PATIENCE);
    Consumer<RecordedSample> taker =
        recorded -> {
          if (isAsked(asked, recorded)) {
            builder.add(recorded.sample());
          }
        };
    for (Path file : files(place)) {
      if (file.getFileName().toString().endsWith(PARQUET)) {
        rows.read(
            file, (Map<String, @Nullable Object> row) -> RecordedRow.read(row).ifPresent(taker));
      } else {
        lines.read(file, taker);
      }
    }
    if (lines.unreadable() > 0) {
      err.printf("salver profile: %d lines could not be read%n", lines.unreadable());
    }
    if (builder.samples() == 0) {
      throw new InvalidInput("%s has no record of the model".formatted(place));
    }
  }

  private static boolean isAsked(ProfileArguments asked, RecordedSample recorded) {
    return recorded.model().name().equals(asked.model())
        && asked.version().orElse(recorded.model().version()) == recorded.model().version();
  }

  private static List<Path> files(Path place) throws IOException {
    if (!Files.isDirectory(place)) {
      return List.of(place);
    }
    try (Stream<Path> files = Files.walk(place)) {
      return files
          .filter(
              file -> {
                String name = file.getFileName().toString();
                return !name.startsWith(".") && LOG.stream().anyMatch(name::endsWith);
              })
          .sorted()
          .toList();
    }
  }
}
