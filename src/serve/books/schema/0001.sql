-- Who was let in. Of a token only its hash is kept: whoever reads this file can use none of them.
CREATE TABLE accounts (
    user    TEXT    PRIMARY KEY,
    client  TEXT    NOT NULL UNIQUE,
    granted INTEGER NOT NULL                         -- credits, over all time
) STRICT;

CREATE TABLE tokens (
    hash       TEXT    PRIMARY KEY,
    user       TEXT    NOT NULL REFERENCES accounts (user),
    client     TEXT    NOT NULL,
    address    TEXT    NOT NULL,
    issued_at  INTEGER NOT NULL,                     -- milliseconds since 1970, as all times
    expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE claims (
    hash       TEXT    PRIMARY KEY,
    session    TEXT    NOT NULL REFERENCES sessions (id),
    expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    id         TEXT    PRIMARY KEY,
    user       TEXT    NOT NULL REFERENCES accounts (user),
    task       TEXT    NOT NULL,
    task_name  TEXT    NOT NULL,
    language   TEXT    NOT NULL,
    state      TEXT    NOT NULL DEFAULT '{}',        -- JSON, every value spelled as the studio spelled it
    closed     INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    used_at    INTEGER NOT NULL                      -- when something was last said, brought or ordered
) STRICT;

CREATE TABLE uploads (
    id         INTEGER PRIMARY KEY,
    session    TEXT    NOT NULL REFERENCES sessions (id),
    key        TEXT    NOT NULL UNIQUE,              -- in its address: random, so that only who was told can ask for it
    name       TEXT    NOT NULL,                     -- as its owner calls it
    file       TEXT    NOT NULL,                     -- its name in the session's folder, which no other file there has
    bytes      INTEGER NOT NULL,
    sha256     TEXT    NOT NULL,
    facts      TEXT    NOT NULL,                     -- JSON, see studio::Facts
    at         INTEGER NOT NULL
) STRICT;

CREATE INDEX uploads_session ON uploads (session, id);

CREATE TABLE messages (
    id            INTEGER PRIMARY KEY,
    session       TEXT    NOT NULL REFERENCES sessions (id),
    user          TEXT    NOT NULL,
    text          TEXT    NOT NULL,
    credits       INTEGER NOT NULL,
    standing      TEXT    NOT NULL,                  -- running, done, failed, lost, refused
    while_running INTEGER NOT NULL,                  -- 1 if another message of the session was at work
    at            INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX messages_running ON messages (session) WHERE standing = 'running';
CREATE INDEX messages_user ON messages (user) WHERE standing IN ('running', 'done');

CREATE TABLE renders (
    number       INTEGER PRIMARY KEY,
    user         TEXT    NOT NULL,
    id           TEXT    NOT NULL,                   -- chosen by whoever asked
    session      TEXT    NOT NULL REFERENCES sessions (id),
    draft        TEXT    NOT NULL,
    draft_sha256 TEXT    NOT NULL,
    output       TEXT    NOT NULL,
    status       TEXT    NOT NULL,                   -- pending, processing, completed, failed
    error        TEXT,
    key          TEXT    NOT NULL UNIQUE,
    bytes        INTEGER,
    sha256       TEXT,
    seconds      REAL,
    created_at   INTEGER NOT NULL,
    completed_at INTEGER,
    UNIQUE (user, id)
) STRICT;

CREATE UNIQUE INDEX renders_processing ON renders (session) WHERE status = 'processing';
