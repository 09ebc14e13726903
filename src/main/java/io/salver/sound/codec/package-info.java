/**
 * Decoders of compressed sounds: FLAC, MP3 and OGG Vorbis. The only importer of their libraries.
 */
@NullMarked
package io.salver.sound.codec;

import org.jspecify.annotations.NullMarked;
