package io.salver.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.api.SampleStatistics;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StatisticsDocumentTest {

  @Test
  void statistics_are_written_as_triton_writes_them_with_numbers_as_numbers() {
    assertThat(StatisticsDocument.of(List.of(SampleStatistics.of("m"))).encode())
        .isEqualTo(
            ("{'model_stats':[{'name':'m','version':'3','last_inference':1700000000123,"
                    + "'inference_count':40,'execution_count':20,'inference_stats':{"
                    + "'success':{'count':1,'ns':11},'fail':{'count':2,'ns':12},"
                    + "'queue':{'count':3,'ns':13},'compute_input':{'count':4,'ns':14},"
                    + "'compute_infer':{'count':5,'ns':15},'compute_output':{'count':6,'ns':16},"
                    + "'cache_hit':{'count':7,'ns':17},'cache_miss':{'count':8,'ns':18}},"
                    + "'batch_stats':[{'batch_size':2,'compute_input':{'count':20,'ns':21},"
                    + "'compute_infer':{'count':20,'ns':22},"
                    + "'compute_output':{'count':20,'ns':23}}]}]}")
                .replace('\'', '"'));
  }
}
