package io.salver.api.catalogue;

import io.salver.fault.InvalidInput;
import io.salver.fault.TooLarge;
import io.salver.recommend.catalogue.Image;
import java.util.HexFormat;
import java.util.Optional;

/** Tells pictures by their first bytes; whether one can be decoded is found out by whoever does. */
public final class Images {

  private static final byte[] PNG = HexFormat.of().parseHex("89504e470d0a1a0a");
  private static final byte[] JPEG = HexFormat.of().parseHex("ffd8ff");

  private Images() {}

  /** Its media type; absent for what is neither PNG nor JPEG. */
  public static Optional<String> mediaType(Image image) {
    if (startsWith(image.bytes(), PNG)) {
      return Optional.of("image/png");
    }
    return startsWith(image.bytes(), JPEG) ? Optional.of("image/jpeg") : Optional.empty();
  }

  /** The picture of these bytes, which must not change afterwards. */
  static Image checked(String field, byte[] bytes) {
    if (bytes.length > Image.MAX_BYTES) {
      throw new TooLarge(
          field + " takes at most " + Image.MAX_BYTES + " bytes, received " + bytes.length);
    }
    Image image = new Image(bytes);
    if (mediaType(image).isEmpty()) {
      throw new InvalidInput(
          field
              + " expects a PNG or JPEG file, received "
              + bytes.length
              + " bytes that begin with neither's signature");
    }
    return image;
  }

  private static boolean startsWith(byte[] bytes, byte[] signature) {
    for (int i = 0; i < signature.length; i++) {
      if (i >= bytes.length || bytes[i] != signature[i]) {
        return false;
      }
    }
    return true;
  }
}
