-- Where a file lay, so that its changed content takes the place of the former one. A digest, since
-- a knowledge base that is handed on need not tell the folders of whoever made it.
ALTER TABLE files ADD COLUMN place TEXT;  -- SHA-256 of the absolute path
CREATE INDEX files_by_place ON files(place);
