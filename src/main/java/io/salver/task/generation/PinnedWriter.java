package io.salver.task.generation;

import io.salver.fault.BackendFailure;
import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.fault.NotFound;
import io.salver.fault.NotReady;
import io.salver.serving.ModelReference;
import io.salver.serving.PinnedVersion;
import io.salver.serving.VersionPins;
import io.salver.task.TaskContext;
import io.salver.task.TaskModels;
import io.salver.task.TaskModels.Chosen;
import io.salver.task.TaskName;

/**
 * The versions that write the texts of one request, which stay loaded until it is closed.
 *
 * @param version the model that was asked for
 * @param decoder the model that writes: the same, or the one that it names
 * @param graph of the decoder
 */
record PinnedWriter(
    PinnedVersion version, GenerationPlan plan, PinnedVersion decoder, DecoderGraph graph)
    implements AutoCloseable {

  private static final String HOLDER = "generate";

  /**
   * Pins what a request needs. Where the version that was chosen is gone meanwhile, and was not
   * asked for by number, the next one is tried once.
   *
   * @throws NotFound when there is no such model or version
   * @throws NotReady when it, or the decoder that it names, is not ready
   * @throws InvalidInput when the model does not write
   */
  static PinnedWriter pin(
      TaskModels<GenerationPlan> models, VersionPins pins, TaskName task, TaskContext request) {
    try {
      return attempt(models, pins, task, request);
    } catch (NotFound | NotReady gone) {
      if (request.model().flatMap(ModelReference::version).isPresent()) {
        throw gone;
      }
      return attempt(models, pins, task, request);
    }
  }

  /** How many tokens the decoder knows. */
  int vocabulary() {
    return graph.vocabulary().orElseGet(() -> plan.writer().vocabulary().size());
  }

  /** Checks that a run may have so many rows. */
  void requireRows(int rows) {
    int most = decoder.description().spec().batching().maxRows();
    if (rows > most) {
      throw new InvalidInput(
          "%d texts side by side are over the maximum of %d rows of model '%s'"
              .formatted(rows, most, decoder.description().name()));
    }
  }

  @Override
  public void close() {
    version.close();
    decoder.close();
  }

  @SuppressWarnings("ReferenceEquality") // a reload brings another spec, also if it says the same
  private static PinnedWriter attempt(
      TaskModels<GenerationPlan> models, VersionPins pins, TaskName task, TaskContext request) {
    Chosen<GenerationPlan> chosen = models.choose(task, request);
    PinnedVersion version = pins.pin(chosen.pinned(), HOLDER);
    try {
      if (version.description().spec() != chosen.description().spec()) {
        throw new NotReady("model " + chosen.pinned() + " was loaded anew meanwhile");
      }
      return switch (chosen.plan()) {
        case GenerationPlan.Continue plan -> new PinnedWriter(version, plan, version, plan.graph());
        case GenerationPlan.Translate plan -> withDecoder(version, plan, pins);
      };
    } catch (RuntimeException | Error failure) {
      version.close();
      throw failure;
    }
  }

  private static PinnedWriter withDecoder(
      PinnedVersion version, GenerationPlan.Translate plan, VersionPins pins) {
    PinnedVersion decoder = decoder(plan, pins);
    try {
      DecoderGraph graph = graph(plan, decoder);
      return new PinnedWriter(version, plan, decoder, graph);
    } catch (RuntimeException | Error failure) {
      decoder.close();
      throw failure;
    }
  }

  private static PinnedVersion decoder(GenerationPlan.Translate plan, VersionPins pins) {
    try {
      return pins.pin(ModelReference.latest(plan.decoder()), HOLDER);
    } catch (NotFound | NotReady absent) {
      throw new NotReady(because(absent));
    }
  }

  private static DecoderGraph graph(GenerationPlan.Translate plan, PinnedVersion decoder) {
    DecoderGraph graph;
    try {
      graph = DecoderGraph.read(decoder.description().signature(), DecoderGraph.Names.OPTIMUM);
    } catch (BackendFailure unfit) {
      throw new BackendFailure(because(unfit));
    }
    if (!graph.attends()) {
      throw new BackendFailure(
          "the model that postprocess.decoder names takes no encoder_hidden_states");
    }
    if (plan.start() >= graph.vocabulary().orElse(Integer.MAX_VALUE)) {
      throw new BackendFailure(
          "postprocess.start is %d; the decoder has %d tokens"
              .formatted(plan.start(), graph.vocabulary().getAsInt()));
    }
    return graph;
  }

  private static String because(Fault fault) {
    return "the model that postprocess.decoder names: " + fault.explanation();
  }
}
