"""Layout: glyphs become lines, columns, tables and notes, wherever the glyphs come from."""
