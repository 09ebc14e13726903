package io.salver.image;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.ServiceLoader;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * ImageIO's readers by format: those of TwelveMonkeys for JPEG and WebP, the JDK's own for the
 * rest. ImageIO itself would look for them with the class loader of whatever thread came first;
 * they are looked for here with the loader of this class. Immutable; thread-safe.
 */
final class ImageReaders {

  private static final String JDK = "com.sun.imageio.";

  private final Map<PictureFormat, ImageReaderSpi> byFormat = new EnumMap<>(PictureFormat.class);

  /** Looks for readers of all formats; one that is missing is an error of the installation. */
  ImageReaders() {
    IIORegistry registry = IIORegistry.getDefaultInstance();
    Iterator<ImageReaderSpi> known = registry.getServiceProviders(ImageReaderSpi.class, false);
    known.forEachRemaining(
        spi -> {
          if (spi.getClass().getName().startsWith(JDK)) {
            put(spi);
          }
        });
    for (ImageReaderSpi spi :
        ServiceLoader.load(ImageReaderSpi.class, ImageReaders.class.getClassLoader())) {
      if (Arrays.stream(PictureFormat.values()).anyMatch(each -> reads(spi, each))) {
        registry.registerServiceProvider(spi, ImageReaderSpi.class);
        put(spi);
      }
    }
    for (PictureFormat format : PictureFormat.values()) {
      if (!byFormat.containsKey(format)) {
        throw new IllegalStateException("no reader of " + format.text() + " is installed");
      }
    }
  }

  /** A new reader; the caller disposes of it. */
  ImageReader open(PictureFormat format) throws IOException {
    ImageReaderSpi spi = byFormat.get(format);
    if (spi == null) {
      throw new IllegalStateException("no reader of " + format.text());
    }
    return spi.createReaderInstance();
  }

  private void put(ImageReaderSpi spi) {
    for (PictureFormat format : PictureFormat.values()) {
      if (reads(spi, format)) {
        byFormat.put(format, spi);
      }
    }
  }

  private static boolean reads(ImageReaderSpi spi, PictureFormat format) {
    return Arrays.stream(spi.getFormatNames()).anyMatch(format.text()::equalsIgnoreCase);
  }
}
