-- Events out: the numbers and the feed of events, the seller's webhook endpoints, and what is delivered to them.
-- Nobody waits for a delivery: the books write events as before, with one number more, and everything else is written
-- beside them.

-- The customer's events are numbered 1, 2, 3 … under the customer's lock. Events of nobody have no number.
ALTER TABLE events ADD COLUMN seq BIGINT CHECK (seq >= 1);
UPDATE events SET seq = numbered.n FROM (
        SELECT id, ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY happened_at, id) AS n
        FROM events WHERE customer_id IS NOT NULL
    ) AS numbered WHERE numbered.id = events.id;
-- A gateway of before, which knows of no numbers, is refused its writes instead of leaving gaps. (One process has a SQLite
-- file, so that none of before can write beside this one.)
ALTER TABLE events ADD CONSTRAINT events_are_numbered CHECK ((customer_id IS NULL) = (seq IS NULL));
CREATE UNIQUE INDEX events_of_customer ON events (customer_id, seq) WHERE customer_id IS NOT NULL;
-- The feed is made of events by their place in the journal: each writer's chain is committed in order.
CREATE INDEX events_by_place ON events (journal_place);

-- The feed: every event once, in an order in which each customer's events follow their numbers. An event gets its
-- position after its commit, so that nothing is ever added before the end.
CREATE TABLE event_feed (
    position BIGINT NOT NULL PRIMARY KEY,
    event_id TEXT COLLATE "C" NOT NULL UNIQUE,
    kind TEXT COLLATE "C" NOT NULL
);
CREATE INDEX event_feed_by_kind ON event_feed (kind, position);
INSERT INTO event_feed (position, event_id, kind)
    SELECT ROW_NUMBER() OVER (ORDER BY happened_at, COALESCE(seq, 0), id), id, kind FROM events;

-- The end of the feed. Its row is the lock of whoever adds to it.
CREATE TABLE event_heads (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    position BIGINT NOT NULL CHECK (position >= 0)
);
INSERT INTO event_heads (id, position) SELECT 1, COUNT(*) FROM events;

-- How many blocks of each chain of the journal are in the feed.
CREATE TABLE event_chains (
    chain BIGINT NOT NULL PRIMARY KEY,
    blocks BIGINT NOT NULL CHECK (blocks >= 0)
);
INSERT INTO event_chains (chain, blocks) SELECT id, blocks FROM chains;

-- The endpoints. No secret is here: each is worked out from a salt and the gateway's signing key.
CREATE TABLE webhook_endpoints (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    url TEXT COLLATE "C" NOT NULL,
    types TEXT COLLATE "C" NOT NULL,
    description TEXT COLLATE "C" NOT NULL,
    from_position BIGINT NOT NULL CHECK (from_position >= 0),
    created_at BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('enabled', 'disabled', 'deleted')),
    note TEXT COLLATE "C",
    salt TEXT COLLATE "C" NOT NULL,
    previous_salt TEXT COLLATE "C",
    previous_until_at BIGINT,
    enabled_at BIGINT NOT NULL,
    journal_place BIGINT,
    journal_revision BIGINT,
    CHECK ((previous_salt IS NULL) = (previous_until_at IS NULL))
);
CREATE INDEX webhook_endpoints_by_state ON webhook_endpoints (state, id);

-- How far the feed was gone through for each endpoint, and since when it fails without a success.
CREATE TABLE webhook_progress (
    endpoint_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL CHECK (position >= 0),
    -- The instant of its last enabling that was followed.
    resumed_at BIGINT NOT NULL,
    failing_since_at BIGINT
);

-- One row for each event and endpoint. A lane is a customer's events at an endpoint; only the first undelivered one of a
-- lane is `waiting`, those behind it are `held`. One that is being sent waits until its lease ends (`next_at`).
CREATE TABLE webhook_deliveries (
    endpoint_id TEXT COLLATE "C" NOT NULL,
    position BIGINT NOT NULL,
    event_id TEXT COLLATE "C" NOT NULL,
    lane TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('held', 'waiting', 'delivered', 'failed')),
    attempts BIGINT NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    queued_at BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    first_at BIGINT,
    last_at BIGINT,
    status BIGINT,
    latency_ms BIGINT,
    error TEXT COLLATE "C",
    PRIMARY KEY (endpoint_id, position)
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (endpoint_id, next_at) WHERE state = 'waiting';
CREATE INDEX webhook_deliveries_of_lane ON webhook_deliveries (endpoint_id, lane, position) WHERE state IN ('held', 'waiting');
CREATE INDEX webhook_deliveries_failed ON webhook_deliveries (endpoint_id, position) WHERE state = 'failed';
-- For the numbers of the gateway. Its condition is in other words than that of the lanes, so that no planner takes one for the
-- other.
CREATE INDEX webhook_deliveries_oldest ON webhook_deliveries (queued_at) WHERE state IN ('held', 'waiting') AND state <> 'delivered';
