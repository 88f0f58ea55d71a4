-- The tables of a knowledge base. Comments inside a statement stay in sqlite_master, so
-- `.schema` of any SQLite tool shows them. Offsets count Unicode code points, half-open; unless
-- "raw" is said they point into texts.clean, and the words of a span stand beside them as text.

CREATE TABLE meta (  -- the knowledge base's notes about itself
  name TEXT PRIMARY KEY,  -- links_stale: 1 from the first change until linking has been done
  value TEXT
) WITHOUT ROWID;

CREATE TABLE files (  -- one row a content: the same bytes under two names are one file
  sha256 TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  path TEXT NOT NULL,  -- as the user named it; the first in the alphabet where it has several
  origin TEXT,  -- the name under which it was received, from manifest.csv
  media_type TEXT,  -- by content
  bytes INTEGER,
  pages INTEGER,
  reader TEXT,  -- text/utf-8, text/gb18030, …
  status TEXT NOT NULL,  -- done, failed, quarantined
  outcome TEXT,  -- what was made of it, for people
  error TEXT,  -- why it failed or is quarantined, and the way out
  ingested_at TEXT,  -- UTC, ISO 8601
  version TEXT NOT NULL  -- of the pipeline that read it
);

CREATE TABLE texts (
  file_sha256 TEXT PRIMARY KEY REFERENCES files(sha256) ON DELETE CASCADE,
  raw TEXT NOT NULL,
  clean TEXT NOT NULL  -- raw with every correction applied or accepted
);

CREATE TABLE runs (  -- where on paper the raw characters stand
  file_sha256 TEXT NOT NULL REFERENCES files(sha256) ON DELETE CASCADE,
  start INTEGER NOT NULL,  -- raw
  end INTEGER NOT NULL,  -- raw
  page INTEGER NOT NULL,  -- from 1
  x0 REAL, top REAL, x1 REAL, bottom REAL,  -- points from the top left corner
  confidence REAL
);
CREATE INDEX runs_by_file ON runs(file_sha256, start);

CREATE TABLE corrections (  -- the ledger between texts.raw and texts.clean
  file_sha256 TEXT NOT NULL REFERENCES files(sha256) ON DELETE CASCADE,
  rank INTEGER NOT NULL,  -- order of position, from 1
  start INTEGER NOT NULL,  -- raw
  end INTEGER NOT NULL,  -- raw
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  rule TEXT NOT NULL,
  state TEXT NOT NULL,  -- applied, proposed, accepted, rejected
  confidence REAL NOT NULL,
  reason TEXT NOT NULL
);
CREATE INDEX corrections_by_file ON corrections(file_sha256, rank);

