package io.salver.repository.triton;

import triton.ModelConfig;
import triton.ModelInput;

/** What a configuration may ask for that would be answered otherwise here, so not at all. */
final class Refused {

  private Refused() {}

  static void check(ModelConfig config) {
    refuse(
        config.hasEnsembleScheduling(),
        "ensemble_scheduling: ensembles are not served; let the client call the models, or use a typed task");
    refuse(
        config.hasSequenceBatching(),
        "sequence_batching: sequences that keep state between requests are not served");
    refuse(
        config.getModelTransactionPolicy().getDecoupled(),
        "model_transaction_policy.decoupled: a request has exactly one answer here");
    refuse(
        config.getBatchInputCount() + config.getBatchOutputCount() > 0,
        "batch_input and batch_output are not served");
    refuse(
        config.getInputList().stream().anyMatch(ModelInput::getAllowRaggedBatch),
        "allow_ragged_batch: requests are joined only where their rows have the same shape");
    refuse(
        config.getModelOperations().getOpLibraryFilenameCount() > 0,
        "model_operations: libraries of custom operations are not loaded");
    refuse(
        config.getModelRepositoryAgents().getAgentsCount() > 0,
        "model_repository_agents are not run; SHA256SUMS holds digests here");
    refuse(
        config.getMaxBatchSize() < 0,
        "max_batch_size must be 0 or more, not " + config.getMaxBatchSize());
  }

  private static void refuse(boolean asked, String reason) {
    if (asked) {
      throw new TritonProblem(reason);
    }
  }
}
