-- Linking one paper among many: keys under which spellings are equal, what changed since links were
-- made last, and what is known of papers that are cited and not held.
ALTER TABLE documents ADD COLUMN number_key TEXT;  -- equal for all spellings of a number; NULL for ghosts
ALTER TABLE documents ADD COLUMN title_key TEXT;  -- without authority, marks and （试行）
ALTER TABLE citations ADD COLUMN number_key TEXT;
ALTER TABLE citations ADD COLUMN title_key TEXT;
CREATE INDEX documents_by_number_key ON documents(number_key) WHERE number_key IS NOT NULL;
CREATE INDEX documents_by_title_key ON documents(title_key) WHERE title_key IS NOT NULL;
CREATE INDEX citations_by_number_key
  ON citations(number_key, status, target_document_id) WHERE number_key IS NOT NULL;
CREATE INDEX citations_by_title_key
  ON citations(title_key, status, target_document_id) WHERE title_key IS NOT NULL;
CREATE INDEX citations_by_antecedent ON citations(antecedent_id) WHERE antecedent_id IS NOT NULL;
-- A law is cited by thousands: how they name it, and who passes a paper on, is read here alone.
CREATE INDEX citations_absent
  ON citations(target_document_id, title, document_number) WHERE status = 'ghost';
CREATE INDEX citations_passing ON citations(target_document_id, relation);
DROP INDEX citations_by_target;
CREATE INDEX citations_doubtful ON citations(citation_id) WHERE status IN ('ambiguous', 'disputed');
CREATE INDEX documents_by_serial ON documents(serial, year);
CREATE INDEX findings_of_links ON findings(document_id) WHERE room = 'link';
CREATE INDEX passages_by_file ON passages(file);
CREATE TABLE carried_titles (  -- 关于印发《A》和《B》的通知 is cited as A and as B
  title_key TEXT NOT NULL,
  document_id TEXT NOT NULL REFERENCES documents(document_id) ON DELETE CASCADE,
  PRIMARY KEY (title_key, document_id)
) WITHOUT ROWID;
CREATE INDEX carried_titles_by_document ON carried_titles(document_id);
CREATE TABLE ghosts (  -- who issued a paper that is cited and not held, by the registry
  document_id TEXT PRIMARY KEY REFERENCES documents(document_id) ON DELETE CASCADE,
  authority TEXT,  -- standing name
  level TEXT,  -- national, provincial, municipal, county
  region TEXT
) WITHOUT ROWID;
CREATE VIEW cited_papers AS  -- ghosts with all that is known; computed when asked
  SELECT d.document_id, d.document_number, d.title, d.authority_code, d.year, d.serial,
    g.authority, g.level, g.region,
    (SELECT count(DISTINCT c.document_id) FROM citations c
      WHERE c.target_document_id = d.document_id) AS cited_by,  -- documents that cite it
    (SELECT min(coalesce(p.document_date, p.print_date)) FROM citations c
      JOIN documents p ON p.document_id = c.document_id
      WHERE c.target_document_id = d.document_id) AS existed_by  -- first day that a citing one bears
  FROM documents d LEFT JOIN ghosts g USING (document_id) WHERE d.role = 'ghost';
CREATE TABLE circles (  -- documents that pass each other on: no paper can
  document_id TEXT PRIMARY KEY,  -- no foreign key: linking must know who stood in a circle
  circle TEXT NOT NULL  -- the first of its documents
) WITHOUT ROWID;
CREATE INDEX circles_by_circle ON circles(circle);
CREATE TABLE link_changes (  -- what came or went since links were made last; then it is empty
  kind TEXT NOT NULL,  -- file, number, title; cited-number, cited-title, ghost; sharer, code
  key TEXT NOT NULL,
  PRIMARY KEY (kind, key)
) WITHOUT ROWID;
