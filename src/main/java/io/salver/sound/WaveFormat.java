package io.salver.sound;

import io.salver.fault.InvalidInput;
import java.nio.ByteBuffer;

/**
 * What the chunk {@code fmt} of a WAV file says. Immutable.
 *
 * @param sampleRate frames a second, unchecked
 * @param channels at least 1
 */
record WaveFormat(Encoding encoding, long sampleRate, int channels) {

  private static final int INTEGER = 1;
  private static final int FLOAT = 3;
  private static final int A_LAW = 6;
  private static final int MU_LAW = 7;
  private static final int EXTENSIBLE = 0xFFFE;
  private static final int PLAIN_SIZE = 16;
  private static final int EXTENSIBLE_SIZE = 40;

  /** Most channels that a reader makes room for; fewer are read. */
  private static final int MOST_CHANNELS = 255;

  /** Bytes of one sample of every channel. */
  int frameBytes() {
    return encoding.bytes() * channels;
  }

  /** Reads the chunk of {@code size} bytes at {@code at}. */
  static WaveFormat read(ByteBuffer file, int at, int size) {
    if (size < PLAIN_SIZE) {
      throw new InvalidInput("has a chunk 'fmt ' of %d bytes; expected 16 or more".formatted(size));
    }
    int kind = unsigned(file, at);
    int channels = unsigned(file, at + 2);
    long sampleRate = Integer.toUnsignedLong(file.getInt(at + 4));
    int frameBytes = unsigned(file, at + 12);
    int bits = unsigned(file, at + 14);
    if (kind == EXTENSIBLE) {
      if (size < EXTENSIBLE_SIZE) {
        throw new InvalidInput(
            "has an extensible format of %d bytes; expected 40 or more".formatted(size));
      }
      kind = unsigned(file, at + 24);
    }
    if (channels < 1 || channels > MOST_CHANNELS) {
      throw new InvalidInput("has %d channels; 1 to 8 are read".formatted(channels));
    }
    Encoding encoding = encoding(kind, bits);
    if (frameBytes != encoding.bytes() * channels) {
      throw new InvalidInput(
          "has frames of %d bytes; %d channels of %d bits take %d"
              .formatted(frameBytes, channels, bits, encoding.bytes() * channels));
    }
    return new WaveFormat(encoding, sampleRate, channels);
  }

  private static Encoding encoding(int kind, int bits) {
    int bytes = Math.ceilDiv(bits, Byte.SIZE);
    if (kind == INTEGER && bytes >= 1 && bytes <= 4) {
      return switch (bytes) {
        case 1 -> Encoding.UNSIGNED_8;
        case 2 -> Encoding.SIGNED_16;
        case 3 -> Encoding.SIGNED_24;
        default -> Encoding.SIGNED_32;
      };
    }
    if (kind == FLOAT && (bits == Float.SIZE || bits == Double.SIZE)) {
      return bits == Float.SIZE ? Encoding.FLOAT_32 : Encoding.FLOAT_64;
    }
    if ((kind == A_LAW || kind == MU_LAW) && bits == Byte.SIZE) {
      return kind == A_LAW ? Encoding.A_LAW : Encoding.MU_LAW;
    }
    throw new InvalidInput(
        "has samples of %d bits in encoding 0x%04X; integers of 8, 16, 24 and 32 bits, floats of 32"
                .formatted(bits, kind)
            + " and 64, A-law and mu-law are read");
  }

  private static int unsigned(ByteBuffer file, int at) {
    return Short.toUnsignedInt(file.getShort(at));
  }

  /** How samples are written; integers are fractions of 2^(bits - 1). */
  enum Encoding {
    UNSIGNED_8(1) {
      @Override
      float sample(ByteBuffer file, int at) {
        return (Byte.toUnsignedInt(file.get(at)) - 128) / 128f;
      }
    },
    SIGNED_16(2) {
      @Override
      float sample(ByteBuffer file, int at) {
        return file.getShort(at) / 32_768f;
      }
    },
    SIGNED_24(3) {
      @Override
      float sample(ByteBuffer file, int at) {
        int low = Short.toUnsignedInt(file.getShort(at));
        return (low | file.get(at + 2) << 16) / 8_388_608f;
      }
    },
    SIGNED_32(4) {
      @Override
      float sample(ByteBuffer file, int at) {
        return (float) (file.getInt(at) / 2_147_483_648d);
      }
    },
    FLOAT_32(4) {
      @Override
      float sample(ByteBuffer file, int at) {
        return file.getFloat(at);
      }
    },
    FLOAT_64(8) {
      @Override
      float sample(ByteBuffer file, int at) {
        return (float) file.getDouble(at);
      }
    },
    A_LAW(1) {
      @Override
      float sample(ByteBuffer file, int at) {
        return Companding.aLaw(file.get(at)) / 32_768f;
      }
    },
    MU_LAW(1) {
      @Override
      float sample(ByteBuffer file, int at) {
        return Companding.muLaw(file.get(at)) / 32_768f;
      }
    };

    private final int bytes;

    Encoding(int bytes) {
      this.bytes = bytes;
    }

    /** Bytes of one sample. */
    int bytes() {
      return bytes;
    }

    abstract float sample(ByteBuffer file, int at);
  }
}
