-- One row while a person has stopped the work; none while it goes on.
CREATE TABLE pause (
    since INTEGER NOT NULL
) STRICT;

-- What is over, by age: a long history is pruned without being read.
CREATE INDEX jobs_over ON jobs (updated_at) WHERE live = 0;
