package io.salver.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplingTest {

  private static final List<String> REQUESTS =
      IntStream.range(0, 100_000).mapToObj(i -> "request-" + i).toList();

  @Test
  void nothingIsInTheShareOfNoneAndEverythingInThatOfAll() {
    assertThat(REQUESTS).noneMatch(request -> Sampling.includes(request, 0));
    assertThat(REQUESTS).allMatch(request -> Sampling.includes(request, 1));
  }

  @Test
  void shareIsWhatItSays() {
    for (double share : new double[] {.01, .1, .5, .9}) {
      double found =
          (double) REQUESTS.stream().filter(request -> Sampling.includes(request, share)).count()
              / REQUESTS.size();
      double deviation = Math.sqrt(share * (1 - share) / REQUESTS.size());
      assertThat(found).isCloseTo(share, within(5 * deviation));
    }
  }

  @Test
  void smallerShareIsPartOfTheGreater() {
    assertThat(REQUESTS)
        .filteredOn(request -> Sampling.includes(request, .2))
        .allMatch(request -> Sampling.includes(request, .3));
  }
}
