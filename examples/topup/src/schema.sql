-- One row per order. `request` is what is sent to the provider, with the reference that names it
-- there; it never changes. `phone` is whose it is that is topped up, where airtime is bought: the
-- last nine digits, here and in `notices`. `open` is what is left to find out, once it was sent.
-- `due` is when somebody has to look after the order, in milliseconds since 1970; nobody has to when
-- it is null. `review` is why a person has to.
CREATE TABLE IF NOT EXISTS orders (
    number    INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,
    request   TEXT NOT NULL,
    phone     TEXT,
    state     TEXT NOT NULL CHECK (state IN ('stored', 'sending', 'open', 'paid', 'failed')),
    open      TEXT NOT NULL,
    ours      TEXT UNIQUE,
    reference TEXT,
    code      TEXT,
    token     TEXT,
    review    TEXT CHECK (review IN ('contradicted', 'no_token', 'unreadable')),
    tries     INTEGER NOT NULL DEFAULT 0,
    due       INTEGER,
    made      INTEGER NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS orders_by_due ON orders (due) WHERE due IS NOT NULL;
CREATE INDEX IF NOT EXISTS orders_by_reference ON orders (reference) WHERE reference IS NOT NULL;
CREATE INDEX IF NOT EXISTS orders_by_phone ON orders (phone) WHERE phone IS NOT NULL;

-- What Kemru told of a reference. It may come before the reply that first names the reference, in
-- its place, or say otherwise later. Phone and amount are missing where no notice named them.
CREATE TABLE IF NOT EXISTS notices (
    reference TEXT PRIMARY KEY,
    outcome   TEXT NOT NULL,
    phone     TEXT,
    amount    TEXT,
    heard     INTEGER NOT NULL
) STRICT;
