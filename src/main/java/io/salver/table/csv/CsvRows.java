package io.salver.table.csv;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.table.Column;
import io.salver.table.RowFormat;
import io.salver.table.RowLimits;
import io.salver.table.RowPieces;
import io.salver.table.Rows;
import io.salver.table.RowsBuilder;
import io.salver.tensor.TensorScope;
import java.io.ByteArrayOutputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;

/**
 * Rows as CSV (RFC 4180): a header that names the columns, then one record a row; fields in quotes
 * may hold commas, quotes and line breaks; an empty field is a missing cell. UTF-8, with a byte
 * order mark or without one. Thread-safe.
 */
public final class CsvRows implements RowFormat {

  private final RowLimits limits;
  private final CsvFactory factory;

  /** Reads no more than {@code limits}. */
  public CsvRows(RowLimits limits) {
    this.limits = limits;
    this.factory =
        CsvFactory.builder()
            .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxStringLength(limits.cell())
                    .maxDocumentLength(-1)
                    .build())
            .build();
  }

  @Override
  public String mediaType() {
    return "text/csv";
  }

  @Override
  public Rows read(ByteBuffer bytes, TensorScope scope) {
    try (CsvParser parser = parser(new BufferInput(bytes))) {
      CsvReading reading = new CsvReading(parser);
      RowsBuilder rows = RowsBuilder.literal(limits, scope);
      reading.header(rows);
      return reading.read(rows, Integer.MAX_VALUE);
    } catch (Fault fault) {
      throw fault;
    } catch (CharConversionException | JsonProcessingException malformed) {
      throw refusal(malformed);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /**
   * Reads a file from its beginning, blocking, in pieces of at most as many rows as the limits say.
   *
   * @throws InvalidInput when it has no header
   * @throws IOException when the file cannot be read
   */
  public RowPieces open(Path file) throws IOException {
    InputStream input = Files.newInputStream(file);
    try {
      return new CsvPieces(parser(input), limits);
    } catch (IOException unread) {
      input.close();
      throw unread;
    }
  }

  private CsvParser parser(InputStream input) throws IOException {
    CsvParser parser = factory.createParser(input);
    parser.setSchema(CsvSchema.emptySchema());
    return parser;
  }

  /** What is said of a document that is no CSV. */
  static InvalidInput refusal(IOException cause) {
    if (cause instanceof JsonProcessingException malformed) {
      return new InvalidInput(
          "the CSV is not well formed at line %d: %s"
              .formatted(
                  malformed.getLocation() == null ? 0 : malformed.getLocation().getLineNr(),
                  malformed.getOriginalMessage()));
    }
    return new InvalidInput("the CSV is not text in UTF-8: " + cause.getMessage());
  }

  @Override
  public byte[] write(Rows rows) {
    CsvSchema.Builder schema = CsvSchema.builder().setUseHeader(true).setLineSeparator("\r\n");
    rows.columns().forEach(column -> schema.addColumn(column.name()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (CsvGenerator generator = factory.createGenerator(out)) {
      generator.setSchema(schema.build());
      for (int row = 0; row < rows.count(); row++) {
        generator.writeStartArray();
        for (Column column : rows.columns()) {
          write(column, row, generator);
        }
        generator.writeEndArray();
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  private static void write(Column column, int row, JsonGenerator generator) throws IOException {
    switch (column.kind(row)) {
      case ABSENT -> generator.writeString("");
      case WHOLE -> generator.writeNumber(column.whole(row));
      case REAL -> generator.writeNumber(column.number(row));
      case FLAG -> generator.writeBoolean(column.whole(row) != 0);
      case MOMENT -> generator.writeString(Instant.ofEpochSecond(column.whole(row)).toString());
      case TEXT, OTHER -> generator.writeString(column.text(row));
      case BYTES -> {
        byte[] bytes = new byte[column.bytes(row).remaining()];
        column.bytes(row).duplicate().get(bytes);
        generator.writeString(Base64.getEncoder().encodeToString(bytes));
      }
    }
  }
}
