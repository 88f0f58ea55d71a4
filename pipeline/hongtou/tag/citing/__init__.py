"""Other papers that a paper names, and how it stands to each."""
