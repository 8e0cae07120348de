package dev.customerintelligence.examples.quickstart;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** Opens orders as text: plain or gzip, UTF-8, with or without a byte order mark. */
final class OrderText {
  private static final int BUFFER = 1 << 16;
  private static final int GZIP_MAGIC = 0x1f8b;
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final String SMALL_SHOP = "small-shop.csv";

  private OrderText() {}

  static Reader ofFile(Path file) throws IOException {
    InputStream bytes = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    try {
      return withoutMark(utf8(unzipped(bytes)));
    } catch (IOException e) {
      bytes.close();
      throw e;
    }
  }

  static Reader ofSmallShop() throws IOException {
    return withoutMark(
        utf8(Objects.requireNonNull(OrderText.class.getResourceAsStream(SMALL_SHOP), SMALL_SHOP)));
  }

  private static InputStream unzipped(InputStream bytes) throws IOException {
    bytes.mark(2);
    int magic = bytes.read() << Byte.SIZE | bytes.read();
    bytes.reset();
    return magic == GZIP_MAGIC ? new GZIPInputStream(bytes, BUFFER) : bytes;
  }

  private static BufferedReader utf8(InputStream bytes) {
    return new BufferedReader(
        new InputStreamReader(
            bytes,
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)),
        BUFFER);
  }

  private static Reader withoutMark(BufferedReader text) throws IOException {
    text.mark(1);
    if (text.read() != BYTE_ORDER_MARK) {
      text.reset();
    }
    return text;
  }
}
