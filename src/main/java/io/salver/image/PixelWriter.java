package io.salver.image;

import io.salver.tensor.DataType;
import java.nio.ByteBuffer;

/**
 * Writes pixels into the memory of a tensor.
 *
 * @param dataType UINT8, which takes the samples as they are, FP32 or FP16
 * @param isChannelsFirst whether all samples of one channel come before those of the next
 * @param table what samples become; not used by UINT8
 */
public record PixelWriter(DataType dataType, boolean isChannelsFirst, SampleTable table) {

  /** Whether tensors of that datatype can be written. */
  public static boolean writes(DataType dataType) {
    return dataType == DataType.UINT8 || dataType == DataType.FP32 || dataType == DataType.FP16;
  }

  /** Writes the picture into {@code row}, which is little-endian and exactly as large. */
  public void write(Picture picture, ByteBuffer row) {
    int channels = picture.channels();
    int count = picture.width() * picture.height();
    if (row.remaining() != (long) count * channels * dataType.size()) {
      throw new IllegalArgumentException(
          "%d x %d pixels do not fill %d bytes"
              .formatted(picture.width(), picture.height(), row.remaining()));
    }
    for (int channel = 0; channel < channels; channel++) {
      int start = isChannelsFirst ? channel * count : channel;
      int step = isChannelsFirst ? 1 : channels;
      switch (dataType) {
        case UINT8 -> bytes(picture, channel, row, start, step);
        case FP16 -> halves(picture, channel, row, start, step);
        default -> floats(picture, channel, row, start, step);
      }
    }
  }

  private static void bytes(Picture picture, int channel, ByteBuffer row, int start, int step) {
    byte[] pixels = picture.pixels();
    int at = row.position() + start;
    for (int i = channel; i < pixels.length; i += picture.channels(), at += step) {
      row.put(at, pixels[i]);
    }
  }

  private void halves(Picture picture, int channel, ByteBuffer row, int start, int step) {
    byte[] pixels = picture.pixels();
    float[] values = table.channel(channel);
    short[] halves = new short[values.length];
    for (int value = 0; value < values.length; value++) {
      halves[value] = Float.floatToFloat16(values[value]);
    }
    int at = row.position() + start * Short.BYTES;
    for (int i = channel; i < pixels.length; i += picture.channels(), at += step * Short.BYTES) {
      row.putShort(at, halves[pixels[i] & 0xFF]);
    }
  }

  private void floats(Picture picture, int channel, ByteBuffer row, int start, int step) {
    byte[] pixels = picture.pixels();
    float[] values = table.channel(channel);
    int at = row.position() + start * Float.BYTES;
    for (int i = channel; i < pixels.length; i += picture.channels(), at += step * Float.BYTES) {
      row.putFloat(at, values[pixels[i] & 0xFF]);
    }
  }
}
