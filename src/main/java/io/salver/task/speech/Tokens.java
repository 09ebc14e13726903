package io.salver.task.speech;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tokens of a decoder. Those that stand between {@code <|} and {@code |>} are not written.
 * Immutable.
 *
 * @param tokens by their number
 * @param bytes whether each character of a token stands for a byte, as GPT-2's do (Radford et al.,
 *     2019); else {@code ▁} stands for a space (Kudo and Richardson, 2018)
 */
record Tokens(List<String> tokens, boolean bytes) {

  private static final Map<Integer, Integer> BYTE_BY_CHARACTER = byteByCharacter();

  Tokens {
    tokens = List.copyOf(tokens);
  }

  int size() {
    return tokens.size();
  }

  /** The text of tokens; bytes that are no UTF-8 become replacement characters. */
  String text(List<Integer> ids) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int id : ids) {
      String token = tokens.get(id);
      if (!(token.startsWith("<|") && token.endsWith("|>")) && !Vocabulary.isSilent(token)) {
        text.writeBytes(bytes(token));
      }
    }
    return text.toString(StandardCharsets.UTF_8).strip();
  }

  private byte[] bytes(String token) {
    if (!bytes) {
      return token.replace('▁', ' ').getBytes(StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    token
        .codePoints()
        .forEach(
            character -> {
              Integer value = BYTE_BY_CHARACTER.get(character);
              if (value == null) {
                result.writeBytes(Character.toString(character).getBytes(StandardCharsets.UTF_8));
              } else {
                result.write(value);
              }
            });
    return result.toByteArray();
  }

  /** Printable characters of Latin-1 stand for themselves, the others for those from 256 on. */
  private static Map<Integer, Integer> byteByCharacter() {
    Map<Integer, Integer> map = new HashMap<>();
    int shifted = 256;
    for (int value = 0; value < 256; value++) {
      boolean plain =
          (value >= '!' && value <= '~')
              || (value >= 0xA1 && value <= 0xAC)
              || (value >= 0xAE && value <= 0xFF);
      map.put(plain ? value : shifted++, value);
    }
    return Map.copyOf(map);
  }
}
