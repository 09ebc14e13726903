/**
 * Sounds as samples: decoders behind a port, WAV, resampling, spectra and features, and back from a
 * spectrum to a sound.
 */
@NullMarked
package io.salver.sound;

import org.jspecify.annotations.NullMarked;
