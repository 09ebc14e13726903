"""What the speech recipes share: sounds, resampling, features, Griffin-Lim, CTC, espeak-ng and measures of quality."""