CREATE TABLE documents (
  document_id TEXT PRIMARY KEY,  -- first 12 digits of the file's sha256, position; or ghost-…
  file_sha256 TEXT REFERENCES files(sha256) ON DELETE CASCADE,  -- NULL for a ghost
  ordinal INTEGER,  -- position in the file, from 0
  role TEXT NOT NULL,  -- main, embedded, ghost
  parent_id TEXT  -- the document that carries this one in the same file
    REFERENCES documents(document_id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  title TEXT,
  document_type TEXT,  -- 文种
  document_number TEXT,  -- 发文字号 as GB/T 9704 prints it: 忻银发〔2021〕49号
  authority_code TEXT,  -- 机关代字
  year INTEGER,
  serial INTEGER,
  document_date TEXT,  -- 成文日期, ISO
  print_date TEXT,  -- 印发日期
  effective_date TEXT,
  expiry_date TEXT,
  classification TEXT,  -- 密级
  urgency TEXT,
  openness TEXT,
  copies INTEGER,  -- 印数
  signatory TEXT,  -- 签发人
  printing_authority TEXT,  -- 印发机关
  contact TEXT,
  contact_phone TEXT,
  start INTEGER,
  end INTEGER,
  imprint_start INTEGER,  -- the 版记 where it stands apart
  imprint_end INTEGER,
  evidence TEXT  -- JSON list: why a document begins here
);
CREATE INDEX documents_by_file ON documents(file_sha256);
CREATE INDEX documents_by_number ON documents(document_number);
CREATE INDEX documents_by_parent ON documents(parent_id);
CREATE INDEX documents_by_date ON documents(document_date);

CREATE TABLE metadata (  -- where each metadata value of a document is printed
  document_id TEXT NOT NULL REFERENCES documents(document_id) ON DELETE CASCADE,
  field TEXT NOT NULL,  -- a column of documents
  value TEXT NOT NULL,
  text TEXT NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL
);
CREATE INDEX metadata_by_document ON metadata(document_id, field);

CREATE TABLE elements (  -- elements of GB/T 9704 with the characters that carry them
  document_id TEXT NOT NULL REFERENCES documents(document_id) ON DELETE CASCADE,
  rank INTEGER NOT NULL,
  kind TEXT NOT NULL,  -- title, main_recipients, signature, printing, …
  text TEXT NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL
);
CREATE INDEX elements_by_document ON elements(document_id, rank);

CREATE TABLE attachments (  -- 附件说明: what the paper lists, held or not
  document_id TEXT NOT NULL REFERENCES documents(document_id) ON DELETE CASCADE,
  rank INTEGER NOT NULL,  -- from 1
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL
);
CREATE INDEX attachments_by_document ON attachments(document_id, rank);

CREATE TABLE parties (
  document_id TEXT NOT NULL REFERENCES documents(document_id) ON DELETE CASCADE,
  role TEXT NOT NULL,  -- issuing_authority, main_recipient, copy_recipient, internal_recipient
  rank INTEGER NOT NULL,  -- as printed, from 1
  name TEXT NOT NULL,  -- as printed, without spaces
  organisation TEXT NOT NULL,  -- full standing name where it is known, else name
  text TEXT,
  start INTEGER,
  end INTEGER
);
CREATE INDEX parties_by_document ON parties(document_id, role, rank);
CREATE INDEX parties_by_organisation ON parties(organisation, role);

CREATE TABLE segments (  -- the tree of articles
  segment_id TEXT PRIMARY KEY,  -- document_id#一/（一）, document_id#¶3 for an unlabelled paragraph
  document_id TEXT NOT NULL REFERENCES documents(document_id) ON DELETE CASCADE,
  parent_id TEXT
    REFERENCES segments(segment_id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  number INTEGER NOT NULL,  -- order in the document, from 0
  kind TEXT NOT NULL,  -- paragraph, part, chapter, section, article, item, inline
  path TEXT NOT NULL,  -- 一/（一）; empty for a paragraph without a label
  level INTEGER NOT NULL,
  label TEXT NOT NULL,
  ordinal INTEGER,
  heading TEXT,
  heading_start INTEGER,
  heading_end INTEGER,
  text TEXT NOT NULL,  -- with all its children
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  own_end INTEGER NOT NULL  -- up to here the segment itself speaks, then its first child
);
CREATE INDEX segments_by_document ON segments(document_id, number);
CREATE INDEX segments_by_parent ON segments(parent_id);

CREATE TABLE obligations (
  obligation_id TEXT PRIMARY KEY,  -- document_id#o1
  document_id TEXT NOT NULL REFERENCES documents(document_id) ON DELETE CASCADE,
  segment_id TEXT NOT NULL REFERENCES segments(segment_id) ON DELETE CASCADE,
  bearer TEXT,  -- 责任主体
  bearer_source TEXT NOT NULL,  -- explicit, inherited, recipients, unknown
  bearer_start INTEGER,
  bearer_end INTEGER,
  force TEXT NOT NULL,  -- must, must_not, should, strive, encourage, may
  action TEXT NOT NULL,
  condition TEXT,
  deadline TEXT,  -- literal words
  recurrence TEXT,  -- RFC 5545: FREQ=MONTHLY
  recurrence_text TEXT,
  recurrence_start INTEGER,
  recurrence_end INTEGER,
  text TEXT NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL
);
CREATE INDEX obligations_by_document ON obligations(document_id);
CREATE INDEX obligations_by_segment ON obligations(segment_id);
CREATE INDEX obligations_by_force ON obligations(force);

CREATE TABLE quantities (
  quantity_id TEXT PRIMARY KEY,  -- document_id#q1
  document_id TEXT NOT NULL REFERENCES documents(document_id) ON DELETE CASCADE,
  segment_id TEXT NOT NULL REFERENCES segments(segment_id) ON DELETE CASCADE,
  obligation_id TEXT REFERENCES obligations(obligation_id) ON DELETE CASCADE,
  condition_id TEXT  -- the quantity that limits the scope of this one
    REFERENCES quantities(quantity_id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  text TEXT NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  role TEXT NOT NULL,  -- limit, scope, fact
  operator TEXT NOT NULL,  -- <, <=, =, >=, >, range
  value NUMERIC,  -- in base units; NULL for a limit against a baseline without a number
  value_upper NUMERIC,
  lower_inclusive INTEGER,
  upper_inclusive INTEGER,
  unit TEXT,  -- 元, %, 个百分点, 户, 年
  per TEXT,
  baseline TEXT,  -- 各项贷款不良率
  measure TEXT  -- what is limited: 权重占比
);
CREATE INDEX quantities_by_document ON quantities(document_id);
CREATE INDEX quantities_by_segment ON quantities(segment_id);
CREATE INDEX quantities_by_obligation ON quantities(obligation_id);
CREATE INDEX quantities_by_unit ON quantities(unit, value);

CREATE TABLE deadlines (
  deadline_id TEXT PRIMARY KEY,  -- document_id#d1
  document_id TEXT NOT NULL REFERENCES documents(document_id) ON DELETE CASCADE,
  segment_id TEXT NOT NULL REFERENCES segments(segment_id) ON DELETE CASCADE,
  obligation_id TEXT REFERENCES obligations(obligation_id) ON DELETE CASCADE,
  text TEXT NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  date TEXT,  -- last day, ISO; NULL where the text does not give it
  precision TEXT NOT NULL  -- day, month, quarter, half-year, year
);
CREATE INDEX deadlines_by_document ON deadlines(document_id);
CREATE INDEX deadlines_by_segment ON deadlines(segment_id);
CREATE INDEX deadlines_by_date ON deadlines(date);

CREATE TABLE citations (
  citation_id TEXT PRIMARY KEY,  -- document_id#c1
  document_id TEXT NOT NULL REFERENCES documents(document_id) ON DELETE CASCADE,
  segment_id TEXT REFERENCES segments(segment_id) ON DELETE CASCADE,  -- NULL in title or header
  relation TEXT NOT NULL,  -- forwards, relays, issues, implements, amends, repeals, attaches, cites
  text TEXT NOT NULL,
  title TEXT,
  document_number TEXT,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  target_document_id TEXT REFERENCES documents(document_id) ON DELETE SET NULL,
  status TEXT,  -- resolved, ghost, ambiguous, disputed; NULL until linking
  confidence REAL,  -- of the link
  evidence TEXT,  -- of the link
  relation_confidence REAL,
  relation_evidence TEXT  -- the words that decide the relation
);
CREATE INDEX citations_by_document ON citations(document_id);
CREATE INDEX citations_by_target ON citations(target_document_id);
CREATE INDEX citations_by_segment ON citations(segment_id);

CREATE TABLE forwarding_requests (  -- 请…将本通知转发…
  document_id TEXT NOT NULL REFERENCES documents(document_id) ON DELETE CASCADE,
  segment_id TEXT REFERENCES segments(segment_id) ON DELETE CASCADE,
  forwarder TEXT NOT NULL,  -- who is asked
  recipient TEXT,  -- to whom it is to go
  text TEXT NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL
);
CREATE INDEX forwarding_requests_by_document ON forwarding_requests(document_id);
CREATE INDEX forwarding_requests_by_segment ON forwarding_requests(segment_id);

CREATE TABLE findings (  -- doubt: what a reviewer should look at
  file_sha256 TEXT REFERENCES files(sha256) ON DELETE CASCADE,
  document_id TEXT REFERENCES documents(document_id) ON DELETE CASCADE,  -- NULL: the whole file
  room TEXT NOT NULL,  -- read, clean, split, segment, tag, link
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  text TEXT,
  start INTEGER,
  end INTEGER
);
CREATE INDEX findings_by_file ON findings(file_sha256);
CREATE INDEX findings_by_document ON findings(document_id);
CREATE INDEX findings_by_code ON findings(code);

CREATE TABLE decisions (  -- what reviewers decided; an ingest never writes here
  decision_id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,  -- correction, finding, link, value
  file_sha256 TEXT,  -- no foreign key: a decision outlives the file's rows
  anchor TEXT NOT NULL,  -- the words that it is about, with their neighbours
  rule TEXT,  -- rule or code of what was decided
  verdict TEXT NOT NULL,  -- accepted, rejected, edited
  value TEXT,  -- the edited reading
  reviewer TEXT NOT NULL,
  reason TEXT,
  decided_at TEXT NOT NULL
);

-- Full text: overlapping character bigrams, contentless. VACUUM may renumber the rowids of other
-- tables, so the index has numbers of its own.
CREATE TABLE search_rows (
  rowid INTEGER PRIMARY KEY,
  segment_id TEXT NOT NULL UNIQUE REFERENCES segments(segment_id)
);
CREATE VIRTUAL TABLE search USING fts5(
  title, heading, body, content='', tokenize='unicode61 remove_diacritics 0'
);
