-- Secrets of the desk's own, made at its first start and shared by all its processes.
CREATE TABLE keys (
    name       TEXT PRIMARY KEY,    -- grants
    secret     TEXT NOT NULL,       -- 32 bytes in hexadecimal
    created_at BIGINT NOT NULL
);
