package io.salver.monitor.log;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Counts what files of the log hold. */
final class LogFiles {

  private LogFiles() {}

  static long lines(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (file.toString().endsWith(".gz")) {
      try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
        bytes = plain.readAllBytes();
      }
    }
    long lines = 0;
    for (byte each : bytes) {
      if (each == '\n') {
        lines++;
      }
    }
    return lines;
  }

  static long rows(Path file) throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file))) {
      return reader.getFileMetaData().numRows();
    }
  }
}
