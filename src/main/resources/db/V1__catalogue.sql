-- What recommenders keep of items, users and events, for SQLite and PostgreSQL alike.

-- A catalogue, and the number of its last change. A transaction that writes updates this row first,
-- which locks it until the commit: the order of numbers is the order of commits.
CREATE TABLE catalogue (
  id INTEGER NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  sequence BIGINT NOT NULL
);

CREATE TABLE catalogue_item (
  catalogue INTEGER NOT NULL,
  id BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  attributes TEXT NOT NULL, -- JSON: texts, numbers and lists of texts, by name
  image BYTEA,
  PRIMARY KEY (catalogue, id)
);
CREATE UNIQUE INDEX catalogue_item_feed ON catalogue_item (catalogue, sequence);

CREATE TABLE catalogue_user (
  catalogue INTEGER NOT NULL,
  id BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  features TEXT NOT NULL, -- JSON, as of items
  history TEXT NOT NULL, -- ids of items, oldest first, between commas
  PRIMARY KEY (catalogue, id)
);
CREATE UNIQUE INDEX catalogue_user_feed ON catalogue_user (catalogue, sequence);

CREATE TABLE catalogue_event (
  catalogue INTEGER NOT NULL,
  id TEXT NOT NULL,
  sequence BIGINT NOT NULL,
  type TEXT NOT NULL,
  user_id BIGINT NOT NULL,
  item_id BIGINT NOT NULL,
  happened_at BIGINT NOT NULL, -- microseconds since 1970
  value DOUBLE PRECISION,
  recommendation TEXT,
  position INTEGER,
  PRIMARY KEY (catalogue, id)
);
CREATE UNIQUE INDEX catalogue_event_feed ON catalogue_event (catalogue, sequence);
CREATE INDEX catalogue_event_user ON catalogue_event (catalogue, user_id, sequence);
CREATE INDEX catalogue_event_time ON catalogue_event (catalogue, happened_at);

-- What was removed, and when last; what came back since stays here, so that whoever knew what was
-- there before forgets it.
CREATE TABLE catalogue_removal (
  catalogue INTEGER NOT NULL,
  kind TEXT NOT NULL, -- item or user
  id BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  PRIMARY KEY (catalogue, kind, id)
);
CREATE UNIQUE INDEX catalogue_removal_feed ON catalogue_removal (catalogue, sequence);
