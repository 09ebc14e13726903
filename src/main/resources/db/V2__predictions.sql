-- What models said, and the labels that came later, for SQLite and PostgreSQL alike.

CREATE TABLE prediction (
  request TEXT NOT NULL, -- the id of the request
  place INTEGER NOT NULL, -- in the request, from 0
  model TEXT NOT NULL,
  version BIGINT NOT NULL,
  predicted_at BIGINT NOT NULL, -- microseconds since 1970
  predicted TEXT NOT NULL, -- JSON: classes with probabilities, or a value
  slices TEXT NOT NULL, -- JSON: groups by feature
  PRIMARY KEY (request, place, model, version)
);
CREATE INDEX prediction_time ON prediction (predicted_at);

-- Every label that was told, also those that another one has taken the place of since.
CREATE TABLE prediction_label (
  sequence BIGINT NOT NULL PRIMARY KEY,
  request TEXT NOT NULL,
  place INTEGER NOT NULL,
  model TEXT NOT NULL,
  outcome TEXT NOT NULL, -- JSON: a string or a number
  known_at BIGINT NOT NULL, -- when it was known, microseconds since 1970
  told_at BIGINT NOT NULL, -- when it was told, microseconds since 1970
  corrected TEXT, -- the outcome that was told before
  corrected_at BIGINT -- and when that was told
);
CREATE INDEX prediction_label_prediction ON prediction_label (request, place, model, sequence);
CREATE INDEX prediction_label_time ON prediction_label (told_at);

-- The number of the last label. A transaction that labels updates this row first, which locks it
-- until the commit: the order of numbers is the order of commits.
CREATE TABLE prediction_label_position (
  sequence BIGINT NOT NULL
);
INSERT INTO prediction_label_position (sequence) VALUES (0);
