-- How traffic is divided, and what became of it, for SQLite and PostgreSQL alike.

CREATE TABLE rollout (
  name TEXT NOT NULL PRIMARY KEY,
  revision BIGINT NOT NULL, -- whoever writes the next one must know this one
  form TEXT NOT NULL -- JSON: what was declared, and where it stands
);

-- What happened to rollouts, also to those that were removed since.
CREATE TABLE rollout_event (
  rollout TEXT NOT NULL,
  revision BIGINT NOT NULL,
  happened_at BIGINT NOT NULL, -- microseconds since 1970
  actor TEXT NOT NULL,
  kind TEXT NOT NULL,
  reason TEXT NOT NULL,
  findings TEXT NOT NULL -- JSON: the evidence that there was
);
CREATE INDEX rollout_event_rollout ON rollout_event (rollout, happened_at, revision);

-- What a replica has seen of the arms of a rollout since it began.
CREATE TABLE rollout_report (
  rollout TEXT NOT NULL,
  replica TEXT NOT NULL,
  arms TEXT NOT NULL, -- JSON: counts and moments by arm
  PRIMARY KEY (rollout, replica)
);
