-- What a replica has seen of the arms of a rollout in its life that began then. Nothing was kept in
-- the earlier form of the table, which is why it may go.

DROP TABLE rollout_report;

CREATE TABLE rollout_report (
  rollout TEXT NOT NULL,
  replica TEXT NOT NULL,
  began BIGINT NOT NULL, -- microseconds since 1970
  arms TEXT NOT NULL, -- JSON: counts and moments by arm
  sample_ratio DOUBLE PRECISION NOT NULL, -- the p-value of the arms' shares of keys
  PRIMARY KEY (rollout, replica)
);
