package io.salver.task.tabular;

import io.salver.table.RowSource;
import io.salver.task.TaskContext;
import java.util.Optional;

/**
 * Rows to be answered.
 *
 * @param rows read on a thread of the task, charged to the context's scope
 * @param partial whether rows that can be read are answered although others cannot; else the whole
 *     request is refused
 * @param explain whether and how each answer is explained
 * @param abstain in place of the model's own rule
 */
public record PredictRequest(
    TaskContext context,
    RowSource rows,
    boolean partial,
    Optional<Explain> explain,
    Optional<Abstain> abstain) {}
