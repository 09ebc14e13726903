package io.salver.sound.codec;

import com.jcraft.jogg.Packet;
import com.jcraft.jogg.Page;
import com.jcraft.jogg.StreamState;
import com.jcraft.jogg.SyncState;
import com.jcraft.jorbis.Block;
import com.jcraft.jorbis.Comment;
import com.jcraft.jorbis.DspState;
import com.jcraft.jorbis.Info;
import io.salver.fault.InvalidInput;
import io.salver.sound.SoundDecoder;
import io.salver.sound.SoundSink;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** Reads Vorbis in OGG (Vorbis I specification; RFC 3533), one logical stream. Thread-safe. */
final class VorbisSoundDecoder implements SoundDecoder {

  private static final String PAGE = "OggS";
  private static final String IDENTIFICATION = "\u0001vorbis";
  private static final int FIRST_PACKET = 28;
  private static final int MARK = 7;

  @Override
  public String format() {
    return "OGG Vorbis";
  }

  @Override
  public boolean recognises(ByteBuffer file) {
    return text(file, 0, 4).equals(PAGE) && text(file, FIRST_PACKET, MARK).equals(IDENTIFICATION);
  }

  @Override
  public void decode(ByteBuffer file, SoundSink sink) throws IOException {
    Packets packets = new Packets(file);
    Info info = new Info();
    info.init();
    Comment comment = new Comment();
    comment.init();
    header(info, comment, packets.next());
    sink.begin(Integer.toUnsignedLong(info.rate), info.channels, OptionalLong.empty());
    packets.next(); // comments, which say how much memory they want
    header(info, comment, noComments());
    Packet setup = packets.next();
    VorbisSetup.check(
        new BitReader(setup.packet_base, setup.packet + MARK, setup.packet + setup.bytes));
    header(info, comment, setup);
    sound(info, packets, sink);
  }

  private static void sound(Info info, Packets packets, SoundSink sink) throws IOException {
    DspState state = new DspState();
    if (state.synthesis_init(info) != 0) {
      throw new InvalidInput("is damaged: its setup cannot be used");
    }
    Block block = new Block(state);
    float[][][] channels = new float[1][][];
    int[] starts = new int[info.channels];
    long done = 0;
    while (packets.hasNext()) {
      Packet packet = packets.next();
      if (block.synthesis(packet) == 0) {
        state.synthesis_blockin(block);
      }
      for (int count = state.synthesis_pcmout(channels, starts);
          count > 0;
          count = state.synthesis_pcmout(channels, starts)) {
        float[][] part = new float[info.channels][count];
        for (int channel = 0; channel < part.length; channel++) {
          System.arraycopy(channels[0][channel], starts[channel], part[channel], 0, count);
        }
        // The last block may be longer than what is left of the sound.
        int kept = Math.clamp(packets.end() - done, 0, count);
        if (kept > 0) {
          sink.accept(part, kept);
        }
        done += count;
        state.synthesis_read(count);
      }
    }
  }

  private static void header(Info info, Comment comment, Packet packet) {
    if (info.synthesis_headerin(comment, packet) != 0) {
      throw new InvalidInput("is damaged in its head");
    }
  }

  private static Packet noComments() {
    byte[] bytes = new byte[MARK + 9];
    System.arraycopy("\u0003vorbis".getBytes(StandardCharsets.ISO_8859_1), 0, bytes, 0, MARK);
    bytes[bytes.length - 1] = 1;
    Packet packet = new Packet();
    packet.packet_base = bytes;
    packet.bytes = bytes.length;
    return packet;
  }

  private static String text(ByteBuffer file, int at, int length) {
    if (file.limit() < at + length) {
      return "";
    }
    byte[] bytes = new byte[length];
    file.get(at, bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** The packets of the only logical stream; pages that are missing or wrong are damage. */
  private static final class Packets {

    private static final int PIECE = 8192;

    private final ByteBuffer file;
    private final SyncState sync = new SyncState();
    private final StreamState stream = new StreamState();
    private final Page page = new Page();
    private final Packet packet = new Packet();
    private boolean begun;
    private boolean ended;
    private boolean ready;

    Packets(ByteBuffer file) {
      this.file = file;
      sync.init();
    }

    Packet next() throws EOFException {
      if (!hasNext()) {
        throw new EOFException();
      }
      ready = false;
      return packet;
    }

    /** Whether another follows; false only where the stream says that it ends. */
    boolean hasNext() throws EOFException {
      while (!ready) {
        int found = begun ? stream.packetout(packet) : 0;
        if (found < 0) {
          throw new InvalidInput("is damaged: pages are missing");
        }
        if (found > 0) {
          ready = true;
        } else if (ended) {
          return false;
        } else {
          page();
        }
      }
      return true;
    }

    /** The samples of the sound, once its last page has come. */
    long end() {
      return ended && page.granulepos() >= 0 ? page.granulepos() : Long.MAX_VALUE;
    }

    private void page() throws EOFException {
      for (int found = sync.pageout(page); found != 1; found = sync.pageout(page)) {
        if (found < 0) {
          throw new InvalidInput("is damaged: a page has a wrong checksum, or none");
        }
        int count = Math.min(PIECE, file.remaining());
        if (count == 0) {
          throw new EOFException();
        }
        int at = sync.buffer(count);
        file.get(sync.data, at, count);
        sync.wrote(count);
      }
      if (!begun) {
        stream.init(page.serialno());
        begun = true;
      } else if (page.bos() != 0) {
        throw new InvalidInput("holds several streams; one is read");
      }
      if (stream.pagein(page) < 0) {
        throw new InvalidInput("is damaged: a page is of another stream");
      }
      ended = page.eos() != 0;
    }
  }
}
