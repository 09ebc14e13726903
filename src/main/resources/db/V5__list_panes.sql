-- What became of the lists that a replica showed, by the pane of time in which it was known.

CREATE TABLE list_pane (
  replica TEXT NOT NULL,
  model TEXT NOT NULL,
  version BIGINT NOT NULL,
  began BIGINT NOT NULL, -- microseconds since 1970
  length BIGINT NOT NULL, -- nanoseconds
  counts TEXT NOT NULL, -- JSON: of all lists, then of each group
  PRIMARY KEY (replica, model, version, began, length)
);
CREATE INDEX list_pane_time ON list_pane (began);
