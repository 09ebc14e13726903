"""What the recipes of pictures share: preprocessing as the service does it, weights kept between runs, intervals."""
