"""California housing: the median value of a district's houses, as a value and as a distribution."""
