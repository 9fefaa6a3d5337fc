-- What a person should see of a film before it is there, and what a further instruction goes on with.
ALTER TABLE jobs ADD COLUMN timeline TEXT;
ALTER TABLE jobs ADD COLUMN session TEXT;                -- JSON, see nemovideo::Session
ALTER TABLE jobs ADD COLUMN prompt TEXT;                 -- all that was said of the film
ALTER TABLE jobs ADD COLUMN refines INTEGER;             -- the first job of the film

-- Every message that may have cost something, for the owner's daily budget.
CREATE TABLE messages (
    id  INTEGER PRIMARY KEY,
    job INTEGER NOT NULL,
    at  INTEGER NOT NULL
) STRICT;

CREATE INDEX messages_at ON messages (at);
CREATE INDEX jobs_refines ON jobs (refines) WHERE live = 1;
