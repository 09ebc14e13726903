"""Text to speech: characters to durations to a mel spectrogram, taught by espeak-ng."""
