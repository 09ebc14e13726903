-- What processes that have ended still waited for: answers whose events or labels may come. Whoever
-- takes a row deletes it. For SQLite and PostgreSQL alike.

CREATE TABLE handed_over (
  id TEXT NOT NULL PRIMARY KEY, -- drawn
  kind TEXT NOT NULL, -- LISTS or ARMS
  subject TEXT NOT NULL, -- of lists the recommender
  form INTEGER NOT NULL, -- of the content: who cannot read it leaves it there
  left_at BIGINT NOT NULL, -- microseconds since 1970
  place INTEGER NOT NULL, -- among those that were left together
  until BIGINT NOT NULL, -- microseconds since 1970: when nobody wants it any more
  content BYTEA NOT NULL
);
CREATE INDEX handed_over_kind ON handed_over (kind, subject);
