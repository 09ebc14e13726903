package io.salver.sound.codec;

import io.salver.sound.SoundDecoder;
import java.util.List;

/** The decoders of compressed sounds. */
public final class SoundCodecs {

  private SoundCodecs() {}

  /** All of them. */
  public static List<SoundDecoder> all() {
    return List.of(new FlacSoundDecoder(), new Mp3SoundDecoder(), new VorbisSoundDecoder());
  }
}
