-- The oldest schema whose programs can work with this one, so that a deployment can be taken back. A
-- migration that takes away what they need raises it, with: UPDATE oldest_reader SET version = …

CREATE TABLE oldest_reader (
  version INTEGER NOT NULL
);
INSERT INTO oldest_reader (version) VALUES (7);
