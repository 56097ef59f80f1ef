-- Files by the SHA-256 of their content: the same file sent twice is kept once.
CREATE TABLE files (
    sha256     TEXT PRIMARY KEY CHECK (length(sha256) = 64),
    size       INTEGER NOT NULL CHECK (size = length(bytes)),
    bytes      BLOB NOT NULL,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
) STRICT;

CREATE TABLE tickets (
    id          TEXT PRIMARY KEY,
    number      TEXT NOT NULL UNIQUE,
    type        TEXT NOT NULL,
    status      TEXT NOT NULL,
    description TEXT NOT NULL,
    fields      TEXT NOT NULL CHECK (json_valid(fields)),      -- object, in the order of the form
    occurred    TEXT,                                          -- the person's own clock, no zone
    environment TEXT NOT NULL CHECK (json_valid(environment)), -- object
    email       TEXT,
    phone       TEXT,                                          -- E.164
    locale      TEXT,
    trail       TEXT NOT NULL CHECK (json_valid(trail)),       -- array, oldest step first
    created_at  TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    CHECK (email IS NOT NULL OR phone IS NOT NULL)
) STRICT;

CREATE TABLE ticket_attachments (
    ticket_id  TEXT NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    sha256     TEXT NOT NULL,
    name       TEXT NOT NULL,
    size       INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    PRIMARY KEY (ticket_id, position)
) STRICT;

-- Which request opened which ticket, so that a repeated one opens no second.
CREATE TABLE requests (
    key       TEXT PRIMARY KEY,
    content   BLOB NOT NULL CHECK (length(content) = 32), -- SHA-256 of what was sent
    ticket_id TEXT NOT NULL REFERENCES tickets (id) ON DELETE CASCADE
) STRICT;
