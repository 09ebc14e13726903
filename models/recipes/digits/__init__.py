"""Recognisers of spoken digit strings: one on a mel spectrogram, one on the waveform in the manner of wav2vec 2.0."""
