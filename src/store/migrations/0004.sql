-- What the queue asks of a stage, read out of its JSON once, when it is written, and not of every row at every question.
-- Who works on it: `here` on this machine, `away` mostly waits for another, `aside` is only to be put away.
ALTER TABLE jobs ADD COLUMN lane TEXT GENERATED ALWAYS AS (
    CASE WHEN stage ->> '$.stage' = 'cancelling' THEN 'aside'
         WHEN coalesce(stage ->> '$.next.backend', '') = 'nemo' THEN 'away'
         ELSE 'here' END) VIRTUAL;
-- 1 while its entry lies in the inbox.
ALTER TABLE jobs ADD COLUMN unclaimed INTEGER GENERATED ALWAYS AS (
    stage ->> '$.stage' = 'claiming' OR coalesce(stage ->> '$.from.stage', '') = 'claiming') VIRTUAL;
-- How a job that is over ended.
ALTER TABLE jobs ADD COLUMN ended TEXT GENERATED ALWAYS AS (
    CASE WHEN live = 0 THEN stage ->> '$.stage' END) VIRTUAL;

DROP INDEX jobs_live;
CREATE INDEX jobs_next ON jobs (lane, unclaimed DESC, priority DESC, id, not_before) WHERE live = 1;
CREATE INDEX jobs_due ON jobs (not_before) WHERE live = 1;
CREATE INDEX jobs_unclaimed ON jobs (inbox, entry) WHERE live = 1 AND unclaimed = 1;
CREATE INDEX jobs_ended ON jobs (ended) WHERE live = 0;
