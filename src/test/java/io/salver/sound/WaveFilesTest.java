package io.salver.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.salver.fault.InvalidInput;
import io.salver.fault.TooLarge;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WaveFilesTest {

  private static final float[] SOUND = {0, 0.5f, -0.5f, 0.25f};

  private final DirectMemoryPool pool = new DirectMemoryPool(0);
  private final SoundFiles files =
      new SoundFiles(List.of(), new Resamplers(), Duration.ofSeconds(2));

  @Test
  void what_is_written_is_read() {
    assertThat(read(WaveWriter.write(SOUND, 8_000))).containsExactly(SOUND);
    assertThat(read(WaveWriter.write(new float[] {2, -2}, 8_000)))
        .containsExactly(32_767 / 32_768f, -1);
  }

  @Test
  void a_stream_of_unknown_length_goes_on_to_the_end() {
    ByteBuffer samples = ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN);
    WaveWriter.pcm(SOUND, 0, 4, samples);
    byte[] file = concat(WaveWriter.streamHead(8_000), samples.array());
    assertThat(read(file)).containsExactly(SOUND);
    ByteBuffer zeros = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    zeros.putInt(4, 0).putInt(40, 0);
    assertThat(read(file)).containsExactly(SOUND);
  }

  @Test
  void chunks_that_are_not_known_are_passed_over_also_odd_ones() {
    byte[] plain = WaveWriter.write(SOUND, 8_000);
    ByteBuffer file = ByteBuffer.allocate(plain.length + 12).order(ByteOrder.LITTLE_ENDIAN);
    file.put(plain, 0, 36).put(ascii("LIST")).putInt(3).put(new byte[4]);
    file.put(plain, 36, plain.length - 36);
    assertThat(read(file.array())).containsExactly(SOUND);
  }

  @ParameterizedTest
  @CsvSource({
    "6, 0xD5, 0.000244",
    "6, 0x2A, 0.984375",
    "6, 0xAA, 0.984375",
    "7, 0x80, 0.980347",
    "7, 0xFF, 0",
    "7, 0x00, -0.980347"
  })
  void telephony_is_expanded(int kind, String code, float expected) {
    byte[] file = eightBits(kind, (byte) Integer.decode(code).intValue());
    assertThat(Math.abs(read(file)[0])).isEqualTo(Math.abs(expected), within(1e-5f));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "22 | 0     | has 0 channels; 1 to 8 are read",
        "22 | 9     | has frames of 2 bytes; 9 channels of 16 bits take 18",
        "24 | 0     | has 0 samples a second; 1000 to 384000 are read",
        "24 | 900   | has 900 samples a second; 1000 to 384000 are read",
        "34 | 12    | has frames of 2 bytes",
        "34 | 64    | has samples of 64 bits in encoding 0x0001",
        "20 | 85    | has samples of 16 bits in encoding 0x0055",
        "40 | 9     | is truncated: it says that 9 bytes of samples follow, and 8 do",
        "16 | 4     | has a chunk 'fmt ' of 4 bytes"
      })
  void a_head_that_cannot_be_is_refused(int at, short value, String message) {
    byte[] file = WaveWriter.write(SOUND, 8_000);
    ByteBuffer head = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putShort(at, value);
    if (at == 24) {
      head.putShort(26, (short) 0);
    }
    boolean acceptable = at == 34 && value == 12;
    if (acceptable) {
      assertThat(read(file)).hasSize(4);
      return;
    }
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> read(file))
        .withMessageStartingWith("the WAV sound " + message);
  }

  @Test
  void a_sound_that_is_too_long_is_refused_by_its_head() {
    assertThatExceptionOfType(TooLarge.class)
        .isThrownBy(() -> read(WaveWriter.write(new float[16_001], 8_000)))
        .withMessage("the sound lasts 2.000 s; at most 2.000 s are read");
  }

  @Test
  void no_sound_at_all_is_refused() {
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> read(new byte[0]))
        .withMessage("expected a sound as WAV, got an empty file");
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> read(ascii("hello")))
        .withMessage("expected a sound as WAV, got 5 bytes that begin with 68 65 6c 6c 6f");
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> read(WaveWriter.write(new float[0], 8_000)))
        .withMessage("the WAV sound holds no samples");
  }

  private float[] read(byte[] file) {
    try (TensorScope scope = pool.open()) {
      return files.read(ByteBuffer.wrap(file), 8_000, scope, () -> {}).samples();
    } finally {
      assertThat(pool.leasedBytes()).isZero();
    }
  }

  private static byte[] eightBits(int kind, byte code) {
    ByteBuffer file = ByteBuffer.allocate(46).order(ByteOrder.LITTLE_ENDIAN);
    file.put(ascii("RIFF")).putInt(38).put(ascii("WAVEfmt ")).putInt(16);
    file.putShort((short) kind).putShort((short) 1).putInt(8_000).putInt(8_000);
    file.putShort((short) 1).putShort((short) 8);
    return file.put(ascii("data")).putInt(1).put(code).array();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
