package io.salver.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import inference.InferStatistics;
import inference.ModelStatistics;
import io.salver.api.SampleStatistics;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StatisticsMessagesTest {

  @Test
  void every_number_has_its_field() {
    ModelStatistics model =
        StatisticsMessages.of(List.of(SampleStatistics.of("m"))).getModelStats(0);
    InferStatistics spans = model.getInferenceStats();

    assertThat(model.getName()).isEqualTo("m");
    assertThat(model.getVersion()).isEqualTo("3");
    assertThat(model.getLastInference()).isEqualTo(1_700_000_000_123L);
    assertThat(model.getInferenceCount()).isEqualTo(40);
    assertThat(model.getExecutionCount()).isEqualTo(20);
    assertThat(
            List.of(
                spans.getSuccess().getNs(),
                spans.getFail().getNs(),
                spans.getQueue().getNs(),
                spans.getComputeInput().getNs(),
                spans.getComputeInfer().getNs(),
                spans.getComputeOutput().getNs(),
                spans.getCacheHit().getNs(),
                spans.getCacheMiss().getNs()))
        .containsExactly(11L, 12L, 13L, 14L, 15L, 16L, 17L, 18L);
    assertThat(spans.getCacheMiss().getCount()).isEqualTo(8);
    assertThat(model.getBatchStats(0).getBatchSize()).isEqualTo(2);
    assertThat(model.getBatchStats(0).getComputeOutput().getNs()).isEqualTo(23);
  }

  @Test
  void the_field_numbers_are_those_of_triton() {
    assertThat(InferStatistics.CACHE_MISS_FIELD_NUMBER).isEqualTo(8);
    assertThat(ModelStatistics.BATCH_STATS_FIELD_NUMBER).isEqualTo(7);
    assertThat(inference.ModelConfig.BACKEND_FIELD_NUMBER).isEqualTo(17);
    assertThat(inference.ModelConfig.DYNAMIC_BATCHING_FIELD_NUMBER).isEqualTo(11);
    assertThat(inference.ModelInput.DIMS_FIELD_NUMBER).isEqualTo(4);
    assertThat(inference.ModelOutput.DIMS_FIELD_NUMBER).isEqualTo(3);
    assertThat(inference.ModelInstanceGroup.KIND_FIELD_NUMBER).isEqualTo(4);
  }
}
