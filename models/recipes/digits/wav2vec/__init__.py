"""A recogniser in the manner of wav2vec 2.0 (Baevski et al. 2020, arXiv:2006.11477), small."""
