"""Citations of any text looked up: held, not held, held otherwise than cited."""
