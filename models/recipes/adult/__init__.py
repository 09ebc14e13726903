"""Adult: whether a person earns more than 50,000 dollars a year, by four models of one schema."""
