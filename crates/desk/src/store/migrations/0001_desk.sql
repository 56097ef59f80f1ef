-- One dialect for SQLite and PostgreSQL (docs/decisions/0005-desk.md): TEXT and BIGINT alone; times in
-- milliseconds since 1970, UTC; truth values 0 and 1; documents JSON in TEXT; hashes and ids hexadecimal.

CREATE TABLE counters (
    name  TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO counters (name, value) VALUES ('event', 0);

-- Who signed tokens speak of.
CREATE TABLE users (
    id         TEXT PRIMARY KEY,
    subject    TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    email      TEXT,
    tier       TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- A visitor is a random secret on a device; while signed in it stands for a user.
CREATE TABLE visitors (
    id              TEXT PRIMARY KEY,
    secret_hash     TEXT NOT NULL UNIQUE,
    user_id         TEXT REFERENCES users (id) ON DELETE SET NULL,
    signed_in_until BIGINT,
    created_at      BIGINT NOT NULL
);

-- Tokens already presented, until they expire: the same device may repeat, others may not.
CREATE TABLE used_tokens (
    jti        TEXT PRIMARY KEY,
    visitor_id TEXT NOT NULL REFERENCES visitors (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL
);

CREATE TABLE agents (
    id            TEXT PRIMARY KEY,
    name          TEXT NOT NULL UNIQUE,
    shown_as      TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    disabled_at   BIGINT,
    created_at    BIGINT NOT NULL
);

CREATE TABLE agent_sessions (
    secret_hash TEXT PRIMARY KEY,
    agent_id    TEXT NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    csrf        TEXT NOT NULL,
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL
);

CREATE TABLE threads (
    id             TEXT PRIMARY KEY,
    number         TEXT NOT NULL UNIQUE,
    type           TEXT NOT NULL,
    status         TEXT NOT NULL,   -- new, open, waiting, solved, closed
    fields         TEXT NOT NULL,   -- object, in the order of the form
    occurred       TEXT,            -- the person's own clock, no zone
    environment    TEXT NOT NULL,   -- object
    email          TEXT,
    phone          TEXT,            -- E.164
    locale         TEXT,
    trail          TEXT NOT NULL,   -- array, oldest step first
    tier           TEXT,
    tier_signed    BIGINT NOT NULL, -- 1: a signed token said so; 0: the page claimed it
    visitor_id     TEXT REFERENCES visitors (id) ON DELETE SET NULL,
    user_id        TEXT REFERENCES users (id) ON DELETE SET NULL,
    assignee_id    TEXT REFERENCES agents (id) ON DELETE SET NULL,
    messages       BIGINT NOT NULL, -- how many, notes too: the next one's position
    visitor_seen   BIGINT NOT NULL, -- messages before this position were read by the person
    agent_seen     BIGINT NOT NULL, -- the same for the agents
    solved         BIGINT,          -- the person's rating: 1 yes, 0 no
    rating_comment TEXT,
    rated_at       BIGINT,
    created_at     BIGINT NOT NULL,
    updated_at     BIGINT NOT NULL, -- the last message or change of status
    closed_at      BIGINT
);
CREATE INDEX threads_by_visitor ON threads (visitor_id, updated_at);
CREATE INDEX threads_by_user ON threads (user_id, updated_at);
CREATE INDEX threads_by_status ON threads (status, updated_at);

CREATE TABLE messages (
    id         TEXT PRIMARY KEY,
    thread_id  TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
    position   BIGINT NOT NULL,     -- 0 is the description
    author     TEXT NOT NULL,       -- visitor, agent, system
    agent_id   TEXT REFERENCES agents (id) ON DELETE SET NULL,
    internal   BIGINT NOT NULL,     -- 1: a note among agents
    body       TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (thread_id, position)
);

-- The bytes are in the object store, under their SHA-256.
CREATE TABLE files (
    sha256     TEXT PRIMARY KEY,
    size       BIGINT NOT NULL,
    head       TEXT NOT NULL,       -- hexadecimal: what tells the type
    created_at BIGINT NOT NULL
);

-- Who has put which file, so that naming a file's hash gives nobody the file.
CREATE TABLE uploads (
    owner      TEXT NOT NULL,       -- a visitor's or an agent's id
    sha256     TEXT NOT NULL REFERENCES files (sha256) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (owner, sha256)
);

CREATE TABLE attachments (
    message_id TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    position   BIGINT NOT NULL,
    sha256     TEXT NOT NULL REFERENCES files (sha256),
    name       TEXT NOT NULL,
    size       BIGINT NOT NULL,
    media_type TEXT NOT NULL,
    PRIMARY KEY (message_id, position)
);
CREATE INDEX attachments_by_file ON attachments (sha256);

-- Which request did what, so that a repeated one does it once.
CREATE TABLE requests (
    owner      TEXT NOT NULL,
    key        TEXT NOT NULL,
    content    TEXT NOT NULL,       -- SHA-256 of what was sent
    answer     TEXT NOT NULL,       -- the first answer, as JSON
    created_at BIGINT NOT NULL,
    PRIMARY KEY (owner, key)
);

CREATE TABLE status_changes (
    thread_id  TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
    position   BIGINT NOT NULL,
    actor      TEXT NOT NULL,       -- visitor, agent, system
    agent_id   TEXT REFERENCES agents (id) ON DELETE SET NULL,
    from_status TEXT,
    to_status  TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (thread_id, position)
);

CREATE TABLE events (
    id         BIGINT PRIMARY KEY,  -- from counters, in the order of commits
    thread_id  TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
    kind       TEXT NOT NULL,       -- ticket.created, ticket.updated, message.created
    internal   BIGINT NOT NULL,     -- 1: for agents alone
    data       TEXT NOT NULL,       -- object
    created_at BIGINT NOT NULL
);
CREATE INDEX events_by_thread ON events (thread_id, id);

-- Rights given by a link from an e-mail.
CREATE TABLE grants (
    visitor_id TEXT NOT NULL REFERENCES visitors (id) ON DELETE CASCADE,
    thread_id  TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (visitor_id, thread_id)
);

-- E-mail and webhook requests to be made.
CREATE TABLE deliveries (
    id           TEXT PRIMARY KEY,
    channel      TEXT NOT NULL,     -- email, webhook
    thread_id    TEXT REFERENCES threads (id) ON DELETE CASCADE,
    message_id   TEXT REFERENCES messages (id) ON DELETE CASCADE,
    payload      TEXT NOT NULL,     -- object
    attempts     BIGINT NOT NULL,
    next_at      BIGINT NOT NULL,
    leased_until BIGINT,
    done_at      BIGINT,
    given_up_at  BIGINT,
    last_error   TEXT,
    created_at   BIGINT NOT NULL
);
CREATE INDEX deliveries_due ON deliveries (done_at, given_up_at, next_at);

-- Article votes and searches; says nothing of who.
CREATE TABLE feedback (
    id         TEXT PRIMARY KEY,
    kind       TEXT NOT NULL,       -- vote, search
    locale     TEXT NOT NULL,
    query      TEXT,
    article    TEXT,                -- the article voted on, or the one a search ended in
    helpful    BIGINT,
    hits       BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX feedback_by_kind ON feedback (kind, created_at);
