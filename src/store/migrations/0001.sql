-- One row a job: the queue and the state of the work are the same thing.
CREATE TABLE jobs (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,   -- never used twice, since names of work folders carry it
    name        TEXT    NOT NULL,
    inbox       BLOB    NOT NULL,                    -- paths are bytes: not every name is UTF-8
    entry       BLOB    NOT NULL,
    fingerprint TEXT    NOT NULL,
    backend     TEXT    NOT NULL,
    priority    INTEGER NOT NULL DEFAULT 0,
    stage       TEXT    NOT NULL,                    -- JSON, see job::Stage
    live        INTEGER NOT NULL,                    -- 1 while something is left to do
    version     INTEGER NOT NULL DEFAULT 0,
    attempts    INTEGER NOT NULL DEFAULT 0,
    not_before  INTEGER,                             -- milliseconds since 1970, as all times
    last_fault  TEXT,                                -- JSON, see job::Failure
    progress    REAL    NOT NULL DEFAULT 0,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL
) STRICT;

CREATE INDEX jobs_live ON jobs (priority DESC, id) WHERE live = 1;
CREATE INDEX jobs_entry ON jobs (inbox, entry, fingerprint);
-- A folder that waits to be claimed is one job, however often it is seen.
CREATE UNIQUE INDEX jobs_claiming ON jobs (inbox, entry) WHERE stage = '{"stage":"claiming"}';

CREATE TABLE journal (
    id   INTEGER PRIMARY KEY,
    job  INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    at   INTEGER NOT NULL,
    what TEXT    NOT NULL
) STRICT;

CREATE INDEX journal_job ON journal (job, id);

-- The inboxes and outboxes seen, by the id in their marker: another disk under the same path is noticed.
CREATE TABLE roots (
    path BLOB PRIMARY KEY,
    id   TEXT NOT NULL
) STRICT;

-- What this database calls itself, so that two reeldrops with one outbox never mistake each other's hidden files.
CREATE TABLE identity (
    id TEXT NOT NULL
) STRICT;

INSERT INTO identity VALUES (lower(hex(randomblob(6))));
