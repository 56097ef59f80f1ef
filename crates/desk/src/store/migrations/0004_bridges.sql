-- Tickets that another system has, too. A desk may have had several such systems, one after the other.
CREATE TABLE bridge_threads (
    bridge     TEXT NOT NULL,       -- redmine, django-helpdesk
    thread_id  TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
    remote_id  TEXT NOT NULL,       -- the ticket there
    link       TEXT NOT NULL,       -- its page, for agents
    status     TEXT NOT NULL,       -- ours, as it was when both sides last had the same
    created_at BIGINT NOT NULL,
    PRIMARY KEY (bridge, thread_id),
    UNIQUE (bridge, remote_id)
);

-- Messages of ours that are there.
CREATE TABLE bridge_sent (
    bridge     TEXT NOT NULL,
    message_id TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    sent_at    BIGINT NOT NULL,
    PRIMARY KEY (bridge, message_id)
);

-- What was written there and is here now, so that it comes once.
CREATE TABLE bridge_received (
    bridge      TEXT NOT NULL,
    remote_id   TEXT NOT NULL,      -- the entry there
    thread_id   TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
    message_id  TEXT REFERENCES messages (id) ON DELETE CASCADE, -- none: it only changed the status
    received_at BIGINT NOT NULL,
    PRIMARY KEY (bridge, remote_id)
);
CREATE INDEX bridge_received_by_message ON bridge_received (message_id);

-- Up to when the other system was read, by its own clock.
CREATE TABLE bridge_cursors (
    bridge TEXT PRIMARY KEY,
    read_to BIGINT NOT NULL
);
