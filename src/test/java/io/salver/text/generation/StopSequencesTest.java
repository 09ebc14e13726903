package io.salver.text.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class StopSequencesTest {

  @Test
  void what_could_begin_a_stop_sequence_is_held_back_until_it_does_not() {
    StopSequences.Scan scan = new StopSequences(List.of("\n\n")).scan();

    assertThat(scan.add("one\n")).isEqualTo("one");
    assertThat(scan.add("two")).isEqualTo("\ntwo");
    assertThat(scan.add("\n")).isEmpty();
    assertThat(scan.add("\nthree")).isEmpty();
    assertThat(scan.isStopped()).isTrue();
    assertThat(scan.add("four")).isEmpty();
    assertThat(scan.finish()).isEmpty();
  }

  @Test
  void what_was_held_back_is_shown_at_the_end() {
    StopSequences.Scan scan = new StopSequences(List.of("STOP")).scan();

    assertThat(scan.add("a STO")).isEqualTo("a ");
    assertThat(scan.finish()).isEqualTo("STO");
    assertThat(scan.isStopped()).isFalse();
  }

  @Test
  void the_first_of_several_ends_the_text() {
    StopSequences.Scan scan = new StopSequences(List.of("later", "now", "o")).scan();

    assertThat(scan.add("and now or later")).isEqualTo("and ");
  }

  @Property(seed = "1")
  void pieces_show_what_the_whole_would(
      @ForAll("texts") List<String> pieces, @ForAll("stops") List<String> stops) {
    StopSequences.Scan scan = new StopSequences(stops).scan();
    StringBuilder shown = new StringBuilder();
    pieces.forEach(piece -> shown.append(scan.add(piece)));
    shown.append(scan.finish());

    String whole = String.join("", pieces);
    int end =
        stops.stream().mapToInt(whole::indexOf).filter(at -> at >= 0).min().orElse(whole.length());
    // A longer sequence that begins earlier may still be arriving when a shorter one is whole.
    assertThat(whole).startsWith(shown.toString());
    if (stops.size() == 1) {
      assertThat(shown.toString()).isEqualTo(whole.substring(0, end));
    } else {
      assertThat(stops).noneMatch(shown.toString()::contains);
      assertThat(scan.isStopped()).isEqualTo(end < whole.length());
    }
  }

  @Provide
  Arbitrary<List<String>> texts() {
    return Arbitraries.strings().withChars("ab").ofMaxLength(4).list().ofMaxSize(12);
  }

  @Provide
  Arbitrary<List<String>> stops() {
    return Arbitraries.strings()
        .withChars("ab")
        .ofMinLength(1)
        .ofMaxLength(5)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3);
  }
}
