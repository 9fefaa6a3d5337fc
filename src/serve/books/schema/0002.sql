-- What the studio has learnt of a file, as JSON in its own words.
ALTER TABLE uploads ADD COLUMN known TEXT;

-- What a finished film had to do without: JSON, a list of sentences.
ALTER TABLE renders ADD COLUMN notes TEXT NOT NULL DEFAULT '[]';
