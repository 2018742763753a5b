-- One row per order. `request` is what is sent to the provider, with the reference that names it
-- there; it never changes. `open` is what is left to find out, once it was sent. `due` is when
-- somebody has to look after the order, in milliseconds since 1970; nobody has to when it is null.
CREATE TABLE IF NOT EXISTS orders (
    number    INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,
    request   TEXT NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('stored', 'sending', 'open', 'paid', 'failed')),
    open      TEXT NOT NULL,
    ours      TEXT UNIQUE,
    reference TEXT,
    code      TEXT,
    token     TEXT,
    tries     INTEGER NOT NULL DEFAULT 0,
    due       INTEGER,
    made      INTEGER NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS orders_by_due ON orders (due) WHERE due IS NOT NULL;
CREATE INDEX IF NOT EXISTS orders_by_reference ON orders (reference) WHERE reference IS NOT NULL;

-- What Kemru told of a reference. It may come before the reply that first names the reference, or
-- in its place.
CREATE TABLE IF NOT EXISTS notices (
    reference TEXT PRIMARY KEY,
    outcome   TEXT NOT NULL,
    phone     TEXT NOT NULL,
    amount    TEXT NOT NULL,
    heard     INTEGER NOT NULL
) STRICT;
