package io.salver.sound.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.fault.InvalidInput;
import io.salver.fault.TooLarge;
import io.salver.sound.Resamplers;
import io.salver.sound.SoundFiles;
import io.salver.sound.Waveform;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes is a sound, or a clear refusal that leaves no memory behind. */
@Timeout(300)
final class HostileSoundsTest {

  private static final Path FOLDER = Path.of("src/test/resources/speech");
  private static final int MUTATIONS = 400;

  private final DirectMemoryPool pool = new DirectMemoryPool(1 << 26, 0);
  private final SoundFiles files =
      new SoundFiles(SoundCodecs.all(), new Resamplers(), Duration.ofSeconds(30));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "short-16k-16bit-mono.wav",
        "voice-16k-16bit.flac",
        "voice-22k05-mono.mp3",
        "voice-22k05-mono.ogg"
      })
  void a_truncated_file_is_refused_wherever_it_ends(String name) throws IOException {
    byte[] whole = Files.readAllBytes(FOLDER.resolve(name));
    int step = whole.length > 1000 ? 7 : 1;
    for (int length = 0; length < whole.length; length += step) {
      byte[] part = Arrays.copyOf(whole, length);
      // Where an MP3 ends between two frames, it is a shorter one.
      if (isSound(part)) {
        assertThat(name).endsWith(".mp3");
      }
    }
    assertThat(isSound(whole)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "short-16k-16bit-mono.wav", "chirp-48k-float-stereo.wav", "voice-16k-16bit.flac",
        "chirp-44k1-24bit-stereo.flac", "voice-22k05-mono.mp3", "voice-22k05-mono.ogg"
      })
  void a_mutated_file_is_a_sound_or_refused(String name) throws IOException {
    byte[] whole = Files.readAllBytes(FOLDER.resolve(name));
    Random random = new Random(name.hashCode());
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] mutated = whole.clone();
      int area = i % 2 == 0 ? mutated.length : Math.min(mutated.length, 200);
      for (int change = 0; change <= random.nextInt(8); change++) {
        mutated[random.nextInt(area)] = (byte) random.nextInt(256);
      }
      refused += isSound(mutated) ? 0 : 1;
    }
    assertThat(refused).isPositive();
  }

  @Test
  void a_file_is_known_by_its_content() throws IOException {
    byte[] tagged =
        ByteBuffer.allocate(20 + 7767)
            .put(new byte[] {'I', 'D', '3', 4, 0, 0, 0, 0, 0, 10})
            .put(new byte[10])
            .put(Files.readAllBytes(FOLDER.resolve("voice-16k-16bit.flac")))
            .array();
    assertThat(isSound(tagged)).isTrue();
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> read(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 1, 2}))
        .withMessage("expected a sound as WAV, FLAC, MP3, OGG Vorbis, got a JPEG picture");
  }

  @Test
  void a_sound_that_is_longer_than_its_head_could_say_stops_where_it_may_not_go_on()
      throws IOException {
    byte[] flac = Files.readAllBytes(FOLDER.resolve("voice-16k-16bit.flac"));
    SoundFiles strict = new SoundFiles(SoundCodecs.all(), new Resamplers(), Duration.ofMillis(300));
    // The samples of the head: unknown.
    for (int i = 21; i < 26; i++) {
      flac[i] = (byte) (i == 21 ? flac[i] & 0xF0 : 0);
    }
    try (TensorScope scope = pool.open()) {
      assertThatExceptionOfType(TooLarge.class)
          .isThrownBy(() -> strict.read(ByteBuffer.wrap(flac), 16_000, scope, () -> {}))
          .withMessage("the sound lasts longer than it may; at most 0.300 s are read");
    }
  }

  private boolean isSound(byte[] file) {
    try {
      Waveform sound = read(file);
      assertThat(sound.samples()).isNotEmpty();
      return true;
    } catch (InvalidInput | TooLarge refused) {
      assertThat(refused.explanation()).isNotBlank();
      return false;
    }
  }

  private Waveform read(byte[] file) {
    try (TensorScope scope = pool.open()) {
      return files.read(ByteBuffer.wrap(file), 16_000, scope, () -> {});
    } finally {
      assertThat(pool.leasedBytes()).isZero();
    }
  }
}
