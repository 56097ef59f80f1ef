-- The live side of threads (docs/decisions/0010-chat.md); the rules of 0001 hold.

-- What the person chose first in the wizard.
ALTER TABLE threads ADD COLUMN topic TEXT;

-- Since when a device may not write; NULL: it may.
ALTER TABLE visitors ADD COLUMN blocked_at BIGINT;
CREATE INDEX visitors_by_user ON visitors (user_id);

-- One row for a thread that is live, or was.
CREATE TABLE chats (
    thread_id   TEXT PRIMARY KEY REFERENCES threads (id) ON DELETE CASCADE,
    state       TEXT NOT NULL,      -- waiting, talking, ended, missed
    team        TEXT NOT NULL,      -- whose agents take it; empty: all
    priority    BIGINT NOT NULL,    -- the greater comes first
    agent_id    TEXT REFERENCES agents (id) ON DELETE SET NULL, -- who talks, or talked last
    offered_to  TEXT REFERENCES agents (id) ON DELETE SET NULL, -- while it waits: who is asked to take it
    offer_until BIGINT,             -- until when
    queued_at   BIGINT NOT NULL,    -- of the same priority, the earlier comes first
    miss_at     BIGINT NOT NULL,    -- not taken by then, it is a ticket
    place       BIGINT NOT NULL,    -- how many came first when it came
    told_place  BIGINT NOT NULL,    -- how many come first, as the person was last told
    waited      BIGINT,             -- milliseconds from its coming until it was first taken
    taken_at    BIGINT,
    ended_at    BIGINT
);
CREATE INDEX chats_in_line ON chats (state, team, priority, queued_at);
CREATE INDEX chats_by_agent ON chats (agent_id, state);
CREATE INDEX chats_by_offer ON chats (offered_to);
CREATE INDEX chats_taken ON chats (team, taken_at);

-- Who has let a waiting chat pass.
CREATE TABLE chat_passes (
    thread_id TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
    agent_id  TEXT NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    PRIMARY KEY (thread_id, agent_id)
);

CREATE TABLE agent_presence (
    agent_id   TEXT PRIMARY KEY REFERENCES agents (id) ON DELETE CASCADE,
    here       BIGINT NOT NULL,     -- 1: takes chats
    room       BIGINT NOT NULL,     -- most conversations at once
    heard_at   BIGINT NOT NULL,     -- when an open console was last heard of
    offered_at BIGINT NOT NULL      -- when a chat was last offered; 0: never
);

-- An agent of no team takes all chats.
CREATE TABLE agent_teams (
    agent_id TEXT NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    team     TEXT NOT NULL,
    PRIMARY KEY (agent_id, team)
);

-- 1: an e-mail with the whole conversation, for which the person has asked.
ALTER TABLE deliveries ADD COLUMN transcript BIGINT NOT NULL DEFAULT 0;

-- Of kind chat: what the robot was asked about, and what came of it.
ALTER TABLE feedback ADD COLUMN topic TEXT;
ALTER TABLE feedback ADD COLUMN outcome TEXT;
