"""ocr: the picture of a page becomes characters with places and confidence."""
