package io.salver.monitor.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.BackendFailure;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What is read of a parcel is what was written. */
final class ParcelProperties {

  private record Named(String name) {}

  @Property(tries = 500, seed = "1")
  void what_is_read_is_what_was_written(
      @ForAll @Size(max = 20) List<Long> numbers,
      @ForAll @Size(max = 20) List<Double> reals,
      @ForAll Instant moment) {
    List<String> words = numbers.stream().map(number -> "w\u00f6rd " + number % 3).toList();
    ParcelWriter writer = new ParcelWriter();
    numbers.forEach(writer::whole);
    reals.forEach(writer::real);
    words.forEach(writer::text);
    words.forEach(writer::word);
    writer.moment(moment);
    words.forEach(word -> writer.shared(new Named(word), each -> writer.word(each.name())));
    ParcelReader reader = new ParcelReader(writer.content());
    numbers.forEach(number -> assertThat(reader.whole()).isEqualTo(number));
    reals.forEach(real -> assertThat(reader.real()).isEqualTo(real));
    words.forEach(word -> assertThat(reader.text()).isEqualTo(word));
    words.forEach(word -> assertThat(reader.word()).isEqualTo(word));
    assertThat(reader.moment()).isEqualTo(moment);
    words.forEach(
        word ->
            assertThat(reader.shared(Named.class, () -> new Named(reader.word())))
                .isEqualTo(new Named(word)));
    assertThatThrownBy(reader::whole).isInstanceOf(BackendFailure.class);
  }

  @Property(tries = 500, seed = "1")
  void what_is_cut_off_or_garbled_is_a_failure_that_is_told(
      @ForAll @Size(max = 40) byte[] content, @ForAll @IntRange(max = 5) int kind) {
    ParcelReader reader = new ParcelReader(content);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i <= content.length; i++) { // each takes a byte at least
                Object _ =
                    switch (kind) {
                      case 0 -> reader.whole();
                      case 1 -> reader.count();
                      case 2 -> reader.text();
                      case 3 -> reader.moment();
                      case 4 -> reader.word();
                      default -> reader.constant(Parcel.Kind.class);
                    };
              }
            })
        .isInstanceOf(BackendFailure.class);
  }
}
