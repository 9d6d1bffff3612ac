--
-- PostgreSQL database dump
--


-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: refuse_change(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: _sqlx_migrations; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public._sqlx_migrations (
    version bigint NOT NULL,
    description text NOT NULL,
    installed_on timestamp with time zone DEFAULT now() NOT NULL,
    success boolean NOT NULL,
    checksum bytea NOT NULL,
    execution_time bigint NOT NULL
);


--
-- Name: api_keys; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.api_keys (
    id text NOT NULL COLLATE pg_catalog."C",
    role text NOT NULL COLLATE pg_catalog."C",
    hash text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    revoked_at bigint,
    journal_place bigint,
    journal_revision bigint
);


--
-- Name: approvals; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.approvals (
    id text NOT NULL COLLATE pg_catalog."C",
    customer_id text NOT NULL COLLATE pg_catalog."C",
    act text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    amount bigint NOT NULL,
    asked_by text NOT NULL COLLATE pg_catalog."C",
    asked_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    request text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    decided_by text COLLATE pg_catalog."C",
    decided_at bigint,
    reason text COLLATE pg_catalog."C",
    outcome text COLLATE pg_catalog."C",
    journal_place bigint,
    journal_revision bigint,
    CONSTRAINT approvals_amount_check CHECK ((amount > 0)),
    CONSTRAINT approvals_check CHECK ((expires_at > asked_at)),
    CONSTRAINT approvals_check1 CHECK ((decided_by <> asked_by)),
    CONSTRAINT approvals_check2 CHECK ((((state = 'waiting'::text) = (decided_by IS NULL)) AND ((state = 'approved'::text) = (outcome IS NOT NULL)))),
    CONSTRAINT approvals_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'approved'::text, 'rejected'::text])))
);


--
-- Name: audit_log; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.audit_log (
    id text NOT NULL COLLATE pg_catalog."C",
    actor text NOT NULL COLLATE pg_catalog."C",
    act text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    detail text NOT NULL COLLATE pg_catalog."C",
    acted_at bigint NOT NULL,
    journal_place bigint
);


--
-- Name: chains; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.chains (
    id bigint NOT NULL,
    blocks bigint NOT NULL,
    hash text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT chains_blocks_check CHECK ((blocks >= 0)),
    CONSTRAINT chains_id_check CHECK (((id >= 0) AND (id <= 1048575)))
)
WITH (fillfactor='50');


--
-- Name: contradictions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.contradictions (
    id text NOT NULL COLLATE pg_catalog."C",
    customer_id text NOT NULL COLLATE pg_catalog."C",
    order_id text NOT NULL COLLATE pg_catalog."C",
    provider text NOT NULL COLLATE pg_catalog."C",
    payment_key text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    opened_at bigint NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    note text NOT NULL COLLATE pg_catalog."C",
    amount bigint NOT NULL,
    cancelled bigint NOT NULL,
    settled_at bigint,
    decided_by text COLLATE pg_catalog."C",
    reason text COLLATE pg_catalog."C",
    refund_id text COLLATE pg_catalog."C",
    account text COLLATE pg_catalog."C",
    failure text COLLATE pg_catalog."C",
    journal_place bigint,
    journal_revision bigint,
    CONSTRAINT contradictions_amount_check CHECK ((amount >= 0)),
    CONSTRAINT contradictions_cancelled_check CHECK ((cancelled >= 0))
);


--
-- Name: customers; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.customers (
    id text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    debt bigint NOT NULL,
    seq bigint NOT NULL,
    head text NOT NULL COLLATE pg_catalog."C",
    opened_at bigint NOT NULL,
    closed_at bigint,
    debt_waived bigint DEFAULT 0 NOT NULL,
    granted bigint DEFAULT 0 NOT NULL,
    CONSTRAINT customers_debt_check CHECK ((debt >= 0)),
    CONSTRAINT customers_debt_waived_check CHECK ((debt_waived >= 0)),
    CONSTRAINT customers_granted_check CHECK ((granted >= 0)),
    CONSTRAINT customers_seq_check CHECK ((seq >= 0))
)
WITH (fillfactor='80');


--
-- Name: deposits; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.deposits (
    id text NOT NULL COLLATE pg_catalog."C",
    provider text NOT NULL COLLATE pg_catalog."C",
    movement_key text NOT NULL COLLATE pg_catalog."C",
    account text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    amount bigint NOT NULL,
    moved_at bigint NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    order_id text COLLATE pg_catalog."C",
    received_at bigint NOT NULL,
    settled_at bigint,
    key text NOT NULL COLLATE pg_catalog."C",
    source text NOT NULL COLLATE pg_catalog."C",
    balance bigint,
    repeat_of text COLLATE pg_catalog."C",
    journal_place bigint,
    journal_revision bigint,
    CONSTRAINT deposits_amount_check CHECK ((amount >= 0))
);


--
-- Name: entries; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.entries (
    customer_id text NOT NULL COLLATE pg_catalog."C",
    seq bigint NOT NULL,
    posting_id text NOT NULL COLLATE pg_catalog."C",
    act text NOT NULL COLLATE pg_catalog."C",
    from_account text NOT NULL COLLATE pg_catalog."C",
    to_account text NOT NULL COLLATE pg_catalog."C",
    unit text NOT NULL COLLATE pg_catalog."C",
    amount bigint NOT NULL,
    lot_id text COLLATE pg_catalog."C",
    reference text NOT NULL COLLATE pg_catalog."C",
    posted_at bigint NOT NULL,
    hash text NOT NULL COLLATE pg_catalog."C",
    journal_place bigint,
    CONSTRAINT entries_amount_check CHECK ((amount > 0)),
    CONSTRAINT entries_check CHECK ((to_account <> from_account)),
    CONSTRAINT entries_seq_check CHECK ((seq >= 1))
);


--
-- Name: events; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.events (
    id text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    customer_id text COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    body text NOT NULL COLLATE pg_catalog."C",
    happened_at bigint NOT NULL,
    journal_place bigint
);


--
-- Name: holds; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.holds (
    id text NOT NULL COLLATE pg_catalog."C",
    customer_id text NOT NULL COLLATE pg_catalog."C",
    credits bigint NOT NULL,
    captured bigint NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    meter text NOT NULL COLLATE pg_catalog."C",
    reference text NOT NULL COLLATE pg_catalog."C",
    parts text NOT NULL COLLATE pg_catalog."C",
    spend_id text COLLATE pg_catalog."C",
    opened_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    closed_at bigint,
    journal_place bigint,
    journal_revision bigint,
    CONSTRAINT holds_check CHECK (((captured >= 0) AND (captured <= credits))),
    CONSTRAINT holds_credits_check CHECK ((credits >= 0))
);


--
-- Name: idempotency_keys; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.idempotency_keys (
    scope text NOT NULL COLLATE pg_catalog."C",
    client_key text NOT NULL COLLATE pg_catalog."C",
    fingerprint text NOT NULL COLLATE pg_catalog."C",
    reply text NOT NULL COLLATE pg_catalog."C",
    answered_at bigint NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    journal_place bigint
);


--
-- Name: inbox; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.inbox (
    id text NOT NULL COLLATE pg_catalog."C",
    provider text NOT NULL COLLATE pg_catalog."C",
    event_key text NOT NULL COLLATE pg_catalog."C",
    verdict text NOT NULL COLLATE pg_catalog."C",
    note text NOT NULL COLLATE pg_catalog."C",
    headers text NOT NULL COLLATE pg_catalog."C",
    body_form text NOT NULL COLLATE pg_catalog."C",
    body text NOT NULL COLLATE pg_catalog."C",
    effect text NOT NULL COLLATE pg_catalog."C",
    received_at bigint NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    settled_at bigint,
    journal_place bigint,
    journal_revision bigint,
    CONSTRAINT inbox_body_form_check CHECK ((body_form = ANY (ARRAY['text'::text, 'hex'::text])))
);


--
-- Name: jobs; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.jobs (
    id text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    run_at bigint NOT NULL,
    created_at bigint NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL COLLATE pg_catalog."C",
    attempts bigint DEFAULT 0 NOT NULL,
    lease_until_at bigint,
    note text COLLATE pg_catalog."C",
    failure_code text COLLATE pg_catalog."C",
    CONSTRAINT jobs_check CHECK (((state = 'running'::text) = (lease_until_at IS NOT NULL))),
    CONSTRAINT jobs_kind_check CHECK ((kind = ANY (ARRAY['settle_order'::text, 'settle_refund'::text, 'settle_contradiction'::text]))),
    CONSTRAINT jobs_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'parked'::text])))
);


--
-- Name: journal; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.journal (
    id bigint NOT NULL,
    made_at bigint NOT NULL,
    content text NOT NULL COLLATE pg_catalog."C",
    hash text NOT NULL COLLATE pg_catalog."C"
);


--
-- Name: lots; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.lots (
    id text NOT NULL COLLATE pg_catalog."C",
    customer_id text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    payment_id text COLLATE pg_catalog."C",
    reason text COLLATE pg_catalog."C",
    policy text NOT NULL COLLATE pg_catalog."C",
    granted bigint NOT NULL,
    remaining bigint NOT NULL,
    held bigint NOT NULL,
    spent bigint NOT NULL,
    refunded bigint NOT NULL,
    expired bigint NOT NULL,
    revoked bigint NOT NULL,
    acquired_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    policy_hash text NOT NULL COLLATE pg_catalog."C",
    debt_paid bigint NOT NULL,
    bonus_of text COLLATE pg_catalog."C",
    bonus_gone bigint NOT NULL,
    rank smallint GENERATED ALWAYS AS (
CASE kind
    WHEN 'promotional'::text THEN 0
    WHEN 'membership'::text THEN 1
    ELSE 2
END) STORED,
    has_remaining smallint GENERATED ALWAYS AS (
CASE
    WHEN (remaining > 0) THEN 1
    ELSE 0
END) STORED,
    has_held smallint GENERATED ALWAYS AS (
CASE
    WHEN (held > 0) THEN 1
    ELSE 0
END) STORED,
    journal_place bigint,
    CONSTRAINT lots_check CHECK (((bonus_gone >= 0) AND (bonus_gone <= granted))),
    CONSTRAINT lots_check1 CHECK ((granted = (((((remaining + held) + spent) + refunded) + expired) + revoked))),
    CONSTRAINT lots_debt_paid_check CHECK ((debt_paid >= 0)),
    CONSTRAINT lots_expired_check CHECK ((expired >= 0)),
    CONSTRAINT lots_granted_check CHECK ((granted >= 0)),
    CONSTRAINT lots_held_check CHECK ((held >= 0)),
    CONSTRAINT lots_refunded_check CHECK ((refunded >= 0)),
    CONSTRAINT lots_remaining_check CHECK ((remaining >= 0)),
    CONSTRAINT lots_revoked_check CHECK ((revoked >= 0)),
    CONSTRAINT lots_spent_check CHECK ((spent >= 0))
)
WITH (fillfactor='80');


--
-- Name: orders; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.orders (
    id text NOT NULL COLLATE pg_catalog."C",
    customer_id text NOT NULL COLLATE pg_catalog."C",
    product text NOT NULL COLLATE pg_catalog."C",
    title text NOT NULL COLLATE pg_catalog."C",
    quantity bigint NOT NULL,
    amount bigint NOT NULL,
    tax_free bigint NOT NULL,
    credits bigint NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    validity text NOT NULL COLLATE pg_catalog."C",
    policy text NOT NULL COLLATE pg_catalog."C",
    provider text NOT NULL COLLATE pg_catalog."C",
    method text NOT NULL COLLATE pg_catalog."C",
    depositor text COLLATE pg_catalog."C",
    depositor_key text COLLATE pg_catalog."C",
    return_url text NOT NULL COLLATE pg_catalog."C",
    session text COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    failure text COLLATE pg_catalog."C",
    note text COLLATE pg_catalog."C",
    payment_id text COLLATE pg_catalog."C",
    opened_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    closed_at bigint,
    policy_hash text NOT NULL COLLATE pg_catalog."C",
    bonus text COLLATE pg_catalog."C",
    metadata text COLLATE pg_catalog."C",
    hinted_at bigint,
    journal_place bigint,
    journal_revision bigint,
    CONSTRAINT orders_amount_check CHECK ((amount >= 0)),
    CONSTRAINT orders_check CHECK (((tax_free >= 0) AND (tax_free <= amount))),
    CONSTRAINT orders_credits_check CHECK ((credits >= 0)),
    CONSTRAINT orders_quantity_check CHECK ((quantity >= 1))
);


--
-- Name: payments; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.payments (
    id text NOT NULL COLLATE pg_catalog."C",
    order_id text NOT NULL COLLATE pg_catalog."C",
    customer_id text NOT NULL COLLATE pg_catalog."C",
    provider text NOT NULL COLLATE pg_catalog."C",
    payment_key text NOT NULL COLLATE pg_catalog."C",
    method text NOT NULL COLLATE pg_catalog."C",
    amount bigint NOT NULL,
    tax text NOT NULL COLLATE pg_catalog."C",
    refunded bigint NOT NULL,
    in_flight bigint NOT NULL,
    cancelled_outside bigint NOT NULL,
    credits_revoked bigint NOT NULL,
    policy text NOT NULL COLLATE pg_catalog."C",
    paid_at bigint NOT NULL,
    facts text NOT NULL COLLATE pg_catalog."C",
    policy_hash text NOT NULL COLLATE pg_catalog."C",
    outside_at bigint,
    debt bigint NOT NULL,
    debt_waived bigint NOT NULL,
    journal_place bigint,
    journal_revision bigint,
    CONSTRAINT payments_amount_check CHECK ((amount >= 0)),
    CONSTRAINT payments_cancelled_outside_check CHECK ((cancelled_outside >= 0)),
    CONSTRAINT payments_check CHECK (((refunded + in_flight) <= amount)),
    CONSTRAINT payments_credits_revoked_check CHECK ((credits_revoked >= 0)),
    CONSTRAINT payments_debt_check CHECK ((debt >= 0)),
    CONSTRAINT payments_debt_waived_check CHECK ((debt_waived >= 0)),
    CONSTRAINT payments_in_flight_check CHECK ((in_flight >= 0)),
    CONSTRAINT payments_refunded_check CHECK ((refunded >= 0))
);


--
-- Name: policies; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.policies (
    version text NOT NULL COLLATE pg_catalog."C",
    hash text NOT NULL COLLATE pg_catalog."C",
    document text NOT NULL COLLATE pg_catalog."C",
    published_at bigint NOT NULL,
    effective_at bigint NOT NULL,
    stored_at bigint NOT NULL,
    journal_place bigint
);


--
-- Name: quotes; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quotes (
    id text NOT NULL COLLATE pg_catalog."C",
    payment_id text NOT NULL COLLATE pg_catalog."C",
    customer_id text NOT NULL COLLATE pg_catalog."C",
    amount bigint NOT NULL,
    credits bigint NOT NULL,
    basis text NOT NULL COLLATE pg_catalog."C",
    lines text NOT NULL COLLATE pg_catalog."C",
    policy text NOT NULL COLLATE pg_catalog."C",
    quoted_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    policy_hash text NOT NULL COLLATE pg_catalog."C",
    asked_at bigint NOT NULL,
    wanted bigint,
    beyond text COLLATE pg_catalog."C",
    journal_place bigint,
    journal_revision bigint,
    CONSTRAINT quotes_amount_check CHECK ((amount >= 0)),
    CONSTRAINT quotes_credits_check CHECK ((credits >= 0))
);


--
-- Name: refunds; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.refunds (
    id text NOT NULL COLLATE pg_catalog."C",
    payment_id text NOT NULL COLLATE pg_catalog."C",
    customer_id text NOT NULL COLLATE pg_catalog."C",
    provider text NOT NULL COLLATE pg_catalog."C",
    quote_id text NOT NULL COLLATE pg_catalog."C",
    lot_id text NOT NULL COLLATE pg_catalog."C",
    amount bigint NOT NULL,
    tax_free bigint NOT NULL,
    vat bigint NOT NULL,
    credits bigint NOT NULL,
    basis text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    account text COLLATE pg_catalog."C",
    expected_balance bigint NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    failure text COLLATE pg_catalog."C",
    note text COLLATE pg_catalog."C",
    cancel_key text COLLATE pg_catalog."C",
    requested_by text NOT NULL COLLATE pg_catalog."C",
    requested_at bigint NOT NULL,
    sent_at bigint,
    settled_at bigint,
    due_at bigint NOT NULL,
    settled_amount bigint,
    journal_place bigint,
    journal_revision bigint,
    CONSTRAINT refunds_amount_check CHECK ((amount >= 0)),
    CONSTRAINT refunds_check CHECK (((tax_free >= 0) AND (tax_free <= amount))),
    CONSTRAINT refunds_check1 CHECK (((vat >= 0) AND (vat <= amount))),
    CONSTRAINT refunds_credits_check CHECK ((credits >= 0)),
    CONSTRAINT refunds_expected_balance_check CHECK ((expected_balance >= 0)),
    CONSTRAINT refunds_settled_amount_check CHECK ((settled_amount >= 0))
);


--
-- Name: spends; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.spends (
    id text NOT NULL COLLATE pg_catalog."C",
    customer_id text NOT NULL COLLATE pg_catalog."C",
    credits bigint NOT NULL,
    meter text NOT NULL COLLATE pg_catalog."C",
    reference text NOT NULL COLLATE pg_catalog."C",
    parts text NOT NULL COLLATE pg_catalog."C",
    hold_id text COLLATE pg_catalog."C",
    spent_at bigint NOT NULL,
    reversed_at bigint,
    journal_place bigint,
    CONSTRAINT spends_credits_check CHECK ((credits >= 0))
);


--
-- Name: write_probes; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.write_probes (
    id bigint NOT NULL,
    probed_at bigint NOT NULL,
    filler text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT write_probes_id_check CHECK ((id = 1))
)
WITH (fillfactor='50');


--
-- Data for Name: _sqlx_migrations; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public._sqlx_migrations VALUES
	(1, 'books', '2026-11-29 19:23:01.286193+00', true, '\x18cfc8fc2fe096b92fd643e943f3bd37ad001e4e01192f6f0f786c529b29bdfb2cc54759f4bdb15272acf3f21c94734f', 14136465),
	(2, 'record', '2026-11-29 19:23:01.300694+00', true, '\x48b6552e3ca44da8cb1bc9d596c80ea22366b012c33a69ac80055ac3cd71beb28b1f43a4ea3989533758561049612143', 7957138);


--
-- Data for Name: api_keys; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.api_keys VALUES
	('key_01na2dmh48f2s9tsjmf7rmbavr', 'support', 'hash of a support key', 'support', 1831884965000000, NULL, 128, NULL),
	('key_01na2dmh48e07aav159h1d4c57', 'service', 'hash of a service key', 'service', 1831884965000000, 1831884965000000, 256, 384);


--
-- Data for Name: approvals; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.approvals VALUES
	('apr_01na2dkrq0far8ymwj41eyw1q4', 'mona', 'grant', 'mona', 700, 'key_0000000000e008000000000002', 1831884940000000, 1832489740000000, '{"form":"grant/1","kind":"promotional","credits":700,"bonus_of":null,"reason":"a fair"}', 'approved', 'key_0000000000e008000000000003', 1831884940000000, 'a fair', 'lot_01na2dkrq0e4xbway9nxegms5j', 8796093031552, 17592186053505),
	('apr_01na2dkrq0ff4spc9c3qbw2s1b', 'mona', 'grant', 'mona', 800, 'key_0000000000e008000000000002', 1831884940000000, 1832489740000000, '{"form":"grant/1","kind":"promotional","credits":800,"bonus_of":null,"reason":"a fair"}', 'rejected', 'key_0000000000e008000000000003', 1831884940000000, 'too much', NULL, 8796093031680, 17592186053632),
	('apr_01na2dkrq0e8cba7kp75m5d8x8', 'mona', 'grant', 'mona', 900, 'key_0000000000e008000000000002', 1831884940000000, 1832489740000000, '{"form":"grant/1","kind":"promotional","credits":900,"bonus_of":null,"reason":"a fair"}', 'waiting', NULL, NULL, NULL, NULL, 8796093031808, NULL),
	('apr_01na2dm0h0e2krsgbnvgnq7hpy', 'lara', 'refund_account', 'ref_01na2dkyjgez2sn9xw3nfp485p', 1000, 'key_0000000000e008000000000002', 1831884948000000, 1832489748000000, '{"form":"refund_account/1","refund":"ref_01na2dkyjgez2sn9xw3nfp485p","account":{"bank":"088","account_number":"110123456789","holder":"홍길동"},"replaces":null,"holder_confirmed":false}', 'approved', 'key_0000000000e008000000000003', 1831884948000000, 'seen', 'ref_01na2dkyjgez2sn9xw3nfp485p', 17592186054272, 8796093032450),
	('apr_01na2dm4e0estrzrtejb8127km', 'lena', 'contradiction_refund', 'ctr_01na2dm4e0ftvsxdbxh24dkvc7', 9990, 'key_0000000000e008000000000002', 1831884952000000, 1832489752000000, '{"form":"contradiction_refund/1","contradiction":"ctr_01na2dm4e0ftvsxdbxh24dkvc7","account":null,"reason":"not what was ordered"}', 'approved', 'key_0000000000e008000000000003', 1831884952000000, 'seen', 'ctr_01na2dm4e0ftvsxdbxh24dkvc7', 17592186054656, 8796093032834),
	('apr_01na2dm9a8f198systs9gyp0n8', 'lola', 'contradiction_refund', 'ctr_01na2dm9a8e28vapypdhk95625', 9990, 'key_0000000000e008000000000002', 1831884957000000, 1832489757000000, '{"form":"contradiction_refund/1","contradiction":"ctr_01na2dm9a8e28vapypdhk95625","account":null,"reason":"not what was ordered"}', 'approved', 'key_0000000000e008000000000003', 1831884957000000, 'seen', 'ctr_01na2dm9a8e28vapypdhk95625', 8796093033216, 17592186055170),
	('apr_01na2dmb8reqntm5m1ckt87ve4', 'lola', 'contradiction_refund', 'ctr_01na2dm9a8e28vapypdhk95625', 9985, 'key_0000000000e008000000000002', 1831884959000000, 1832489759000000, '{"form":"contradiction_refund/1","contradiction":"ctr_01na2dm9a8e28vapypdhk95625","account":null,"reason":"not what was ordered"}', 'approved', 'key_0000000000e008000000000003', 1831884959000000, 'seen', 'ctr_01na2dm9a8e28vapypdhk95625', 8796093033472, 17592186055426);


--
-- Data for Name: audit_log; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.audit_log VALUES
	('act_01k742sgz8f3ksb56mgg5z60v1', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01k742sgz8e7ebb61ymta3daz4', '10 promotional: welcome', 1760000001000000, 8796093022211),
	('act_01k742shygfq1rp67shh2z91mz', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01k742shygfg5tes58h9d7b30k', '10 promotional: welcome', 1760000002000000, 17592186044419),
	('act_01n7g0rmw8e9xt6tajfcf5y8n0', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01n7g0rmw8fthvhzss9sr7k02k', '10 membership: welcome', 1829120005000000, 8796093022467),
	('act_01n7g0rptre40tfgs8cadzwnts', 'key_0000000000e008000000000002', 'customer.close', 'erin', '10 credits forfeited', 1829120007000000, 8796093022594),
	('act_01n8exhwd8ecd8dnnp61sghwsr', 'key_0000000000e008000000000002', 'refund.request', 'ref_01n8exhwd8fcdafrs683x5an2f', '1000 won for 100 credits, through_support: unused', 1830156825000000, 8796093023750),
	('act_01na2dgbb0fvp83fmmzdyq182z', 'key_0000000000e008000000000002', 'refund.beyond', 'quo_01na2dgbb0fhyrxvqtpjwd8h9t', 'seller_fault, 10000 won for 1000 credits', 1831884828000000, 17592186045953),
	('act_01na2dgca8eybs9myk4sggcygj', 'key_0000000000e008000000000002', 'refund.request', 'ref_01na2dgca8exga6vymrjbs4qce', '10000 won for 1000 credits, seller_fault: unused', 1831884829000000, 8796093024006),
	('act_01na2dge8repgsrg9vf98y3yh0', 'key_0000000000e008000000000002', 'refund.beyond', 'quo_01na2dge8retaamwegq94j1nk2', 'goodwill, 10000 won for 1000 credits', 1831884831000000, 8796093024129),
	('act_01na2dgf80fqsanqj2h5wq1gfq', 'key_0000000000e008000000000002', 'refund.request', 'ref_01na2dgf80fnkvpzrhbg30kx7p', '10000 won for 1000 credits, goodwill: unused', 1831884832000000, 17592186046214),
	('act_01na2dgh6gfmfr3k8w211phmvq', 'key_0000000000e008000000000002', 'refund.date_back', 'quo_01na2dgh6gfbbad0t70d7q62qn', 'to 2027-12-25T17:53:53+09:00: mail 4711', 1831884834000000, 17592186046337),
	('act_01na2dgj5rf8ja7b3r4wryj8j1', 'key_0000000000e008000000000002', 'refund.request', 'ref_01na2dgj5rfbzr5dpryzvwyxq2', '10000 won for 1000 credits, by_right: unused', 1831884835000000, 8796093024390),
	('act_01na2dgwxgfs284psqsjbmnzyz', 'key_0000000000e008000000000002', 'spend.reverse', 'spd_01na2dgvy8fyqs8k5a4w8hxfxb', '10 credits', 1831884846000000, 8796093025153),
	('act_01na2dgxwrf1s8wf4m87ad0dt5', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwrfkz9kcayh254p8wm', '1 promotional: welcome', 1831884847000000, 8796093025429),
	('act_01na2dgxwrewxt64acvz0rhp4a', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwrepms35f5pbja84gk', '1 promotional: welcome', 1831884847000000, 8796093025430),
	('act_01na2dgxwregxvr6h7ehpmjkwf', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwrfax8qngpzcmmb9gh', '1 promotional: welcome', 1831884847000000, 8796093025431),
	('act_01na2dgxwrfjjvxzk636tx8m8x', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwrfj3b0a3vm8gwwd5k', '1 promotional: welcome', 1831884847000000, 8796093025432),
	('act_01na2dgxwrejz8763d93106cct', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwre6dvze78gjhtat0t', '1 promotional: welcome', 1831884847000000, 8796093025433),
	('act_01na2dgxwrfy18br68nhqqmg7w', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwrfa6adabkkkm9ksm5', '1 promotional: welcome', 1831884847000000, 8796093025434),
	('act_01na2dgxwree4vk93m0r7jwbt3', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwrem0vw4gp78qyd5yx', '1 promotional: welcome', 1831884847000000, 8796093025435),
	('act_01na2dgxwrf7daw1b1g7p0yjrg', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwrfbt9wy9b6vn648x7', '1 promotional: welcome', 1831884847000000, 8796093025436),
	('act_01na2dgxwre4vakpjt3ax36yvv', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwre60vtemyjzm6xbfn', '1 promotional: welcome', 1831884847000000, 8796093025437),
	('act_01na2dgxwrfvb8jepnqkyqn5mr', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwre90vy6wbqjfcggw8', '1 promotional: welcome', 1831884847000000, 8796093025438),
	('act_01na2dgxwrf50trtdt34f5tn2c', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwreevb8r8gm576ycfn', '1 promotional: welcome', 1831884847000000, 8796093025439),
	('act_01na2dgxwrfwaateg1k6nsjca5', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwresx8qkmdf2hdgheg', '1 promotional: welcome', 1831884847000000, 8796093025440),
	('act_01na2dgxwrfcatz4bv9cr44grt', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwrf0gbmnhvjksgykd4', '1 promotional: welcome', 1831884847000000, 8796093025441),
	('act_01na2dgxwrejb9275qdcm18kzh', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwrevsv3xepjfq27619', '1 promotional: welcome', 1831884847000000, 8796093025442),
	('act_01na2dgxwretd88m9g6whcqeyj', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwrf3qrg5qkap2y053m', '1 promotional: welcome', 1831884847000000, 8796093025443),
	('act_01na2dgxwrf238trkhne5z6zp2', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwre8hazwsn6zj30fh3', '1 promotional: welcome', 1831884847000000, 8796093025444),
	('act_01na2dgxwrenq87pt1mqy0rame', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwre3rvmpngnf3bx5yp', '1 promotional: welcome', 1831884847000000, 8796093025445),
	('act_01na2dgxwrftv8jq1h7k9tgbcd', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwrfyb8n9f09g80r05k', '1 promotional: welcome', 1831884847000000, 8796093025446),
	('act_01na2dgxwreket8e5p1mgrqk95', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwrfvcbe1vvspahpvwd', '1 promotional: welcome', 1831884847000000, 8796093025447),
	('act_01na2dgxwrej4svq4g31qwwrg5', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwrfjhrwc60gfwhfs02', '1 promotional: welcome', 1831884847000000, 8796093025448),
	('act_01na2dgxwrfn7v02myfecj7d2q', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwrfrr8e5mf27rjvmz3', '1 promotional: welcome', 1831884847000000, 8796093025449),
	('act_01na2dgxwrfha9c4qw5s34cr6v', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwre7a81br21z21ek86', '1 promotional: welcome', 1831884847000000, 8796093025450),
	('act_01na2dgxwred190v02w0netk0c', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwremgbkzmdzvkqnndx', '1 promotional: welcome', 1831884847000000, 8796093025451),
	('act_01na2dgxwre73r13skffkk0kb9', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwreht9yz761xergcma', '1 promotional: welcome', 1831884847000000, 8796093025452),
	('act_01na2dgxwrejvaajkrpwap3e3d', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwredqr94p0fymrhxt8', '1 promotional: welcome', 1831884847000000, 8796093025453),
	('act_01na2dgxwrf60rgkb08vky0p9p', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwrfqbba500xqezfjf7', '1 promotional: welcome', 1831884847000000, 8796093025454),
	('act_01na2dgxwrexsshqp34eed4sj0', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwrfsz9fat25w3czfpn', '1 promotional: welcome', 1831884847000000, 8796093025455),
	('act_01na2dgxwresta3brmc833ev30', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwrfjyr8brg9vy9rt1v', '1 promotional: welcome', 1831884847000000, 8796093025456),
	('act_01na2dgxwre0nre16atbk8c4v8', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwrew2t4wjrmna270jz', '1 promotional: welcome', 1831884847000000, 8796093025457),
	('act_01na2dgxwre4pafwnrj4mh9ypb', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwrf2f86gz2gtc4z266', '1 promotional: welcome', 1831884847000000, 8796093025458),
	('act_01na2dgxwre5ssc0jhzf0xykjw', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwre4r84k2hh3m19gvc', '1 promotional: welcome', 1831884847000000, 8796093025459),
	('act_01na2dgxwrfse8f2w15q5a3mms', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwreh5tcmzb05ffxv6p', '1 promotional: welcome', 1831884847000000, 8796093025460),
	('act_01na2dgxwrfphtywsynwrdrrbn', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwrf5zt3p0zrsyays4g', '1 promotional: welcome', 1831884847000000, 8796093025461),
	('act_01na2dgxwrfgnbzgzh50dy7tta', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwre7mr6gcwpm7cga22', '1 promotional: welcome', 1831884847000000, 8796093025462),
	('act_01na2dgxwrew3sg205cedt4cjr', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwrey9s8jz1gy2e9jnv', '1 promotional: welcome', 1831884847000000, 8796093025463),
	('act_01na2dgxwrfyg829g22jgtnp9r', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwrf0xr179t9vcx1nxe', '1 promotional: welcome', 1831884847000000, 8796093025464),
	('act_01na2dgxwrfw1a26c4239z0s2w', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwreq5swk2fwc9ekdk5', '1 promotional: welcome', 1831884847000000, 8796093025465),
	('act_01na2dgxwre8783nbptkyrmmhv', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwret5az3t3dcwh9sg0', '1 promotional: welcome', 1831884847000000, 8796093025466),
	('act_01na2dgxwrej0ses9vws2xff32', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwrf7t8hdsrx15ttds9', '1 promotional: welcome', 1831884847000000, 8796093025467),
	('act_01na2dgxwrf7n82gvmyw8dytej', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwrfw1rs05wq9jp0d2a', '1 promotional: welcome', 1831884847000000, 8796093025468),
	('act_01na2dgxwrf53argfmt25t2s4e', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwrfs0tj8tgcj997zwd', '1 promotional: welcome', 1831884847000000, 8796093025469),
	('act_01na2dgxwrf5rvv748mvx14kqt', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwrfaqbtc9bnq084476', '1 promotional: welcome', 1831884847000000, 8796093025470),
	('act_01na2dgxwrekqtjte48kkv4yc5', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwrfre9p39g77y9gtcw', '1 promotional: welcome', 1831884847000000, 8796093025471),
	('act_01na2dgxwrf918x0njvgjcmwp2', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwrf7ts7pytsbmd9t82', '1 promotional: welcome', 1831884847000000, 8796093025472),
	('act_01na2dgxwreb5rrt279gfcbm40', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwrfscamaqvzzh1jwxj', '1 promotional: welcome', 1831884847000000, 8796093025473),
	('act_01na2dgxwrfkxszm355bmrbpbt', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwreksrh4yr0520f3fm', '1 promotional: welcome', 1831884847000000, 8796093025474),
	('act_01na2dgxwrexhtsc552bgjf7qx', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwrf2z889qwx888er21', '1 promotional: welcome', 1831884847000000, 8796093025475),
	('act_01na2dgxwre8avbzre60e4a5v0', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwredn94xta6pzr5w2p', '1 promotional: welcome', 1831884847000000, 8796093025476),
	('act_01na2dgxwrfe0bnwwkejq9nqzs', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwrekhvmk42amcpb1kr', '1 promotional: welcome', 1831884847000000, 8796093025477),
	('act_01na2dgxwrfan956rtj0vjzace', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgxwrfx984ahd5nsfm9yw', '1 promotional: welcome', 1831884847000000, 8796093025478),
	('act_01na2dgzv8fmm9bve3n7ptaq14', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgzv8ff39pzakg2wtv642', '1000 promotional: welcome', 1831884849000000, 8796093025539),
	('act_01na2dgyw0e9bsc47s5npaz9t8', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dgyw0fc0rzvnk1p1yzwaz', '1000 membership: welcome', 1831884848000000, 17592186047363),
	('act_01na2dh0tgf8pbcnrqxs8n2yey', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dh0tgf4q85tjxdsxsd816', '1000 promotional: welcome', 1831884850000000, 17592186047491),
	('act_01na2dh8mgf9crjwwtqt0s3whj', 'key_0000000000e008000000000002', 'refund.request', 'ref_01na2dh8mgf96vhpms35187qqw', '10000 won for 1000 credits, by_right: unused', 1831884858000000, 17592186048135),
	('act_01na2dhmbgefrrrtzgzvysp3q7', 'key_0000000000e008000000000002', 'refund.request', 'ref_01na2dhmbgex3tb3wzrhrmj4kr', '6000 won for 600 credits, by_right: unused', 1831884870000000, 17592186048902),
	('act_01na2dhv68ewvs58527kcnsn80', 'key_0000000000e008000000000002', 'refund.request', 'ref_01na2dhv68ffxrtgsxr2p2h643', '1000 won for 100 credits, by_right: unused', 1831884877000000, 8796093027462),
	('act_01na2dj210fjrvm5vkgftgwccq', 'key_0000000000e008000000000002', 'refund.request', 'ref_01na2dj210fnktmxb968pja0vz', '1000 won for 100 credits, by_right: unused', 1831884884000000, 17592186049798),
	('act_01na2dj8vre2qvztqsy587y4hf', 'key_0000000000e008000000000002', 'refund.request', 'ref_01na2dj8vrfpma938brzb9aaf0', '1000 won for 100 credits, by_right: unused', 1831884891000000, 8796093028358),
	('act_01na2dk288f8zv1cv3xn6m0dx6', 'key_0000000000e008000000000002', 'deposit.match', 'dep_01na2dk190f1stbxs5m43hwkzz', 'order ord_01na2djyb8fbd8az8pdwp2vwk6: ten won short', 1831884917000000, 8796093030025),
	('act_01na2dk74ge1etrxfxenv8n8jm', 'key_0000000000e008000000000002', 'contradiction.accept', 'ctr_01na2dk658fw1s7wedkc5zsy0j', '9990 won as other_amount: rounded at the till', 1831884922000000, 17592186052234),
	('act_01na2dkc0rfvwv3kn5xfagcdw8', 'key_0000000000e008000000000002', 'contradiction.refund', 'ctr_01na2dkb1gft3tec2v013n2yqm', '9990 won: not what was ordered', 1831884927000000, 8796093030658),
	('act_01na2dkprgec7sa67shprt5j3m', 'key_0000000000e008000000000002', 'refund.request', 'ref_01na2dkprgee8rv4g9ach3eyvr', '10000 won for 1000 credits, by_right: unused', 1831884938000000, 17592186053254),
	('act_01na2dkrq0ed59nky1rt311fyf', 'key_0000000000e008000000000002', 'approval.ask', 'apr_01na2dkrq0far8ymwj41eyw1q4', 'grant of 700 for mona, above the limit of 500: a fair', 1831884940000000, 8796093031554),
	('act_01na2dkrq0f19bkeg1tf3dd2dv', 'key_0000000000e008000000000002', 'credits.grant', 'lot_01na2dkrq0e4xbway9nxegms5j', '700 promotional: a fair (asked by key_0000000000e008000000000002, approved by key_0000000000e008000000000003)', 1831884940000000, 17592186053509),
	('act_01na2dkrq0echs554a4ty261m1', 'key_0000000000e008000000000003', 'approval.approve', 'apr_01na2dkrq0far8ymwj41eyw1q4', 'grant of 700 for mona, asked by key_0000000000e008000000000002, approved by key_0000000000e008000000000003: a fair', 1831884940000000, 17592186053510),
	('act_01na2dkrq0exw832bwwbm5hksh', 'key_0000000000e008000000000002', 'approval.ask', 'apr_01na2dkrq0ff4spc9c3qbw2s1b', 'grant of 800 for mona, above the limit of 500: a fair', 1831884940000000, 8796093031682),
	('act_01na2dkrq0f508tsntnqa5ewhg', 'key_0000000000e008000000000003', 'approval.reject', 'apr_01na2dkrq0ff4spc9c3qbw2s1b', 'grant of 800 for mona, asked by key_0000000000e008000000000002: too much', 1831884940000000, 17592186053634),
	('act_01na2dkrq0fmx8yry2d4etqccx', 'key_0000000000e008000000000002', 'approval.ask', 'apr_01na2dkrq0e8cba7kp75m5d8x8', 'grant of 900 for mona, above the limit of 500: a fair', 1831884940000000, 8796093031810),
	('act_01na2dkyjgf9bswq1g09mc010n', 'key_0000000000e008000000000002', 'refund.request', 'ref_01na2dkyjgez2sn9xw3nfp485p', '1000 won for 100 credits, by_right: unused', 1831884946000000, 8796093032198),
	('act_01na2dm0h0e2ybn27k42rgcsn4', 'key_0000000000e008000000000002', 'approval.ask', 'apr_01na2dm0h0e2krsgbnvgnq7hpy', 'refund_account of 1000 for ref_01na2dkyjgez2sn9xw3nfp485p, above the limit of 500: an account for a refund by hand', 1831884948000000, 17592186054274),
	('act_01na2dm0h0fw7vzsaxz6mmbes6', 'key_0000000000e008000000000002', 'refund.account', 'ref_01na2dkyjgez2sn9xw3nfp485p', 'added (asked by key_0000000000e008000000000002, approved by key_0000000000e008000000000003)', 1831884948000000, 8796093032453),
	('act_01na2dm0h0epxtpy6tphr3nk4p', 'key_0000000000e008000000000003', 'approval.approve', 'apr_01na2dm0h0e2krsgbnvgnq7hpy', 'refund_account of 1000 for ref_01na2dkyjgez2sn9xw3nfp485p, asked by key_0000000000e008000000000002, approved by key_0000000000e008000000000003: seen', 1831884948000000, 8796093032454),
	('act_01na2dm4e0ehattxjej53jryy6', 'key_0000000000e008000000000002', 'approval.ask', 'apr_01na2dm4e0estrzrtejb8127km', 'contradiction_refund of 9990 for ctr_01na2dm4e0ftvsxdbxh24dkvc7, above the limit of 500: not what was ordered', 1831884952000000, 17592186054658),
	('act_01na2dm4e0ewp9me5tcs1e8arx', 'key_0000000000e008000000000002', 'contradiction.refund', 'ctr_01na2dm4e0ftvsxdbxh24dkvc7', '9990 won: not what was ordered (asked by key_0000000000e008000000000002, approved by key_0000000000e008000000000003)', 1831884952000000, 8796093032836),
	('act_01na2dm4e0eqgvwtzf12wa3f52', 'key_0000000000e008000000000003', 'approval.approve', 'apr_01na2dm4e0estrzrtejb8127km', 'contradiction_refund of 9990 for ctr_01na2dm4e0ftvsxdbxh24dkvc7, asked by key_0000000000e008000000000002, approved by key_0000000000e008000000000003: seen', 1831884952000000, 8796093032837),
	('act_01na2dm9a8e88vz9xwpvqtt49m', 'key_0000000000e008000000000002', 'approval.ask', 'apr_01na2dm9a8f198systs9gyp0n8', 'contradiction_refund of 9990 for ctr_01na2dm9a8e28vapypdhk95625, above the limit of 500: not what was ordered', 1831884957000000, 8796093033218),
	('act_01na2dm9a8etg8813eg9p3xy10', 'key_0000000000e008000000000002', 'contradiction.refund', 'ctr_01na2dm9a8e28vapypdhk95625', '9990 won: not what was ordered (asked by key_0000000000e008000000000002, approved by key_0000000000e008000000000003)', 1831884957000000, 17592186055172),
	('act_01na2dm9a8e8pbqchgqwa79kn3', 'key_0000000000e008000000000003', 'approval.approve', 'apr_01na2dm9a8f198systs9gyp0n8', 'contradiction_refund of 9990 for ctr_01na2dm9a8e28vapypdhk95625, asked by key_0000000000e008000000000002, approved by key_0000000000e008000000000003: seen', 1831884957000000, 17592186055173),
	('act_01na2dmb8rergvgzgm9drz6trb', 'key_0000000000e008000000000002', 'approval.ask', 'apr_01na2dmb8reqntm5m1ckt87ve4', 'contradiction_refund of 9985 for ctr_01na2dm9a8e28vapypdhk95625, above the limit of 500: not what was ordered', 1831884959000000, 8796093033474),
	('act_01na2dmb8re5j80mg46mmnjkpp', 'key_0000000000e008000000000002', 'contradiction.refund', 'ctr_01na2dm9a8e28vapypdhk95625', '9985 won: not what was ordered (asked by key_0000000000e008000000000002, approved by key_0000000000e008000000000003)', 1831884959000000, 17592186055428),
	('act_01na2dmb8re7dacy5t3j17vn32', 'key_0000000000e008000000000003', 'approval.approve', 'apr_01na2dmb8reqntm5m1ckt87ve4', 'contradiction_refund of 9985 for ctr_01na2dm9a8e28vapypdhk95625, asked by key_0000000000e008000000000002, approved by key_0000000000e008000000000003: seen', 1831884959000000, 17592186055429),
	('act_01na2dmk2rfh49935w75jke0c7', 'key_0000000000e008000000000002', 'inbox.settle', 'inb_01na2dmj3gedx9wpefs5wdx66x', 'the feed''s maker mended it', 1831884967000000, 640),
	('act_01na2dmk2rf6abqem37rx4g4sq', 'key_0000000000e008000000000002', 'refund.payout_read', 'ref_1', '', 1831884967000000, 768);


--
-- Data for Name: chains; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.chains VALUES
	(0, 7, '781407c48bc6610cc25201df0453917098f3d287394a8d9ae1ad2270ca83c32e'),
	(1, 93, 'bbd8af6eab43998ce7fd629e8d01ed8b84b139d3ec96a239514d44c84c09827c'),
	(2, 91, '285a2d417e09fcab25edac3a5ee76a013e46d6278c090c3bff8f914853d851e7');


--
-- Data for Name: contradictions; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.contradictions VALUES
	('ctr_01na2dk658fw1s7wedkc5zsy0j', 'xena', 'ord_01na2dk288fvs9m9g9ctz8bkxt', 'toss', 'tgen_ord_01na2dk288fvs9m9g9ctz8bkxt', 'other_amount', 1831884921000000, 'accepted', 'paid 9990 won, the order costs 10000 won', 9990, 0, 1831884922000000, 'key_0000000000e008000000000002', 'rounded at the till', NULL, NULL, NULL, 8796093030274, 17592186052229),
	('ctr_01na2dkb1gft3tec2v013n2yqm', 'yuri', 'ord_01na2dk74gf2d8kh8p8wyg7cz5', 'toss', 'tgen_ord_01na2dk74gf2d8kh8p8wyg7cz5', 'other_amount', 1831884926000000, 'refunded', 'paid 9990 won, the order costs 10000 won', 9990, 0, 1831884928000000, 'key_0000000000e008000000000002', 'not what was ordered', 'ref_01na2dkc0rfyks8syj5tg6ssaa', NULL, NULL, 17592186052482, 17592186052610),
	('ctr_01na2dkgx0f08tcd7yp2nyhcr6', 'zoe', 'ord_01na2dkd00fxtane5eddq3awey', 'toss', 'tgen_ord_01na2dkd00fxtane5eddq3awey', 'other_amount', 1831884932000000, 'open', 'paid 9990 won, the order costs 10000 won', 9990, 0, NULL, NULL, NULL, NULL, NULL, NULL, 17592186052866, NULL),
	('ctr_01na2dkrq0f94szgppjk1exnjw', 'xena', 'ord_01na2dkgx0fa7sgpxxb1cmq72g', 'toss', 'tgen_ord_01na2dkgx0fa7sgpxxb1cmq72g', 'cancel_differs', 1831884940000000, 'open', 'refund ref_01na2dkprgee8rv4g9ach3eyvr: 10000 won were asked for, 9976 won went back', 10000, 9976, NULL, NULL, NULL, NULL, NULL, NULL, 17592186053380, NULL),
	('ctr_01na2dm4e0ftvsxdbxh24dkvc7', 'lena', 'ord_01na2dm0h0er4a3kgw0vvwttjb', 'toss', 'tgen_ord_01na2dm0h0er4a3kgw0vvwttjb', 'other_amount', 1831884952000000, 'refunded', 'paid 9990 won, the order costs 10000 won', 9990, 0, 1831884953000000, 'key_0000000000e008000000000002', 'not what was ordered', 'ref_01na2dm4e0ezbbdq115td4bpep', NULL, NULL, 8796093032706, 17592186054786),
	('ctr_01na2dm9a8e28vapypdhk95625', 'lola', 'ord_01na2dm5d8e1nagkc4pmy337rz', 'toss', 'tgen_ord_01na2dm5d8e1nagkc4pmy337rz', 'other_amount', 1831884957000000, 'refunded', 'paid 9990 won, the order costs 10000 won', 9990, 5, 1831884960000000, 'key_0000000000e008000000000002', 'not what was ordered', 'ref_01na2dmb8rer7v555bad2jrbb5', NULL, '{"kind":null,"code":"NOT_ALLOWED","message":"no"}', 17592186055042, 8796093033602);


--
-- Data for Name: customers; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.customers VALUES
	('hal', 'open', 0, 1, 'f41d38eb3039d744ffc31c16301a4a46f8d75234d55542a39e17329bf554e8cf', 1760000002000000, NULL, 0, 10),
	('gail', 'open', 0, 4, 'bec72e8eddc33d941819bc67a4bb9c4289f8e516532c1fef6c3dfdb24722742c', 1760000001000000, NULL, 0, 10),
	('erin', 'closed', 0, 2, '6ff654b66042151df83f5991acf567ee3cbcb9428c1f7e628ad36fad9583929b', 1829120005000000, 1829120007000000, 0, 10),
	('nina', 'open', 0, 4, 'f4289653093d61cee3f6a8be3129427b03b55b3f8b8548eeffbb9bcaf165f613', 1829120008000000, NULL, 0, 1000),
	('nora', 'open', 0, 4, '2a80da805c587664e54ce00ab4f3edf71a33fa20081c55f561169bf5a9fd7f79', 1829120012000000, NULL, 0, 1000),
	('ned', 'open', 0, 4, 'dd69e4375949c18c6e5b3b5ce71444426e9a882ed9af89e5394b8189893744b4', 1829120020000000, NULL, 0, 1000),
	('nils', 'open', 0, 4, '9d1fc38f60b169ad34efd4c0313aff29cbdde405d53b3336e6fbad4b645f579a', 1829120016000000, NULL, 0, 1000),
	('alice', 'open', 0, 11, 'cce5e36fa09e693eab67860124fa0805bd4092d5a8304c38ba6b0d4bf92cd26a', 1831884837000000, NULL, 0, 1000),
	('busy', 'open', 0, 79, '3915c585edead6c6dcf316d7273b872b95124ceb5b6b26aa9f15e0209e899f09', 1831884847000000, NULL, 0, 3050),
	('wim', 'open', 0, 7, 'f4bc0f6c51f8806dabfb568ce2e4997469cade2451e760cfa3751a6cacf6a79f', 1831884852000000, NULL, 0, 1100),
	('vera', 'open', 0, 3, '82be4963cdfbf3529037121d870951fd35b45d20f55ad73828108d48e1e91e26', 1831884860000000, NULL, 0, 1100),
	('wes', 'open', 0, 7, 'e1bb4a5e580f5635a917dd7b690547f1809f73daed1b754a48d53d8f1c7b3314', 1831884864000000, NULL, 0, 1100),
	('bob', 'open', 0, 4, '0a7dcc4930bc5158076edd9c58cd7dc31548e4f06e8f23d5920d45bacd65e05c', 1831884886000000, NULL, 0, 100),
	('rita', 'open', 0, 6, '27056ebf155c2680f73536eefc1b0a9f44909bd8393b14d163e48bcfce34f3be', 1831884872000000, NULL, 0, 100),
	('rob', 'open', 0, 6, 'aedf28bde4eb155331c2c7e063bc910c2b18944b1895ef763dfd72f66678360d', 1831884879000000, NULL, 0, 100),
	('dave', 'open', 500, 10, '3285a596d1dd63e4f5f6749db4c4988a8c1f51a58d37c46b722c40e893661321', 1831884895000000, NULL, 0, 4000),
	('carol', 'open', 0, 6, '8c67ec295461c40781f715850f9b121f0ae26d3faf749ccd9723e92a238ea22a', 1831884905000000, NULL, 0, 1100),
	('cho', 'open', 0, 2, 'ce21a457d00435fa179fcd6f64447f8fc49541517307cd9254cfc5222fd18887', 1831884914000000, NULL, 0, 100),
	('yuri', 'open', 0, 0, '', 1831884923000000, NULL, 0, 0),
	('zoe', 'open', 0, 0, '', 1831884929000000, NULL, 0, 0),
	('xena', 'open', 0, 9, '41917b398c55f894351d8c537800a0acc869a7afd6f250b017625bb670d89cd5', 1831884918000000, NULL, 0, 2000),
	('mona', 'open', 0, 1, 'c5b11d6a20dc96f40fc1fa4ab21c4c347b2ae847e9f44422796ea870c3d326fb', 1831884940000000, NULL, 0, 700),
	('lara', 'open', 0, 4, '85aebce7c4ff102709a99d5f13dc65ba96bcd60a1e8f6bf17bdbb093385d182e', 1831884941000000, NULL, 0, 100),
	('lena', 'open', 0, 0, '', 1831884949000000, NULL, 0, 0),
	('lola', 'open', 0, 0, '', 1831884954000000, NULL, 0, 0),
	('frank', 'open', 0, 0, '', 1831884961000000, NULL, 0, 0);


--
-- Data for Name: deposits; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.deposits VALUES
	('dep_01na2djrfrfykvxf56a8ktgppk', 'bank', 'm-1', 'main', '홍길동', 1000, 1831884906000000, 'matched', 'name and amount of order ord_01na2djnj0eh1bx82qz9fwydz6', 'ord_01na2djnj0eh1bx82qz9fwydz6', 1831884907000000, 1831884907000000, 'bank/m-1', 'feed', NULL, NULL, 8796093029381, NULL),
	('dep_01na2djsf0ez2v05yqpkaep1fr', 'bank', 'statement:m-1', 'main', '홍길동', 1000, 1831884907000000, 'repeated', 'the money of deposit dep_01na2djrfrfykvxf56a8ktgppk, reported again by statement/12ab34cd-s', NULL, 1831884908000000, 1831884908000000, 'bank/statement:m-1', 'statement/12ab34cd-s', 1, 'dep_01na2djrfrfykvxf56a8ktgppk', 17592186051328, NULL),
	('dep_01na2djwcremsvq45zkc7zysan', 'bank', 'm-2', 'main', '홍길순', 10000, 1831884910000000, 'reversed', 'the bank took it back', 'ord_01na2djsf0fwevmew7j1qenqg2', 1831884911000000, 1831884912000000, 'bank/m-2', 'feed', NULL, NULL, 8796093029637, 17592186051586),
	('dep_01na2djyb8et0vyd657c7vt5dn', 'bank', 'm-3', 'main', 'nobody', 5000, 1831884912000000, 'unmatched', 'no order awaits a deposit of this name', NULL, 1831884913000000, NULL, 'bank/m-3', 'feed', NULL, NULL, 8796093029760, NULL),
	('dep_01na2dk190f1stbxs5m43hwkzz', 'bank', 'm-4', 'main', '조', 990, 1831884915000000, 'matched', 'matched by hand: ten won short', 'ord_01na2djyb8fbd8az8pdwp2vwk6', 1831884916000000, 1831884917000000, 'bank/m-4', 'feed', NULL, NULL, 17592186051840, 8796093030021);


--
-- Data for Name: entries; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.entries VALUES
	('gail', 1, 'pst_01k742sgz8e08vvy10kj29514w', 'grant', 'issued', 'available', 'credits', 10, 'lot_01k742sgz8e7ebb61ymta3daz4', 'lot_01k742sgz8e7ebb61ymta3daz4', 1760000001000000, '2a4970b4a1717cd879521652ef990fae006d08fa3ad840e9853af38c89e14ec5', 8796093022209),
	('hal', 1, 'pst_01k742shyge17b16qfvp350f3e', 'grant', 'issued', 'available', 'credits', 10, 'lot_01k742shygfg5tes58h9d7b30k', 'lot_01k742shygfg5tes58h9d7b30k', 1760000002000000, 'f41d38eb3039d744ffc31c16301a4a46f8d75234d55542a39e17329bf554e8cf', 17592186044417),
	('gail', 2, 'pst_01k742sjxrenp96g697hvyfye2', 'hold', 'available', 'held', 'credits', 4, 'lot_01k742sgz8e7ebb61ymta3daz4', 'hld_01k742sjxrecrthd9zeyckzws9', 1760000003000000, 'd9a54b38d746d86e0ca59c4b9d38095dbe50cd08fcf1aeb97c85dbe34f312536', 8796093022338),
	('gail', 3, 'pst_01n7g0rkx0fn4vcgmfw18at9fb', 'release', 'held', 'expired', 'credits', 4, 'lot_01k742sgz8e7ebb61ymta3daz4', 'hld_01k742sjxrecrthd9zeyckzws9', 1829120004000000, '539d06378bb070f6345b7d2c34f0bbb700b500588a1a3709f5456a70cf24ff0e', NULL),
	('gail', 4, 'pst_01n7g0rkx0e6btkwy0j4r2sx4k', 'expire', 'available', 'expired', 'credits', 6, 'lot_01k742sgz8e7ebb61ymta3daz4', 'lot_01k742sgz8e7ebb61ymta3daz4', 1829120004000000, 'bec72e8eddc33d941819bc67a4bb9c4289f8e516532c1fef6c3dfdb24722742c', 17592186044546),
	('erin', 1, 'pst_01n7g0rmw8ez1ss3xvqsnbytw8', 'grant', 'issued', 'available', 'credits', 10, 'lot_01n7g0rmw8fthvhzss9sr7k02k', 'lot_01n7g0rmw8fthvhzss9sr7k02k', 1829120005000000, 'eba392f031410db4be143f0e2c811bfdcad422e260fb2959e3bc856624f19c61', 8796093022465),
	('erin', 2, 'pst_01n7g0rptre44r8tcbzcgzm140', 'forfeit', 'available', 'expired', 'credits', 10, 'lot_01n7g0rmw8fthvhzss9sr7k02k', 'lot_01n7g0rmw8fthvhzss9sr7k02k', 1829120007000000, '6ff654b66042151df83f5991acf567ee3cbcb9428c1f7e628ad36fad9583929b', 8796093022592),
	('nina', 1, 'pst_01n7g0rtqre7q9t7ge8p18ntwv', 'mint', 'issued', 'available', 'credits', 1000, 'lot_01n7g0rtqrewdtyagb47qy0w9v', 'pay_01n7g0rtqrew1sjvmd7takzc7j', 1829120011000000, 'ee03ff656c775ebdfd4656223bd4e3ae820c52b0a695331ab82f8bdc8b79f9af', NULL),
	('nina', 2, 'pst_01n7g0rtqre7q9t7ge8p18ntwv', 'mint', 'prepaid', 'receivable', 'won', 10000, NULL, 'pay_01n7g0rtqrew1sjvmd7takzc7j', 1829120011000000, 'bf28c072ab62e72cb9b1ed2c3bf6a9a119c501de9181dbc6d8ad4f5807157976', 8796093022853),
	('nora', 1, 'pst_01n7g0rymrfjta0hrtb33ph1vg', 'mint', 'issued', 'available', 'credits', 1000, 'lot_01n7g0rymrf33b0c45t72h4rqy', 'pay_01n7g0rymrf88rd9pwvbagk4n0', 1829120015000000, '41159db902f5bba0617e5fa425a4dcd565bf0308939974a9f6bb562dfffb2d22', NULL),
	('nora', 2, 'pst_01n7g0rymrfjta0hrtb33ph1vg', 'mint', 'prepaid', 'receivable', 'won', 10000, NULL, 'pay_01n7g0rymrf88rd9pwvbagk4n0', 1829120015000000, 'aabed205cc59748b0396f5cf0e78729245a9efdce0dac7eea897ade88a0a1312', 8796093023109),
	('nils', 1, 'pst_01n7g0s2hrfe9tza6trmb859h9', 'mint', 'issued', 'available', 'credits', 1000, 'lot_01n7g0s2hre8bbzw6e89ex0jaz', 'pay_01n7g0s2hrf35tqqskxk3n5wv7', 1829120019000000, '9cdb5593bc585a604c04047c8e1c87cb55d3acfd43df2852c3c6a3fecf8b6ee0', NULL),
	('nils', 2, 'pst_01n7g0s2hrfe9tza6trmb859h9', 'mint', 'prepaid', 'receivable', 'won', 10000, NULL, 'pay_01n7g0s2hrf35tqqskxk3n5wv7', 1829120019000000, 'ac7fea3bb68ed8056acac41fc5ace233ab47b6b91a92aed3dfedb0c82d3dcc49', 8796093023365),
	('ned', 1, 'pst_01n7g0s6erej9b55f7w77mfy35', 'mint', 'issued', 'available', 'credits', 1000, 'lot_01n7g0s6ere85bgttywr6t0wr1', 'pay_01n7g0s6ered7t3vcaxv9kscxa', 1829120023000000, '6d01561e088d6de9070c06ae54d76703e28282d860dbe414ea51bc4dfeb75d2d', NULL),
	('ned', 2, 'pst_01n7g0s6erej9b55f7w77mfy35', 'mint', 'prepaid', 'receivable', 'won', 10000, NULL, 'pay_01n7g0s6ered7t3vcaxv9kscxa', 1829120023000000, '111a2f5cb56d77ec8ff37d128f832ef67fc2e1f917f837485f5195738af369cf', 8796093023621),
	('nina', 3, 'pst_01n8exhwd8ey0swadxt9e00jrh', 'refund_request', 'available', 'refunding', 'credits', 100, 'lot_01n7g0rtqrewdtyagb47qy0w9v', 'ref_01n8exhwd8fcdafrs683x5an2f', 1830156825000000, 'bed727dd65f026c3e766c07ac68357a7347ee73ad967561b450d6a8e7dd1676c', NULL),
	('nina', 4, 'pst_01n8exhwd8ey0swadxt9e00jrh', 'refund_request', 'refunds_due', 'prepaid', 'won', 1000, NULL, 'ref_01n8exhwd8fcdafrs683x5an2f', 1830156825000000, 'f4289653093d61cee3f6a8be3129427b03b55b3f8b8548eeffbb9bcaf165f613', 8796093023748),
	('nora', 3, 'pst_01na2dgca8efrv0mwb6amzzbv5', 'refund_request', 'available', 'refunding', 'credits', 1000, 'lot_01n7g0rymrf33b0c45t72h4rqy', 'ref_01na2dgca8exga6vymrjbs4qce', 1831884829000000, 'c0e527be5c90287eb58c04248fe1997ca0bae4607ea8bd597b8473e438fff1b5', NULL),
	('nora', 4, 'pst_01na2dgca8efrv0mwb6amzzbv5', 'refund_request', 'refunds_due', 'prepaid', 'won', 10000, NULL, 'ref_01na2dgca8exga6vymrjbs4qce', 1831884829000000, '2a80da805c587664e54ce00ab4f3edf71a33fa20081c55f561169bf5a9fd7f79', 8796093024004),
	('ned', 3, 'pst_01na2dgf80eagryy7j7xkkp9wk', 'refund_request', 'available', 'refunding', 'credits', 1000, 'lot_01n7g0s6ere85bgttywr6t0wr1', 'ref_01na2dgf80fnkvpzrhbg30kx7p', 1831884832000000, 'cef7410fdcef898007f0e13346f81db8a6ad55041923805fc8575a85df9a5901', NULL),
	('ned', 4, 'pst_01na2dgf80eagryy7j7xkkp9wk', 'refund_request', 'refunds_due', 'prepaid', 'won', 10000, NULL, 'ref_01na2dgf80fnkvpzrhbg30kx7p', 1831884832000000, 'dd69e4375949c18c6e5b3b5ce71444426e9a882ed9af89e5394b8189893744b4', 17592186046212),
	('nils', 3, 'pst_01na2dgj5rf16aww4qqrn5hsvk', 'refund_request', 'available', 'refunding', 'credits', 1000, 'lot_01n7g0s2hre8bbzw6e89ex0jaz', 'ref_01na2dgj5rfbzr5dpryzvwyxq2', 1831884835000000, '2727a4ac1fe53a362824604e3d3cbc9ad2459d41c68273cb4145d99612e62c67', NULL),
	('nils', 4, 'pst_01na2dgj5rf16aww4qqrn5hsvk', 'refund_request', 'refunds_due', 'prepaid', 'won', 10000, NULL, 'ref_01na2dgj5rfbzr5dpryzvwyxq2', 1831884835000000, '9d1fc38f60b169ad34efd4c0313aff29cbdde405d53b3336e6fbad4b645f579a', 8796093024388),
	('alice', 1, 'pst_01na2dgq20ew5vaa5xjqkr2nyx', 'mint', 'issued', 'available', 'credits', 1000, 'lot_01na2dgq20fstsc85bs28e9qsy', 'pay_01na2dgq20ewwvkye2zvw9yry4', 1831884840000000, '562df17be26ed736eed2fb3e77980e1ed10311433602561b203cab21c70c1720', NULL),
	('alice', 2, 'pst_01na2dgq20ew5vaa5xjqkr2nyx', 'mint', 'prepaid', 'receivable', 'won', 10000, NULL, 'pay_01na2dgq20ewwvkye2zvw9yry4', 1831884840000000, '845e1cf5251d2aec149d654e9106509fb223d904820bb5761c888cb3ad251d29', 17592186046725),
	('alice', 3, 'pst_01na2dgq20ed799jxf2j0p1gm4', 'spend', 'available', 'used', 'credits', 300, 'lot_01na2dgq20fstsc85bs28e9qsy', 'spd_01na2dgq20f35vd8zv8bhnwd8a', 1831884840000000, 'e7a5c2f190dba4cc3adef954b9f9762dadd01da7c3c106d2e6708f1f09d082d9', 8796093024769),
	('alice', 4, 'pst_01na2dgr18earatekbna1h022q', 'hold', 'available', 'held', 'credits', 100, 'lot_01na2dgq20fstsc85bs28e9qsy', 'hld_01na2dgr18eqdba7v5kp1t5g8q', 1831884841000000, 'e0d7057e7b3ecf14123b8df2ce7b3a465ec81d537e54ce3f60d80e657e15e9e4', 17592186046850),
	('alice', 5, 'pst_01na2dgs0gexk9jrt92xqjbdy4', 'capture', 'held', 'used', 'credits', 60, 'lot_01na2dgq20fstsc85bs28e9qsy', 'hld_01na2dgr18eqdba7v5kp1t5g8q', 1831884842000000, 'dbf83e8626a2bac3ccc5a8655ab8a68649adb1142f70accef6ff308b85470404', NULL),
	('alice', 6, 'pst_01na2dgs0gf56a6kax4wyf1gb8', 'release', 'held', 'available', 'credits', 40, 'lot_01na2dgq20fstsc85bs28e9qsy', 'hld_01na2dgr18eqdba7v5kp1t5g8q', 1831884842000000, '3c1d6723ff1fd5536e73010f7620e200ec03b344fd61908030fc6c50b07ca327', 8796093024899),
	('alice', 7, 'pst_01na2dgszrf14b1ydsmj8069wp', 'hold', 'available', 'held', 'credits', 5, 'lot_01na2dgq20fstsc85bs28e9qsy', 'hld_01na2dgszrfbvt4q9n9yadjgyq', 1831884843000000, '07bd80c90ccc48a46a7675300d730c12e2115f231acee353a0d77d64c4dab262', 17592186046978),
	('alice', 8, 'pst_01na2dgtz0e8r83ejef2z0gpz4', 'release', 'held', 'available', 'credits', 5, 'lot_01na2dgq20fstsc85bs28e9qsy', 'hld_01na2dgszrfbvt4q9n9yadjgyq', 1831884844000000, '05c5b5b817f6c87d95fb40acd97b8cef2b55e8d705dcf297601b3b1f9bdd4124', 8796093025026),
	('alice', 10, 'pst_01na2dgwxgf89bsntgb11xw8e8', 'reverse', 'used', 'available', 'credits', 10, 'lot_01na2dgq20fstsc85bs28e9qsy', 'spd_01na2dgvy8fyqs8k5a4w8hxfxb', 1831884846000000, '82ad344838b9740b076c0a87b1d3837ab155fa026ceb446fa32bd7358c829e5e', 8796093025152),
	('alice', 9, 'pst_01na2dgvy8fx3aq9xnccdn6xsn', 'spend', 'available', 'used', 'credits', 10, 'lot_01na2dgq20fstsc85bs28e9qsy', 'spd_01na2dgvy8fyqs8k5a4w8hxfxb', 1831884845000000, '2008aa9b02b090867ccb946109202fbcaa12c235f6d37e73cce5a8d557cf873e', 17592186047105),
	('alice', 11, 'pst_01na2dgxwrf7wvea1vp808fx6c', 'hold', 'available', 'held', 'credits', 50, 'lot_01na2dgq20fstsc85bs28e9qsy', 'hld_01na2dgxwreytrm0xehntjkda7', 1831884847000000, 'cce5e36fa09e693eab67860124fa0805bd4092d5a8304c38ba6b0d4bf92cd26a', 17592186047234),
	('busy', 1, 'pst_01na2dgxwrfv5bt5mjrxbee82k', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwrfkz9kcayh254p8wm', 'lot_01na2dgxwrfkz9kcayh254p8wm', 1831884847000000, '73b188bf8687c937fa8c1b59ff05310d9f4692b32094aaf4a3fd6211481717a7', NULL),
	('busy', 2, 'pst_01na2dgxwre81sbt592ekykqxt', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwrepms35f5pbja84gk', 'lot_01na2dgxwrepms35f5pbja84gk', 1831884847000000, '41eb791eaf571d047d5935be5e84ab7b619dc008a898f74663410bb772e01b4c', NULL),
	('busy', 3, 'pst_01na2dgxwreqvbrp3vzfaek4d9', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwrfax8qngpzcmmb9gh', 'lot_01na2dgxwrfax8qngpzcmmb9gh', 1831884847000000, 'b01dd9798005a8ad100ecb897437225e899c2f3f32fbac6e840e1c186b30fa73', NULL),
	('busy', 4, 'pst_01na2dgxwreh1bz26r9sjqb37v', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwrfj3b0a3vm8gwwd5k', 'lot_01na2dgxwrfj3b0a3vm8gwwd5k', 1831884847000000, '74d26c34200133e870d195f003ea1833c446efa8ba124016516e42e97b16146e', NULL),
	('busy', 5, 'pst_01na2dgxwrf83bcekfyc8x3z0t', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwre6dvze78gjhtat0t', 'lot_01na2dgxwre6dvze78gjhtat0t', 1831884847000000, 'bf25cdee25c9124a28bbf5e28d4f7b4b180fe7bbdb0bb9b032d10010acaab875', NULL),
	('busy', 6, 'pst_01na2dgxwrfyrb6cvwbgn2e173', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwrfa6adabkkkm9ksm5', 'lot_01na2dgxwrfa6adabkkkm9ksm5', 1831884847000000, '6518bf708b183094b510cce232ecc0a5df68e0bae7c40146d1045d3886e4a568', NULL),
	('busy', 7, 'pst_01na2dgxwrf57bvy0dtp4bgb0z', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwrem0vw4gp78qyd5yx', 'lot_01na2dgxwrem0vw4gp78qyd5yx', 1831884847000000, '1d2ed44f6bf491d6c0879816a585f111f404975bdd9c21fa4337b7989880b70d', NULL),
	('busy', 8, 'pst_01na2dgxwrf3drxad4htt4mtvh', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwrfbt9wy9b6vn648x7', 'lot_01na2dgxwrfbt9wy9b6vn648x7', 1831884847000000, 'cc73248d571293bfe5153b18c4d0bdc61a2274a3186472b40aef76edba2b9989', NULL),
	('busy', 9, 'pst_01na2dgxwreh6s0k9e98rr30dn', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwre60vtemyjzm6xbfn', 'lot_01na2dgxwre60vtemyjzm6xbfn', 1831884847000000, 'bb762a826a7ed6bd6e73529e577d0a49a2b0d5ad176b2c7c5cbd7ce233c30c6f', NULL),
	('busy', 10, 'pst_01na2dgxwrf4fs5gghmeyjafn2', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwre90vy6wbqjfcggw8', 'lot_01na2dgxwre90vy6wbqjfcggw8', 1831884847000000, '70c1a93747ce1ba641fc80ce028ee650fdf2625f980574509c066a2b8f826b7b', NULL),
	('busy', 11, 'pst_01na2dgxwrfad804s2vgsq4e1v', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwreevb8r8gm576ycfn', 'lot_01na2dgxwreevb8r8gm576ycfn', 1831884847000000, '977a3980e5f1acdf46f5f3b1d02c78f7ccfdc35fb16b0b2499489c34049854d9', NULL),
	('busy', 12, 'pst_01na2dgxwre8qbxvc7awnym7wa', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwresx8qkmdf2hdgheg', 'lot_01na2dgxwresx8qkmdf2hdgheg', 1831884847000000, '30b5077a5263ebef8833e444806b5f206bbf9e6ba30ba6a022dad546f3b93fe1', NULL),
	('busy', 13, 'pst_01na2dgxwrfda9me5wt8vb238x', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwrf0gbmnhvjksgykd4', 'lot_01na2dgxwrf0gbmnhvjksgykd4', 1831884847000000, 'be354d13127501174f93a56ec632b6c937aeaa1de9e96420a58e80eaadffe81b', NULL),
	('busy', 14, 'pst_01na2dgxwretq95mfbt8r1y9qy', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwrevsv3xepjfq27619', 'lot_01na2dgxwrevsv3xepjfq27619', 1831884847000000, '0c5c2d3c5b252932e8e255e7850082bf581d7f3c92930e3cebe320afdcf559c5', NULL),
	('busy', 15, 'pst_01na2dgxwrfz3t70kmk6a0t1vr', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwrf3qrg5qkap2y053m', 'lot_01na2dgxwrf3qrg5qkap2y053m', 1831884847000000, '2f209edc710493bf0b46f6d6e0b886c60b761795ef6163f893eae313c75e4c10', NULL),
	('busy', 16, 'pst_01na2dgxwrf5tsnnzb2g3jpfsd', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwre8hazwsn6zj30fh3', 'lot_01na2dgxwre8hazwsn6zj30fh3', 1831884847000000, 'bb3e422293bdc5528726b4534e5e0025296c6a32d288189613c7394cbc0dc344', NULL),
	('busy', 17, 'pst_01na2dgxwrffn8vv6k597jxkwc', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwre3rvmpngnf3bx5yp', 'lot_01na2dgxwre3rvmpngnf3bx5yp', 1831884847000000, '9fc9ad50c3ebf49ab694fc84695ca3f4e13da98c67f90b79b133e6fbe72d750c', NULL),
	('busy', 18, 'pst_01na2dgxwre42bzv0p5h3zx0vs', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwrfyb8n9f09g80r05k', 'lot_01na2dgxwrfyb8n9f09g80r05k', 1831884847000000, '4b2c0051c3ef1875db69d00ee63c2bab2ca078f681591e00344c5afe2ea390a4', NULL),
	('busy', 19, 'pst_01na2dgxwrfx6ad2wrt08fb6bd', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwrfvcbe1vvspahpvwd', 'lot_01na2dgxwrfvcbe1vvspahpvwd', 1831884847000000, 'ab3c43c5987d54d3222522edf8174451d9a7deb2187555a6ccc53b12500cc4f1', NULL),
	('busy', 20, 'pst_01na2dgxwrem0rg284a0c5wqrv', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwrfjhrwc60gfwhfs02', 'lot_01na2dgxwrfjhrwc60gfwhfs02', 1831884847000000, 'f237b3971e7b43d23fe6f5509393c00d6daab25b67c99b1985b8d84a7419bcb1', NULL),
	('busy', 21, 'pst_01na2dgxwrf2x9pt6j2n6k1dng', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwrfrr8e5mf27rjvmz3', 'lot_01na2dgxwrfrr8e5mf27rjvmz3', 1831884847000000, 'f3e2391d3051c30117e06d7db42b67aafb62d109bcbc3bfb4a9e0b92a75fa478', NULL),
	('busy', 22, 'pst_01na2dgxwrf0c98nnm95b49ncf', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwre7a81br21z21ek86', 'lot_01na2dgxwre7a81br21z21ek86', 1831884847000000, 'e12255ef587c64adf511a46e32594c1eaed2b211f9a04aa8de5d9b2d48f8e56f', NULL),
	('busy', 23, 'pst_01na2dgxwrexdrxwbrw8kdgrak', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwremgbkzmdzvkqnndx', 'lot_01na2dgxwremgbkzmdzvkqnndx', 1831884847000000, '51227ba4e39f6ca17f4a31a88fb61e438968c63289d9ede85168ddec9a0364f1', NULL),
	('busy', 24, 'pst_01na2dgxwrew8rhrw92c1k107x', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwreht9yz761xergcma', 'lot_01na2dgxwreht9yz761xergcma', 1831884847000000, '4496da0dcc3d0e5e2784a563589d7c162abc0c990341dece5cfe2c7a28942b94', NULL),
	('busy', 25, 'pst_01na2dgxwrfnr8vmq8fk4sckwk', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwredqr94p0fymrhxt8', 'lot_01na2dgxwredqr94p0fymrhxt8', 1831884847000000, '2dffe96fa99a91df3403cbdb3d3b28e93c60e74d68b0dafdfb82d88d6e83963f', NULL),
	('busy', 26, 'pst_01na2dgxwrea38pb1qs9v34kx6', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwrfqbba500xqezfjf7', 'lot_01na2dgxwrfqbba500xqezfjf7', 1831884847000000, '5db32152a283be489f66f290f6fde654610a13df867c1e55516b525da7a43447', NULL),
	('busy', 27, 'pst_01na2dgxwrerevtst2mex4rrkr', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwrfsz9fat25w3czfpn', 'lot_01na2dgxwrfsz9fat25w3czfpn', 1831884847000000, 'b8e67aadefb04f196edada092e06507fd4732857683440353db5c963fccef835', NULL),
	('busy', 28, 'pst_01na2dgxwrfpw914938fdp07ef', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwrfjyr8brg9vy9rt1v', 'lot_01na2dgxwrfjyr8brg9vy9rt1v', 1831884847000000, '607151758ad193a32cb3f66c89966b3bc3aac30271a52be879edb567ce0c665e', NULL),
	('busy', 29, 'pst_01na2dgxwrfxp8hrm863h22ew2', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwrew2t4wjrmna270jz', 'lot_01na2dgxwrew2t4wjrmna270jz', 1831884847000000, '3701800979c7c639fde7570f9575493657ca8d30f25d072d83d66b1214ea12f2', NULL),
	('busy', 30, 'pst_01na2dgxwrf589b0h18wg7tccx', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwrf2f86gz2gtc4z266', 'lot_01na2dgxwrf2f86gz2gtc4z266', 1831884847000000, 'affbb6eaf9348a6c067480f10d48a5b885d3e69f3a285d892d6c5486ca6bd751', NULL),
	('busy', 31, 'pst_01na2dgxwrf8crh3p8vbsysxh0', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwre4r84k2hh3m19gvc', 'lot_01na2dgxwre4r84k2hh3m19gvc', 1831884847000000, '3cc0a1b2e8e81150a8783e8e3cbc3fbc91ac2f498f903c883342bd43072a60de', NULL),
	('busy', 32, 'pst_01na2dgxwrfy3ssb53xt95veyp', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwreh5tcmzb05ffxv6p', 'lot_01na2dgxwreh5tcmzb05ffxv6p', 1831884847000000, '7b56c8b82da8f743558a18fd9ea841935e2f932f409c741d5536be3e7a18a85f', NULL),
	('busy', 33, 'pst_01na2dgxwrfqd9z3dz8eq0n77x', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwrf5zt3p0zrsyays4g', 'lot_01na2dgxwrf5zt3p0zrsyays4g', 1831884847000000, 'db5f6b5385df85c5d5ef4760f0b2e55f2f56cbdcb53d9bb9fb87547567190dce', NULL),
	('busy', 34, 'pst_01na2dgxwrftdafeww3ce7enw8', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwre7mr6gcwpm7cga22', 'lot_01na2dgxwre7mr6gcwpm7cga22', 1831884847000000, '07fe451295bf34baa82a7e8e0bdd2b43964c68fecada91381837ba8d18d3252f', NULL),
	('busy', 35, 'pst_01na2dgxwrfnv80edm3bvpv2cd', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwrey9s8jz1gy2e9jnv', 'lot_01na2dgxwrey9s8jz1gy2e9jnv', 1831884847000000, 'e69260cbda6a855c4409573dc0ac3d6970de947d17ad4f45ed96365e39bcd5ce', NULL),
	('busy', 36, 'pst_01na2dgxwrfkms7bwc1v3xf6g1', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwrf0xr179t9vcx1nxe', 'lot_01na2dgxwrf0xr179t9vcx1nxe', 1831884847000000, 'fa63dcc9c8309f2597f31d606083324b8f9f2a96e09e84fe2f2db6dfb931eb29', NULL),
	('busy', 37, 'pst_01na2dgxwrfmmrjx1engpcff6h', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwreq5swk2fwc9ekdk5', 'lot_01na2dgxwreq5swk2fwc9ekdk5', 1831884847000000, '7b62371a91038eac031cd0b2fe695934aa91a2af54f1b6630fbe65b44e67b2c4', NULL),
	('busy', 38, 'pst_01na2dgxwrenx9pya3r9a19mrh', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwret5az3t3dcwh9sg0', 'lot_01na2dgxwret5az3t3dcwh9sg0', 1831884847000000, '297b644f29c2c5a100b2e6d51c2ddb8026b20744bb63fab0f94cc06bd19def5d', NULL),
	('busy', 39, 'pst_01na2dgxwre9rra5v26mcwpmgz', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwrf7t8hdsrx15ttds9', 'lot_01na2dgxwrf7t8hdsrx15ttds9', 1831884847000000, 'd7f032ee5538af2f9a97a768a75638b6aebcc48d65929dda7523061da2ff48e8', NULL),
	('busy', 40, 'pst_01na2dgxwrfzws4aq48dkgd8t3', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwrfw1rs05wq9jp0d2a', 'lot_01na2dgxwrfw1rs05wq9jp0d2a', 1831884847000000, '230ddcc7fdbf4f16dcd47c33e30a3e1de56caa42049ee20985740cc245ff803b', NULL),
	('busy', 41, 'pst_01na2dgxwrfm6vb2k0w4hxwm26', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwrfs0tj8tgcj997zwd', 'lot_01na2dgxwrfs0tj8tgcj997zwd', 1831884847000000, '788fd28989683efc32343459757e01523d6dac0d37e1955cbaa2ef6dd6bea916', NULL),
	('busy', 42, 'pst_01na2dgxwrfe7rk3tmjp4q2bv6', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwrfaqbtc9bnq084476', 'lot_01na2dgxwrfaqbtc9bnq084476', 1831884847000000, 'c7ed7cb304a73f8c7fce21773d5ceb227675c7404a163e49d453024907ec5653', NULL),
	('busy', 43, 'pst_01na2dgxwrfjvt8wx01fgt5g8w', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwrfre9p39g77y9gtcw', 'lot_01na2dgxwrfre9p39g77y9gtcw', 1831884847000000, '7900646a98d7b5c0e32493c48fe5c293833883b6deaadaaa96432675c9980b79', NULL),
	('busy', 44, 'pst_01na2dgxwrf819jkrattav9gp1', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwrf7ts7pytsbmd9t82', 'lot_01na2dgxwrf7ts7pytsbmd9t82', 1831884847000000, 'e0bd658cc1fa91ef4807cf28fb27a422f4d82b1d48359fad4ab7501962cabaa1', NULL),
	('busy', 45, 'pst_01na2dgxwre2vbw9s6wwyt36qr', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwrfscamaqvzzh1jwxj', 'lot_01na2dgxwrfscamaqvzzh1jwxj', 1831884847000000, 'b0425ddd7fc5f30219c895797c1fe32f2f9a98ffee811cfecd4a8e993fe3bcca', NULL),
	('busy', 46, 'pst_01na2dgxwrfq7v7zs5d3wdmr7z', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwreksrh4yr0520f3fm', 'lot_01na2dgxwreksrh4yr0520f3fm', 1831884847000000, '47fa35d6095067dbf369343036e1b3221eed21eff09336cbacb37ccefea219d9', NULL),
	('busy', 47, 'pst_01na2dgxwrfpzaqf1wwta20p8s', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwrf2z889qwx888er21', 'lot_01na2dgxwrf2z889qwx888er21', 1831884847000000, '38711806f89ef877561119fe9445bd4323acbcd2ad57f8e5a3ed3516febc3c78', NULL),
	('busy', 48, 'pst_01na2dgxwrfffs6xxvqyr918zv', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwredn94xta6pzr5w2p', 'lot_01na2dgxwredn94xta6pzr5w2p', 1831884847000000, 'f629ea7fbc7324f09e1d11916b515f8f8a822f5b8a5fba3f6a31aa9346856947', NULL),
	('busy', 49, 'pst_01na2dgxwrf2cvjr46pmn5hmt0', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwrekhvmk42amcpb1kr', 'lot_01na2dgxwrekhvmk42amcpb1kr', 1831884847000000, '13ca49a6a1529d9a5c6fad47322e69c60dc24c4aef488a7e28326c13b9cf8437', NULL),
	('busy', 50, 'pst_01na2dgxwrekpaqeh6qxp0znbh', 'grant', 'issued', 'available', 'credits', 1, 'lot_01na2dgxwrfx984ahd5nsfm9yw', 'lot_01na2dgxwrfx984ahd5nsfm9yw', 1831884847000000, '7abed22c4f4ecd98ec73bae15912ff208d7f1d82b29b2dee55d40a497492e5c6', 8796093025330),
	('busy', 52, 'pst_01na2dgzv8ey4brm92h2vj7xvh', 'grant', 'issued', 'available', 'credits', 1000, 'lot_01na2dgzv8ff39pzakg2wtv642', 'lot_01na2dgzv8ff39pzakg2wtv642', 1831884849000000, 'eca41f97cb2b5cca14d59d4c74ea8675c8e6461ce0996523ab4b856ca844aabc', 8796093025537),
	('busy', 54, 'pst_01na2dh0tgffz9kmddvtkqrw7z', 'spend', 'available', 'used', 'credits', 2, 'lot_01na2dgyw0fc0rzvnk1p1yzwaz', 'spd_01na2dh0tgf6q9bj05ketszp34', 1831884850000000, '86573000d87770ac770e01f1eaa0adaee09364241cf989f73c76ad0d822e68e9', 8796093025665),
	('busy', 79, 'pst_01na2dh1srep6sjq307v51m8et', 'spend', 'available', 'used', 'credits', 900, 'lot_01na2dgyw0fc0rzvnk1p1yzwaz', 'spd_01na2dh1srf2j9wd1hyrhqwpp7', 1831884851000000, '3915c585edead6c6dcf316d7273b872b95124ceb5b6b26aa9f15e0209e899f09', 8796093025793),
	('wim', 4, 'pst_01na2dh6p0frnaqc7ycqdct2cf', 'spend', 'available', 'used', 'credits', 40, 'lot_01na2dh5pre9t9c52ffznaymgj', 'spd_01na2dh6p0edqr9vgj6h4fa5qt', 1831884856000000, '5eccdfb8c7898e51ac1919b6576e1079310ab25880e4b46bac6d7807af43d1ec', 17592186048001),
	('busy', 51, 'pst_01na2dgyw0f0pby1m0w32k6tc5', 'grant', 'issued', 'available', 'credits', 1000, 'lot_01na2dgyw0fc0rzvnk1p1yzwaz', 'lot_01na2dgyw0fc0rzvnk1p1yzwaz', 1831884848000000, '89bbb583747c69bea8d0a0a81c043415a4f0cdb4bbeff1d9074aa9272267f98d', 17592186047361),
	('busy', 53, 'pst_01na2dh0tgf69ann5ntghwwc05', 'grant', 'issued', 'available', 'credits', 1000, 'lot_01na2dh0tgf4q85tjxdsxsd816', 'lot_01na2dh0tgf4q85tjxdsxsd816', 1831884850000000, 'dbc165affbd81e765b8bf287466152180a9c2d992a352a95eae302001a781137', 17592186047489),
	('busy', 55, 'pst_01na2dh0tges69hswjx5t4vx2c', 'spend', 'available', 'used', 'credits', 2, 'lot_01na2dgyw0fc0rzvnk1p1yzwaz', 'spd_01na2dh0tgfsssk83pdmtk1phw', 1831884850000000, '99cd8a7b3aa3b302ee8be983a51d4fadca66a18b6877e12001cacdfd91096708', NULL),
	('busy', 56, 'pst_01na2dh0tgfkwbyy6r2m9j3dbn', 'spend', 'available', 'used', 'credits', 2, 'lot_01na2dgyw0fc0rzvnk1p1yzwaz', 'spd_01na2dh0tgenhv3aewdhcv5vna', 1831884850000000, '9af7a358dfb67de8b71521c7a6066c265611db90b3f1121d7ebc317c466f3b53', NULL),
	('busy', 57, 'pst_01na2dh0tgfve95ynhtjvfgkfy', 'spend', 'available', 'used', 'credits', 2, 'lot_01na2dgyw0fc0rzvnk1p1yzwaz', 'spd_01na2dh0tgesk83fmbdeew7kxg', 1831884850000000, 'e81ac3b5b9bb57ef9995d3329360e691a9e4d55b9a0b550869528889d453fc62', NULL),
	('busy', 58, 'pst_01na2dh0tgf5bvz6w2gq0a68g3', 'spend', 'available', 'used', 'credits', 2, 'lot_01na2dgyw0fc0rzvnk1p1yzwaz', 'spd_01na2dh0tge209v8z0kbwxrdc3', 1831884850000000, '8c412ea22ef8449926f27f13b5e64ddbf70363673a53a56f72216f01649a842b', NULL),
	('busy', 59, 'pst_01na2dh0tgey0tbhjnxpcx3gnk', 'spend', 'available', 'used', 'credits', 2, 'lot_01na2dgyw0fc0rzvnk1p1yzwaz', 'spd_01na2dh0tgetftd6cjz0h07dy7', 1831884850000000, 'dd82128db1548ef42a16bc8067395d410e05e7c74417e4b9c5bc6f2e5bb95bd9', NULL),
	('busy', 60, 'pst_01na2dh0tgf1gtamwgwwjfppv8', 'spend', 'available', 'used', 'credits', 2, 'lot_01na2dgyw0fc0rzvnk1p1yzwaz', 'spd_01na2dh0tgff09gzh51eqb7620', 1831884850000000, '1a6711fc1d4bd30437554db2d5c6501a699c485ad8f76939f65e8cef3f921d8e', NULL),
	('busy', 61, 'pst_01na2dh0tgf2f9fm6cf3k9mrje', 'spend', 'available', 'used', 'credits', 2, 'lot_01na2dgyw0fc0rzvnk1p1yzwaz', 'spd_01na2dh0tgeqbr4ms1mtm6ykrc', 1831884850000000, 'f52af4d6d050c7bd95f011eb9ddd98b5d664a4679329214b0e71aab520fa1346', NULL),
	('busy', 62, 'pst_01na2dh0tgedbtdxmpwwcpb6wp', 'spend', 'available', 'used', 'credits', 2, 'lot_01na2dgyw0fc0rzvnk1p1yzwaz', 'spd_01na2dh0tgfzjatpf2v2jvjfae', 1831884850000000, '20c079d74d394b5e04fd2ccb2a7e89bceea273532d89b089395de9aab95c6db6', NULL),
	('busy', 63, 'pst_01na2dh0tgezwvykwjqdrjdmas', 'spend', 'available', 'used', 'credits', 2, 'lot_01na2dgyw0fc0rzvnk1p1yzwaz', 'spd_01na2dh0tgfzwtw20by2c7znfb', 1831884850000000, '353362fb9b5063605d3559b2fc96a480b7741aa6c20fbe8e45d969552f094282', NULL),
	('busy', 64, 'pst_01na2dh0tgecztq1229h523w6z', 'spend', 'available', 'used', 'credits', 2, 'lot_01na2dgyw0fc0rzvnk1p1yzwaz', 'spd_01na2dh0tgfwbvekmsfw88dhca', 1831884850000000, '56bd29c828396d37d8d87b3346944504674ce7ba9bb512189f640df0a8c87a12', NULL),
	('busy', 65, 'pst_01na2dh0tgf88bjs2cwg4bvnhk', 'spend', 'available', 'used', 'credits', 2, 'lot_01na2dgyw0fc0rzvnk1p1yzwaz', 'spd_01na2dh0tgf7jahf83tthy7tkt', 1831884850000000, '45ae5c1c939a34775ef8055ceb8c6322b7b0280ce717b63b7a29b35f74e30646', NULL),
	('busy', 66, 'pst_01na2dh0tgek6vzp8x9kxswxcp', 'spend', 'available', 'used', 'credits', 2, 'lot_01na2dgyw0fc0rzvnk1p1yzwaz', 'spd_01na2dh0tge7jst2371k1ynfg7', 1831884850000000, '61dee4cbbbf457446f69cd5e6e12433de26ff87e7df7f03f2a8ac49f19fdbf48', NULL),
	('busy', 67, 'pst_01na2dh0tgfw6sa3zxm99p4ftz', 'spend', 'available', 'used', 'credits', 2, 'lot_01na2dgyw0fc0rzvnk1p1yzwaz', 'spd_01na2dh0tge5n9s0055yctznar', 1831884850000000, '165f7439cfa643bcb5431cd781ab10a738617045075adda8d40bccf667c11fa5', NULL),
	('busy', 68, 'pst_01na2dh0tgeyn8cmehw81v2nq3', 'spend', 'available', 'used', 'credits', 2, 'lot_01na2dgyw0fc0rzvnk1p1yzwaz', 'spd_01na2dh0tgead96dmq1g6gavk7', 1831884850000000, '611b578112aeabbad16c48954049ce3112b97ad3221ee210c9595b7b4b20b19e', NULL),
	('busy', 69, 'pst_01na2dh0tgfqq8tjysvex9p98k', 'spend', 'available', 'used', 'credits', 2, 'lot_01na2dgyw0fc0rzvnk1p1yzwaz', 'spd_01na2dh0tge2wrrd0q8txa99s9', 1831884850000000, 'e435db6829e8467c4e8aaec2af9c673ff4ff6db15c6abd245623b6132cf8e4ab', NULL),
	('busy', 70, 'pst_01na2dh0tgfyt9rq7svfjqa0df', 'spend', 'available', 'used', 'credits', 2, 'lot_01na2dgyw0fc0rzvnk1p1yzwaz', 'spd_01na2dh0tge4v92vr0jf41smwd', 1831884850000000, '35e0d7f0a8b00388665f03c224510aab931c45ea4d045f8939a0c18466acb0f0', NULL),
	('busy', 71, 'pst_01na2dh0tgfr694gwmyt1eb758', 'spend', 'available', 'used', 'credits', 2, 'lot_01na2dgyw0fc0rzvnk1p1yzwaz', 'spd_01na2dh0tgfp6vmx7rmrda27hf', 1831884850000000, '535db69b69cbb69b1bd79bf30f46cf788d69797f2245982372dd10779e60d0b1', NULL),
	('busy', 72, 'pst_01na2dh0tgety9fvjgbjmjkt2s', 'spend', 'available', 'used', 'credits', 2, 'lot_01na2dgyw0fc0rzvnk1p1yzwaz', 'spd_01na2dh0tgfy5ad15tejmyq7h8', 1831884850000000, '285df226f1d8f31f617f91c73584e2cb71f836a1ff076a5e52cf0818cfc5f269', NULL),
	('busy', 73, 'pst_01na2dh0tgf1caegccaqr8f9ka', 'spend', 'available', 'used', 'credits', 2, 'lot_01na2dgyw0fc0rzvnk1p1yzwaz', 'spd_01na2dh0tgfp5tnsswha425f0q', 1831884850000000, 'e0c2c2950e3c8d2d112ce0153f56854e090165f43860169c5bdab8aff17a54c5', NULL),
	('busy', 74, 'pst_01na2dh0tgevyb5fp5pkjfx080', 'spend', 'available', 'used', 'credits', 2, 'lot_01na2dgyw0fc0rzvnk1p1yzwaz', 'spd_01na2dh0tgffd83rh9grmct6jy', 1831884850000000, '86085c590b2ea8a176109e74f109cc4e6353fc5ed3e8a3e583e2debdf3ee40c0', NULL),
	('busy', 75, 'pst_01na2dh0tge61ss2te8v43zrnq', 'spend', 'available', 'used', 'credits', 2, 'lot_01na2dgyw0fc0rzvnk1p1yzwaz', 'spd_01na2dh0tgeny90p6xa4e9928n', 1831884850000000, 'e95f42a8b8a58d5ae36a042a9c7cebbe7507e247901c12a233e8ebd87619db66', NULL),
	('busy', 76, 'pst_01na2dh0tgfqbb1mh2prn6aqnk', 'spend', 'available', 'used', 'credits', 2, 'lot_01na2dgyw0fc0rzvnk1p1yzwaz', 'spd_01na2dh0tgf05tdg61js8r3vhn', 1831884850000000, '4accc06e7ba6cb6b412c8946ec54626822cdcd7ed43d29d6da1e762e838e5560', NULL),
	('busy', 77, 'pst_01na2dh0tgffb8212c9gbn9ch1', 'spend', 'available', 'used', 'credits', 2, 'lot_01na2dgyw0fc0rzvnk1p1yzwaz', 'spd_01na2dh0tgf4yb8tffw3wm4b5h', 1831884850000000, 'dfd0bb871b454ca3056d0ed2593a9d7526334cbf3c7f273b90984e50345f9dd9', NULL),
	('busy', 78, 'pst_01na2dh0tgfhcr16qz6x85hjxd', 'spend', 'available', 'used', 'credits', 2, 'lot_01na2dgyw0fc0rzvnk1p1yzwaz', 'spd_01na2dh0tgegzsk24x0rdzm5c3', 1831884850000000, 'db35ecdf3d3dc009e61f6ffbb7025fa7e3df2f461c141d251fec6c58daf78f6b', 17592186047640),
	('wim', 1, 'pst_01na2dh5prfjwrsngkwdxwy0y8', 'mint', 'issued', 'available', 'credits', 1000, 'lot_01na2dh5prf5fsmfa9ebyky467', 'pay_01na2dh5prerjtes6p3ckg0y48', 1831884855000000, 'bd45198322ba8237208689bb4135eeb12ee9a1a622d54831c34f3a4f29eae92f', NULL),
	('wim', 2, 'pst_01na2dh5prfjwrsngkwdxwy0y8', 'mint', 'prepaid', 'receivable', 'won', 10000, NULL, 'pay_01na2dh5prerjtes6p3ckg0y48', 1831884855000000, 'c5029eaed651e27b58d0a0ebaa8f6d62c3cff4fd48ed3b7c93f138f5daa5bfa1', NULL),
	('wim', 3, 'pst_01na2dh5prfd8tzkja1vhesn8m', 'grant', 'issued', 'available', 'credits', 100, 'lot_01na2dh5pre9t9c52ffznaymgj', 'lot_01na2dh5pre9t9c52ffznaymgj', 1831884855000000, 'f46775038f36c2fdaa8d3f993e052c4f9746cc7bdf58de0c9f0789dc133d9e77', 8796093026054),
	('wim', 5, 'pst_01na2dh8mgf0pv9648bmbse94t', 'refund_request', 'available', 'refunding', 'credits', 1000, 'lot_01na2dh5prf5fsmfa9ebyky467', 'ref_01na2dh8mgf96vhpms35187qqw', 1831884858000000, '0ff0fe04d0cda98957a91702230dfd1203286f4623693537d503a51f795d49bd', NULL),
	('wim', 6, 'pst_01na2dh8mgf0pv9648bmbse94t', 'refund_request', 'refunds_due', 'prepaid', 'won', 10000, NULL, 'ref_01na2dh8mgf96vhpms35187qqw', 1831884858000000, '99cfc1ff5457cbc885358c84a54799fc33a05538e1ac9aaea440cbec4f8bf577', NULL),
	('wim', 7, 'pst_01na2dh8mgejnsf1h7vj06sks0', 'bonus_revoke', 'available', 'revoked', 'credits', 60, 'lot_01na2dh5pre9t9c52ffznaymgj', 'lot_01na2dh5pre9t9c52ffznaymgj', 1831884858000000, 'f4bc0f6c51f8806dabfb568ce2e4997469cade2451e760cfa3751a6cacf6a79f', 17592186048132),
	('vera', 1, 'pst_01na2dhdgreq18wqsxjgxxh78j', 'mint', 'issued', 'available', 'credits', 1000, 'lot_01na2dhdgretgs18zh3ensqxyn', 'pay_01na2dhdgrfgsstpepk8h8nf7n', 1831884863000000, '9c055af55ccb78e3905b3e651ff148778ed3823e67a0d2cfa3f97de288f9742d', NULL),
	('vera', 2, 'pst_01na2dhdgreq18wqsxjgxxh78j', 'mint', 'prepaid', 'receivable', 'won', 10000, NULL, 'pay_01na2dhdgrfgsstpepk8h8nf7n', 1831884863000000, 'e8cd9c46fc4447cdc86a89a3350ea1954c560d831fd88b5d80ab9ab59464a685', NULL),
	('vera', 3, 'pst_01na2dhdgrebetdxytxp2mph60', 'grant', 'issued', 'available', 'credits', 100, 'lot_01na2dhdgrejg86ahrrnq0ykdn', 'lot_01na2dhdgrejg86ahrrnq0ykdn', 1831884863000000, '82be4963cdfbf3529037121d870951fd35b45d20f55ad73828108d48e1e91e26', 8796093026566),
	('wes', 1, 'pst_01na2dhhdrer1tsm2s3bbdzrpm', 'mint', 'issued', 'available', 'credits', 1000, 'lot_01na2dhhdrf1zbvstvn5fcvd3d', 'pay_01na2dhhdree4ahecfehbn6b0e', 1831884867000000, '6d78cd99208273aef9f5343ac2ed6b9bfce0799baf5bbc37ed6bc9828bf9e1f0', NULL),
	('wes', 2, 'pst_01na2dhhdrer1tsm2s3bbdzrpm', 'mint', 'prepaid', 'receivable', 'won', 10000, NULL, 'pay_01na2dhhdree4ahecfehbn6b0e', 1831884867000000, '3a01988ba76763572d0bb3b81a365b44be5c272d20861ecd003ce36ddc957047', NULL),
	('wes', 3, 'pst_01na2dhhdrf33rtbp3q4swgkd0', 'grant', 'issued', 'available', 'credits', 100, 'lot_01na2dhhdre0h8zv8cscmkb5qf', 'lot_01na2dhhdre0h8zv8cscmkb5qf', 1831884867000000, 'b46d0f0fbe35c3d8799fd6d2c1687a9c486ad04d638709517fcd1fd83f8e155b', 8796093026822),
	('wes', 4, 'pst_01na2dhjd0eay8vbk7rv2n0ztc', 'spend', 'available', 'used', 'credits', 100, 'lot_01na2dhhdre0h8zv8cscmkb5qf', 'spd_01na2dhjd0f7ca7q9hc4jd5rqx', 1831884868000000, '285c40ce65a98ec35ed1bc073eb1bf5073bde7a05cf101169cae002f8418740d', NULL),
	('wes', 5, 'pst_01na2dhjd0eay8vbk7rv2n0ztc', 'spend', 'available', 'used', 'credits', 400, 'lot_01na2dhhdrf1zbvstvn5fcvd3d', 'spd_01na2dhjd0f7ca7q9hc4jd5rqx', 1831884868000000, '18d2962c094d14487338824dd3c62489c2e804a968f1f4c6eb883939c985c912', 17592186048769),
	('wes', 6, 'pst_01na2dhmbgfbz823kb7txg6x37', 'refund_request', 'available', 'refunding', 'credits', 600, 'lot_01na2dhhdrf1zbvstvn5fcvd3d', 'ref_01na2dhmbgex3tb3wzrhrmj4kr', 1831884870000000, 'e69cb2c47c99566ba457cca9694b4c3fdc0260311ed4078eabf10d7d34714e2e', NULL),
	('wes', 7, 'pst_01na2dhmbgfbz823kb7txg6x37', 'refund_request', 'refunds_due', 'prepaid', 'won', 6000, NULL, 'ref_01na2dhmbgex3tb3wzrhrmj4kr', 1831884870000000, 'e1bb4a5e580f5635a917dd7b690547f1809f73daed1b754a48d53d8f1c7b3314', 17592186048900),
	('rita', 1, 'pst_01na2dhs7rfpza8jszcn6t2ht8', 'mint', 'issued', 'available', 'credits', 100, 'lot_01na2dhs7rem6rqb3wdpd61qhp', 'pay_01na2dhs7re4hryaskdmktvv50', 1831884875000000, '4e36e6eeca56791b2b361c68a937c2e3b6b5bb2f3dd8b5dadca39b895151eabf', NULL),
	('rita', 2, 'pst_01na2dhs7rfpza8jszcn6t2ht8', 'mint', 'prepaid', 'receivable', 'won', 1000, NULL, 'pay_01na2dhs7re4hryaskdmktvv50', 1831884875000000, 'a81102ec7ef64ed23c4678bcb88998be61bc9598ec45052d3df2d0ca6a80bf61', 8796093027333),
	('rita', 3, 'pst_01na2dhv68exa86qzjczxes4hn', 'refund_request', 'available', 'refunding', 'credits', 100, 'lot_01na2dhs7rem6rqb3wdpd61qhp', 'ref_01na2dhv68ffxrtgsxr2p2h643', 1831884877000000, '14ee100a59e78f8f064313dc532e669fc6577165e414b805f72e82314f3f6ef9', NULL),
	('rita', 4, 'pst_01na2dhv68exa86qzjczxes4hn', 'refund_request', 'refunds_due', 'prepaid', 'won', 1000, NULL, 'ref_01na2dhv68ffxrtgsxr2p2h643', 1831884877000000, '0ca7f282b2ee70ac051ea2fa19f59971ea2f57c72ff822bf0495faa259ef53bf', 8796093027460),
	('rob', 1, 'pst_01na2dj02gfkj903hrrwvfadjj', 'mint', 'issued', 'available', 'credits', 100, 'lot_01na2dj02gezk93dmbnqtp5yfs', 'pay_01na2dj02gecxab5aa7qt7052w', 1831884882000000, '84b2639507c77ef37aa6972ae3d0ae2a85d3436e9f27c25c6100ad958b832190', NULL),
	('rob', 2, 'pst_01na2dj02gfkj903hrrwvfadjj', 'mint', 'prepaid', 'receivable', 'won', 1000, NULL, 'pay_01na2dj02gecxab5aa7qt7052w', 1831884882000000, 'dea077884dd025fee3f54eacec4bafb43aaddda88a28546dd0bfe543131189d4', 17592186049669),
	('rob', 3, 'pst_01na2dj210ehxsczehzbc5mh9c', 'refund_request', 'available', 'refunding', 'credits', 100, 'lot_01na2dj02gezk93dmbnqtp5yfs', 'ref_01na2dj210fnktmxb968pja0vz', 1831884884000000, 'dc870a738400c0a6518dbe8d51cb212c8aba56222027579f373e56fc203f5db7', NULL),
	('rob', 4, 'pst_01na2dj210ehxsczehzbc5mh9c', 'refund_request', 'refunds_due', 'prepaid', 'won', 1000, NULL, 'ref_01na2dj210fnktmxb968pja0vz', 1831884884000000, 'b6610e5eee509a014659516b15a3409931f0b95dccbc83efdb0b77110585b041', 17592186049796),
	('bob', 1, 'pst_01na2dj6x8e0xaw96j9grqx74t', 'mint', 'issued', 'available', 'credits', 100, 'lot_01na2dj6x8fhza531ys05fdzsk', 'pay_01na2dj6x8eaavywffyxm3e53s', 1831884889000000, 'c93e3f4cdd5ea26ad9fe2d0c9e503a764fedb8a5f6965c0e14e8ca1c22793966', NULL),
	('bob', 2, 'pst_01na2dj6x8e0xaw96j9grqx74t', 'mint', 'prepaid', 'receivable', 'won', 1000, NULL, 'pay_01na2dj6x8eaavywffyxm3e53s', 1831884889000000, '33f828c5fdea3311a5974545ba8cc26d3e0ac15c17256838dda81db73f87011e', 8796093028229),
	('bob', 3, 'pst_01na2dj8vre7cs2kv8zzbma78r', 'refund_request', 'available', 'refunding', 'credits', 100, 'lot_01na2dj6x8fhza531ys05fdzsk', 'ref_01na2dj8vrfpma938brzb9aaf0', 1831884891000000, 'e08ef75f2797748b058da075e82a845aabc42cfa4aa67c20aedf6305e3534b1a', NULL),
	('bob', 4, 'pst_01na2dj8vre7cs2kv8zzbma78r', 'refund_request', 'refunds_due', 'prepaid', 'won', 1000, NULL, 'ref_01na2dj8vrfpma938brzb9aaf0', 1831884891000000, '0a7dcc4930bc5158076edd9c58cd7dc31548e4f06e8f23d5920d45bacd65e05c', 8796093028356),
	('rita', 5, 'pst_01na2djat8fbds5eckwvjp44nz', 'refund_done', 'refunding', 'refunded', 'credits', 100, 'lot_01na2dhs7rem6rqb3wdpd61qhp', 'ref_01na2dhv68ffxrtgsxr2p2h643', 1831884893000000, 'b740c0069b020f17bc3863f7713b0ab62b4a419f886a57ce11d96cd473053509', NULL),
	('rita', 6, 'pst_01na2djat8fbds5eckwvjp44nz', 'refund_done', 'receivable', 'refunds_due', 'won', 1000, NULL, 'ref_01na2dhv68ffxrtgsxr2p2h643', 1831884893000000, '27056ebf155c2680f73536eefc1b0a9f44909bd8393b14d163e48bcfce34f3be', 8796093028484),
	('rob', 5, 'pst_01na2djbsgfna9dre3k10mn6x6', 'refund_declined', 'refunding', 'available', 'credits', 100, 'lot_01na2dj02gezk93dmbnqtp5yfs', 'ref_01na2dj210fnktmxb968pja0vz', 1831884894000000, 'c8e62b48d979e701298bbadc8d248dfaf7d5f80d1cb00195e8c6902b0c6316a5', NULL),
	('rob', 6, 'pst_01na2djbsgfna9dre3k10mn6x6', 'refund_declined', 'prepaid', 'refunds_due', 'won', 1000, NULL, 'ref_01na2dj210fnktmxb968pja0vz', 1831884894000000, 'aedf28bde4eb155331c2c7e063bc910c2b18944b1895ef763dfd72f66678360d', 17592186050436),
	('dave', 1, 'pst_01na2djfpgfj3arcxfap7cv44j', 'mint', 'issued', 'available', 'credits', 3000, 'lot_01na2djfpgfmw8yh1xn9czjwed', 'pay_01na2djfpgfjxayesgwgr7vm02', 1831884898000000, '268aa73d5e84d3567c485e5361e94301cc93e2db531f8c9866152b823bd8bfdc', NULL),
	('dave', 2, 'pst_01na2djfpgfj3arcxfap7cv44j', 'mint', 'prepaid', 'receivable', 'won', 29700, NULL, 'pay_01na2djfpgfjxayesgwgr7vm02', 1831884898000000, '69e06d1ef604acf17c554fb2ea9fd43392568c49a32a5cdc993418d0f7e60e72', 17592186050693),
	('dave', 3, 'pst_01na2djgnrextanjrrsjachcjj', 'spend', 'available', 'used', 'credits', 1500, 'lot_01na2djfpgfmw8yh1xn9czjwed', 'spd_01na2djgnrewhr7dt2mddg8ga5', 1831884899000000, 'fc739f3ab6417a0ec9fa40498970421cefa97ffeb715dc82c7d03e68b97ad59a', 8796093028865),
	('dave', 4, 'pst_01na2djhn0eq9rgw2g6bdd1jrd', 'revoke', 'available', 'revoked', 'credits', 1500, 'lot_01na2djfpgfmw8yh1xn9czjwed', 'pay_01na2djfpgfjxayesgwgr7vm02', 1831884900000000, '13d9e30c5ae99563a3024f3ff65dccb18baf63ce4594659cd65f10c9ec05533d', NULL),
	('dave', 5, 'pst_01na2djhn0eq9rgw2g6bdd1jrd', 'revoke', 'receivable', 'prepaid', 'won', 29700, NULL, 'pay_01na2djfpgfjxayesgwgr7vm02', 1831884900000000, '1e211a524d458dfaf845a300b6cde69fbaee057485544555538d1975f7fd21ed', NULL),
	('dave', 6, 'pst_01na2djhn0fqps8wkkbxrnfkqe', 'debt', 'clawback', 'owed', 'credits', 1500, NULL, 'pay_01na2djfpgfjxayesgwgr7vm02', 1831884900000000, '0aa3040b8f11b7b01580965dbf34dbae4a88e24aff29016dd29b918a5b63ebb4', 17592186050818),
	('dave', 7, 'pst_01na2djnj0e7d8km63cknefxjs', 'mint', 'issued', 'available', 'credits', 1000, 'lot_01na2djnj0e8nv8jtpxcf3bmxy', 'pay_01na2djnj0f7d8axdhy4xgwz10', 1831884904000000, 'b0bd791f3a95310d0eaf1698a9525fd34e8ddd6c4e1591e0584a82fd7ee10ba2', NULL),
	('dave', 8, 'pst_01na2djnj0e7d8km63cknefxjs', 'mint', 'prepaid', 'receivable', 'won', 10000, NULL, 'pay_01na2djnj0f7d8axdhy4xgwz10', 1831884904000000, 'c09bd5f4324f127fd84534437a0d559a31007ea7379659e3d77a1d9cfcd0c122', NULL),
	('dave', 9, 'pst_01na2djnj0eg7avp5vtgw6wnxe', 'debt_paid', 'available', 'used', 'credits', 1000, 'lot_01na2djnj0e8nv8jtpxcf3bmxy', 'lot_01na2djnj0e8nv8jtpxcf3bmxy', 1831884904000000, '650ba4a58ab32397ba01e57db92b1e1012417ec751c4ac3b1e1957a6123ab89f', NULL),
	('dave', 10, 'pst_01na2djnj0eg7avp5vtgw6wnxe', 'debt_paid', 'owed', 'clawback', 'credits', 1000, NULL, 'lot_01na2djnj0e8nv8jtpxcf3bmxy', 1831884904000000, '3285a596d1dd63e4f5f6749db4c4988a8c1f51a58d37c46b722c40e893661321', 17592186051079),
	('carol', 1, 'pst_01na2djrfrex9t8df2j8242bw0', 'mint', 'issued', 'available', 'credits', 100, 'lot_01na2djrfrebev1mtv13pknhk4', 'pay_01na2djrfrfj3b42fkv9k1sfnc', 1831884907000000, '52a9862a8c2cc7d3c595897f046bfdceb3ca61dbecd1ee22f8f342d2a9b38674', NULL),
	('carol', 2, 'pst_01na2djrfrex9t8df2j8242bw0', 'mint', 'prepaid', 'receivable', 'won', 1000, NULL, 'pay_01na2djrfrfj3b42fkv9k1sfnc', 1831884907000000, '32b93897dcc79ead5db01c1d3308613a677e1247b0a41704e81a30c91df66567', 8796093029383),
	('carol', 3, 'pst_01na2djwcrevv819t0n10brx42', 'mint', 'issued', 'available', 'credits', 1000, 'lot_01na2djwcrfb6tpcz5rcww1aab', 'pay_01na2djwcrfxwbyxvk78k6k4b4', 1831884911000000, 'fb81cb7f9211ddafadd063fad598f05b97c4b57ebecfb98200f2d4f8dc593b25', NULL),
	('carol', 4, 'pst_01na2djwcrevv819t0n10brx42', 'mint', 'prepaid', 'receivable', 'won', 10000, NULL, 'pay_01na2djwcrfxwbyxvk78k6k4b4', 1831884911000000, '110e457dd3c74eee6b185cf1eef136d0184fee95112812e2d3f60f1943d89f73', 8796093029639),
	('xena', 1, 'pst_01na2dk74gew99jk3kqg7d4qh7', 'mint', 'issued', 'available', 'credits', 1000, 'lot_01na2dk74gebtsqwtnc46a6mex', 'pay_01na2dk74gfgs93m4zvz0txn4s', 1831884922000000, 'dd8a53c3c30c2eee2d64e948f42a5aea312099646d90c42d32219416839e73f0', NULL),
	('xena', 2, 'pst_01na2dk74gew99jk3kqg7d4qh7', 'mint', 'prepaid', 'receivable', 'won', 9990, NULL, 'pay_01na2dk74gfgs93m4zvz0txn4s', 1831884922000000, 'c72bce06f533be77e422f5efae24ca4182884427f1b428bdcbcb0af251a92cfa', 17592186052231),
	('carol', 5, 'pst_01na2djxc0ews8rf82tmbs0qhj', 'revoke', 'available', 'revoked', 'credits', 1000, 'lot_01na2djwcrfb6tpcz5rcww1aab', 'pay_01na2djwcrfxwbyxvk78k6k4b4', 1831884912000000, '58af090823152bcba47cfab5253b772a963df2b68eafca05e1e006ecf11c30ad', NULL),
	('carol', 6, 'pst_01na2djxc0ews8rf82tmbs0qhj', 'revoke', 'receivable', 'prepaid', 'won', 10000, NULL, 'pay_01na2djwcrfxwbyxvk78k6k4b4', 1831884912000000, '8c67ec295461c40781f715850f9b121f0ae26d3faf749ccd9723e92a238ea22a', 17592186051588),
	('cho', 1, 'pst_01na2dk288frf8ap6tw3ff9dr6', 'mint', 'issued', 'available', 'credits', 100, 'lot_01na2dk288ebba7x1xnpmdwmtn', 'pay_01na2dk288e6damc7fbz4jwa0t', 1831884917000000, '4b40ec2c09e7c2f49204f94ad4f91f06d4f0df3b304f41f52a683f541b48c129', NULL),
	('cho', 2, 'pst_01na2dk288frf8ap6tw3ff9dr6', 'mint', 'prepaid', 'receivable', 'won', 990, NULL, 'pay_01na2dk288e6damc7fbz4jwa0t', 1831884917000000, 'ce21a457d00435fa179fcd6f64447f8fc49541517307cd9254cfc5222fd18887', 8796093030023),
	('xena', 3, 'pst_01na2dkmt0e2fak544nta6f46m', 'mint', 'issued', 'available', 'credits', 1000, 'lot_01na2dkmt0ehvtdr3p6f4nd3v6', 'pay_01na2dkmt0f00rwcz1qs4pztej', 1831884936000000, 'f5ba5374271c7d6956b2583dd037a8ec9dd32de620cc0e5a2e2ca3a58cce0e6e', NULL),
	('xena', 4, 'pst_01na2dkmt0e2fak544nta6f46m', 'mint', 'prepaid', 'receivable', 'won', 10000, NULL, 'pay_01na2dkmt0f00rwcz1qs4pztej', 1831884936000000, 'd107c8788011293d81ef446bebb37dcaa0f4cbd35e89fcc31b6c9d49f3a17b9c', 17592186053125),
	('xena', 5, 'pst_01na2dkprgffdv44ag9vve1603', 'refund_request', 'available', 'refunding', 'credits', 1000, 'lot_01na2dkmt0ehvtdr3p6f4nd3v6', 'ref_01na2dkprgee8rv4g9ach3eyvr', 1831884938000000, 'd4bf23767efa332152701cb9fccb7734e4339e4eb5ae699469d1e232ff37b505', NULL),
	('xena', 6, 'pst_01na2dkprgffdv44ag9vve1603', 'refund_request', 'refunds_due', 'prepaid', 'won', 10000, NULL, 'ref_01na2dkprgee8rv4g9ach3eyvr', 1831884938000000, '2e6edde7129bbd8a31ab052608aab8f572e79d595ba9c3dcda0c085e55723cf6', 17592186053252),
	('xena', 7, 'pst_01na2dkrq0fjztkayeyhbj2jed', 'refund_corrected', 'prepaid', 'refunds_due', 'won', 24, NULL, 'ref_01na2dkprgee8rv4g9ach3eyvr', 1831884940000000, '972105f8d1f8ab6b2daa16961db41c8c47be983c44ff85ba8d70dcbef9f508ef', NULL),
	('xena', 8, 'pst_01na2dkrq0f7svrzgcqyqtb31h', 'refund_done', 'refunding', 'refunded', 'credits', 1000, 'lot_01na2dkmt0ehvtdr3p6f4nd3v6', 'ref_01na2dkprgee8rv4g9ach3eyvr', 1831884940000000, '488f393d3baaa65b7dd380320a6570f68ae0e0050af4f54cbf4437545fef1c3d', NULL),
	('xena', 9, 'pst_01na2dkrq0f7svrzgcqyqtb31h', 'refund_done', 'receivable', 'refunds_due', 'won', 9976, NULL, 'ref_01na2dkprgee8rv4g9ach3eyvr', 1831884940000000, '41917b398c55f894351d8c537800a0acc869a7afd6f250b017625bb670d89cd5', 17592186053382),
	('mona', 1, 'pst_01na2dkrq0ecba10zf3gwpe8v9', 'grant', 'issued', 'available', 'credits', 700, 'lot_01na2dkrq0e4xbway9nxegms5j', 'lot_01na2dkrq0e4xbway9nxegms5j', 1831884940000000, 'c5b11d6a20dc96f40fc1fa4ab21c4c347b2ae847e9f44422796ea870c3d326fb', 17592186053507),
	('lara', 1, 'pst_01na2dkwm0fct85d8vx0wkpe95', 'mint', 'issued', 'available', 'credits', 100, 'lot_01na2dkwm0e4nr9a3htsrk0zcr', 'pay_01na2dkwm0fdpvyhr8jvevqngs', 1831884944000000, '5de5802ceb6f618ca89fcae7707618550b87e7a76f9f9960ec57a88bdc774914', NULL),
	('lara', 2, 'pst_01na2dkwm0fct85d8vx0wkpe95', 'mint', 'prepaid', 'receivable', 'won', 1000, NULL, 'pay_01na2dkwm0fdpvyhr8jvevqngs', 1831884944000000, '27e3290e917f73d3cb03ed41d9412cf84e250be4c5dcdaf4970e38308b9e3630', 8796093032069),
	('lara', 3, 'pst_01na2dkyjge2f9j13bz2ngt9ms', 'refund_request', 'available', 'refunding', 'credits', 100, 'lot_01na2dkwm0e4nr9a3htsrk0zcr', 'ref_01na2dkyjgez2sn9xw3nfp485p', 1831884946000000, '149fe08ed0ff97b4fa63bb5decc55566c06d7e3ffd45225c46f1298ff2fd9c58', NULL),
	('lara', 4, 'pst_01na2dkyjge2f9j13bz2ngt9ms', 'refund_request', 'refunds_due', 'prepaid', 'won', 1000, NULL, 'ref_01na2dkyjgez2sn9xw3nfp485p', 1831884946000000, '85aebce7c4ff102709a99d5f13dc65ba96bcd60a1e8f6bf17bdbb093385d182e', 8796093032196);


--
-- Data for Name: events; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.events VALUES
	('evt_01k742sgz8ea79f5bmsn16eenz', 'credits.granted', 'gail', 'lot_01k742sgz8e7ebb61ymta3daz4', '{"customer_id":"gail","lot_id":"lot_01k742sgz8e7ebb61ymta3daz4","kind":"promotional","credits":10,"payment_id":null,"expires_at":"2026-01-08T00:00:00+09:00"}', 1760000001000000, 8796093022210),
	('evt_01k742shygf70byyrpmztbtn8m', 'credits.granted', 'hal', 'lot_01k742shygfg5tes58h9d7b30k', '{"customer_id":"hal","lot_id":"lot_01k742shygfg5tes58h9d7b30k","kind":"promotional","credits":10,"payment_id":null,"expires_at":"2026-01-08T00:00:00+09:00"}', 1760000002000000, 17592186044418),
	('evt_01n7g0rkx0edq9tm3bxf4x66qj', 'lot.expired', 'gail', 'lot_01k742sgz8e7ebb61ymta3daz4', '{"customer_id":"gail","lot_id":"lot_01k742sgz8e7ebb61ymta3daz4","kind":"promotional","credits":6,"expired_at":"2026-01-08T00:00:00+09:00"}', 1829120004000000, 17592186044547),
	('evt_01n7g0rmw8exe8jvz7ankk411g', 'credits.granted', 'erin', 'lot_01n7g0rmw8fthvhzss9sr7k02k', '{"customer_id":"erin","lot_id":"lot_01n7g0rmw8fthvhzss9sr7k02k","kind":"membership","credits":10,"payment_id":null,"expires_at":"2028-01-18T00:00:00+09:00"}', 1829120005000000, 8796093022466),
	('evt_01n7g0rptrey6bdjx7v09z7qzy', 'customer.closed', 'erin', 'erin', '{"customer_id":"erin","forfeited":10}', 1829120007000000, 8796093022593),
	('evt_01n7g0rtqrfgy8kwe8zb741gv3', 'order.completed', 'nina', 'ord_01n7g0rptrffw9s00srh5kdn7c', '{"order_id":"ord_01n7g0rptrffw9s00srh5kdn7c","customer_id":"nina","payment_id":"pay_01n7g0rtqrew1sjvmd7takzc7j","lot_id":"lot_01n7g0rtqrewdtyagb47qy0w9v","provider":"toss","amount":10000,"credits":1000,"kind":"purchased","expires_at":"2028-12-18T00:00:00+09:00","metadata":{"cart":"7"}}', 1829120011000000, 8796093022854),
	('evt_01n7g0rymrft9s6j895cp49y5k', 'order.completed', 'nora', 'ord_01n7g0rtqrfzvr8dg30ktezd02', '{"order_id":"ord_01n7g0rtqrfzvr8dg30ktezd02","customer_id":"nora","payment_id":"pay_01n7g0rymrf88rd9pwvbagk4n0","lot_id":"lot_01n7g0rymrf33b0c45t72h4rqy","provider":"toss","amount":10000,"credits":1000,"kind":"purchased","expires_at":"2028-12-18T00:00:00+09:00","metadata":{"cart":"7"}}', 1829120015000000, 8796093023110),
	('evt_01n7g0s2hres9syqyv2zm76g5s', 'order.completed', 'nils', 'ord_01n7g0rymreg1ajqqmazx39p73', '{"order_id":"ord_01n7g0rymreg1ajqqmazx39p73","customer_id":"nils","payment_id":"pay_01n7g0s2hrf35tqqskxk3n5wv7","lot_id":"lot_01n7g0s2hre8bbzw6e89ex0jaz","provider":"toss","amount":10000,"credits":1000,"kind":"purchased","expires_at":"2028-12-18T00:00:00+09:00","metadata":{"cart":"7"}}', 1829120019000000, 8796093023366),
	('evt_01n7g0s6erehhbcxmzepk5z786', 'order.completed', 'ned', 'ord_01n7g0s2hrf02thq5hw5ktggdh', '{"order_id":"ord_01n7g0s2hrf02thq5hw5ktggdh","customer_id":"ned","payment_id":"pay_01n7g0s6ered7t3vcaxv9kscxa","lot_id":"lot_01n7g0s6ere85bgttywr6t0wr1","provider":"toss","amount":10000,"credits":1000,"kind":"purchased","expires_at":"2028-12-18T00:00:00+09:00","metadata":{"cart":"7"}}', 1829120023000000, 8796093023622),
	('evt_01n8exhwd8eftst9pesjxc8f75', 'refund.requested', 'nina', 'ref_01n8exhwd8fcdafrs683x5an2f', '{"refund_id":"ref_01n8exhwd8fcdafrs683x5an2f","payment_id":"pay_01n7g0rtqrew1sjvmd7takzc7j","customer_id":"nina","amount":1000,"credits":100,"basis":"through_support","note":null,"due_at":"2028-01-05T00:00:00+09:00"}', 1830156825000000, 8796093023749),
	('evt_01na2dgca8f0b8gkv1fdp4zm61', 'refund.requested', 'nora', 'ref_01na2dgca8exga6vymrjbs4qce', '{"refund_id":"ref_01na2dgca8exga6vymrjbs4qce","payment_id":"pay_01n7g0rymrf88rd9pwvbagk4n0","customer_id":"nora","amount":10000,"credits":1000,"basis":"seller_fault","note":null,"due_at":"2028-01-25T00:00:00+09:00"}', 1831884829000000, 8796093024005),
	('evt_01na2dgf80ezda3w2zc4zj3zhc', 'refund.requested', 'ned', 'ref_01na2dgf80fnkvpzrhbg30kx7p', '{"refund_id":"ref_01na2dgf80fnkvpzrhbg30kx7p","payment_id":"pay_01n7g0s6ered7t3vcaxv9kscxa","customer_id":"ned","amount":10000,"credits":1000,"basis":"goodwill","note":null,"due_at":"2028-01-25T00:00:00+09:00"}', 1831884832000000, 17592186046213),
	('evt_01na2dgj5remks74asb29st885', 'refund.requested', 'nils', 'ref_01na2dgj5rfbzr5dpryzvwyxq2', '{"refund_id":"ref_01na2dgj5rfbzr5dpryzvwyxq2","payment_id":"pay_01n7g0s2hrf35tqqskxk3n5wv7","customer_id":"nils","amount":10000,"credits":1000,"basis":"by_right","note":null,"due_at":"2027-12-31T00:00:00+09:00"}', 1831884835000000, 8796093024389),
	('evt_01na2dgq20fcja2b8xa7fjvfjr', 'order.completed', 'alice', 'ord_01na2dgk50fpjahm4v2fbfekrj', '{"order_id":"ord_01na2dgk50fpjahm4v2fbfekrj","customer_id":"alice","payment_id":"pay_01na2dgq20ewwvkye2zvw9yry4","lot_id":"lot_01na2dgq20fstsc85bs28e9qsy","provider":"toss","amount":10000,"credits":1000,"kind":"purchased","expires_at":"2029-01-19T00:00:00+09:00","metadata":{"cart":"7"}}', 1831884840000000, 17592186046726),
	('evt_01na2dgxwre0asvcr4kr57xkgr', 'credits.granted', 'busy', 'lot_01na2dgxwrfkz9kcayh254p8wm', '{"customer_id":"busy","lot_id":"lot_01na2dgxwrfkz9kcayh254p8wm","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025331),
	('evt_01na2dgxwred1tsw26g90syphw', 'credits.granted', 'busy', 'lot_01na2dgxwrepms35f5pbja84gk', '{"customer_id":"busy","lot_id":"lot_01na2dgxwrepms35f5pbja84gk","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025332),
	('evt_01na2dgxwrfse8xqc9qyecqt5t', 'credits.granted', 'busy', 'lot_01na2dgxwrfax8qngpzcmmb9gh', '{"customer_id":"busy","lot_id":"lot_01na2dgxwrfax8qngpzcmmb9gh","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025333),
	('evt_01na2dgxwrf9tas62gy9j1psq8', 'credits.granted', 'busy', 'lot_01na2dgxwrfj3b0a3vm8gwwd5k', '{"customer_id":"busy","lot_id":"lot_01na2dgxwrfj3b0a3vm8gwwd5k","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025334),
	('evt_01na2dgxwrfe9b11t02zsjyhfd', 'credits.granted', 'busy', 'lot_01na2dgxwre6dvze78gjhtat0t', '{"customer_id":"busy","lot_id":"lot_01na2dgxwre6dvze78gjhtat0t","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025335),
	('evt_01na2dgxwrf6jt6kj87mkehp61', 'credits.granted', 'busy', 'lot_01na2dgxwrfa6adabkkkm9ksm5', '{"customer_id":"busy","lot_id":"lot_01na2dgxwrfa6adabkkkm9ksm5","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025336),
	('evt_01na2dgxwrfb18t9jttrey791q', 'credits.granted', 'busy', 'lot_01na2dgxwrem0vw4gp78qyd5yx', '{"customer_id":"busy","lot_id":"lot_01na2dgxwrem0vw4gp78qyd5yx","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025337),
	('evt_01na2dgxwre22vkht6b9c7pdbs', 'credits.granted', 'busy', 'lot_01na2dgxwrfbt9wy9b6vn648x7', '{"customer_id":"busy","lot_id":"lot_01na2dgxwrfbt9wy9b6vn648x7","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025338),
	('evt_01na2dgxwrfdvtfscbxv58eyqj', 'credits.granted', 'busy', 'lot_01na2dgxwre60vtemyjzm6xbfn', '{"customer_id":"busy","lot_id":"lot_01na2dgxwre60vtemyjzm6xbfn","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025339),
	('evt_01na2dgxwrfrb9rvqhfr0et5gv', 'credits.granted', 'busy', 'lot_01na2dgxwre90vy6wbqjfcggw8', '{"customer_id":"busy","lot_id":"lot_01na2dgxwre90vy6wbqjfcggw8","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025340),
	('evt_01na2dgxwrf33vsp63nn8s2myc', 'credits.granted', 'busy', 'lot_01na2dgxwreevb8r8gm576ycfn', '{"customer_id":"busy","lot_id":"lot_01na2dgxwreevb8r8gm576ycfn","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025341),
	('evt_01na2dgxwrf34ar7ckze9mckf7', 'credits.granted', 'busy', 'lot_01na2dgxwresx8qkmdf2hdgheg', '{"customer_id":"busy","lot_id":"lot_01na2dgxwresx8qkmdf2hdgheg","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025342),
	('evt_01na2dgxwreyprcesbde9vzaxr', 'credits.granted', 'busy', 'lot_01na2dgxwrf0gbmnhvjksgykd4', '{"customer_id":"busy","lot_id":"lot_01na2dgxwrf0gbmnhvjksgykd4","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025343),
	('evt_01na2dgxwrf0vb17s9ar2r12dj', 'credits.granted', 'busy', 'lot_01na2dgxwrevsv3xepjfq27619', '{"customer_id":"busy","lot_id":"lot_01na2dgxwrevsv3xepjfq27619","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025344),
	('evt_01na2dgxwrf1n8hqbag9dehbck', 'credits.granted', 'busy', 'lot_01na2dgxwrf3qrg5qkap2y053m', '{"customer_id":"busy","lot_id":"lot_01na2dgxwrf3qrg5qkap2y053m","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025345),
	('evt_01na2dgxwretf94rqbptrqm366', 'credits.granted', 'busy', 'lot_01na2dgxwre8hazwsn6zj30fh3', '{"customer_id":"busy","lot_id":"lot_01na2dgxwre8hazwsn6zj30fh3","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025346),
	('evt_01na2dgxwrenvtny1tdv0whk2x', 'credits.granted', 'busy', 'lot_01na2dgxwre3rvmpngnf3bx5yp', '{"customer_id":"busy","lot_id":"lot_01na2dgxwre3rvmpngnf3bx5yp","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025347),
	('evt_01na2dgxwrejfrtcv93ktx8my9', 'credits.granted', 'busy', 'lot_01na2dgxwrfyb8n9f09g80r05k', '{"customer_id":"busy","lot_id":"lot_01na2dgxwrfyb8n9f09g80r05k","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025348),
	('evt_01na2dgxwrfsq816p2peec57zy', 'credits.granted', 'busy', 'lot_01na2dgxwrfvcbe1vvspahpvwd', '{"customer_id":"busy","lot_id":"lot_01na2dgxwrfvcbe1vvspahpvwd","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025349),
	('evt_01na2dgxwrfdkbacm5qtxy0vns', 'credits.granted', 'busy', 'lot_01na2dgxwrfjhrwc60gfwhfs02', '{"customer_id":"busy","lot_id":"lot_01na2dgxwrfjhrwc60gfwhfs02","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025350),
	('evt_01na2dgxwrfkfrcqshqyew0c8k', 'credits.granted', 'busy', 'lot_01na2dgxwrfrr8e5mf27rjvmz3', '{"customer_id":"busy","lot_id":"lot_01na2dgxwrfrr8e5mf27rjvmz3","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025351),
	('evt_01na2dgxwrezxse65yknhav9jq', 'credits.granted', 'busy', 'lot_01na2dgxwre7a81br21z21ek86', '{"customer_id":"busy","lot_id":"lot_01na2dgxwre7a81br21z21ek86","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025352),
	('evt_01na2dgxwrejsaz5xx8x2zcts4', 'credits.granted', 'busy', 'lot_01na2dgxwremgbkzmdzvkqnndx', '{"customer_id":"busy","lot_id":"lot_01na2dgxwremgbkzmdzvkqnndx","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025353),
	('evt_01na2dgxwrev9t7v1vy9favz3p', 'credits.granted', 'busy', 'lot_01na2dgxwreht9yz761xergcma', '{"customer_id":"busy","lot_id":"lot_01na2dgxwreht9yz761xergcma","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025354),
	('evt_01na2dgxwrf1gvj7njnpyaztqf', 'credits.granted', 'busy', 'lot_01na2dgxwredqr94p0fymrhxt8', '{"customer_id":"busy","lot_id":"lot_01na2dgxwredqr94p0fymrhxt8","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025355),
	('evt_01na2dgxwrfarrfj6fh0tzk4hn', 'credits.granted', 'busy', 'lot_01na2dgxwrfqbba500xqezfjf7', '{"customer_id":"busy","lot_id":"lot_01na2dgxwrfqbba500xqezfjf7","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025356),
	('evt_01na2dgxwrfjsvtqzsx1exzkaz', 'credits.granted', 'busy', 'lot_01na2dgxwrfsz9fat25w3czfpn', '{"customer_id":"busy","lot_id":"lot_01na2dgxwrfsz9fat25w3czfpn","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025357),
	('evt_01na2dgxwrfqprjjvzq2ks5hab', 'credits.granted', 'busy', 'lot_01na2dgxwrfjyr8brg9vy9rt1v', '{"customer_id":"busy","lot_id":"lot_01na2dgxwrfjyr8brg9vy9rt1v","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025358),
	('evt_01na2dgxwrfe49y2c91eh2yh5n', 'credits.granted', 'busy', 'lot_01na2dgxwrew2t4wjrmna270jz', '{"customer_id":"busy","lot_id":"lot_01na2dgxwrew2t4wjrmna270jz","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025359),
	('evt_01na2dgxwretqb3p3rv2xgwwxq', 'credits.granted', 'busy', 'lot_01na2dgxwrf2f86gz2gtc4z266', '{"customer_id":"busy","lot_id":"lot_01na2dgxwrf2f86gz2gtc4z266","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025408),
	('evt_01na2dgxwrejcvts17n4e8fprf', 'credits.granted', 'busy', 'lot_01na2dgxwre4r84k2hh3m19gvc', '{"customer_id":"busy","lot_id":"lot_01na2dgxwre4r84k2hh3m19gvc","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025409),
	('evt_01na2dgxwrf8r9d76xmfz3vqp5', 'credits.granted', 'busy', 'lot_01na2dgxwreh5tcmzb05ffxv6p', '{"customer_id":"busy","lot_id":"lot_01na2dgxwreh5tcmzb05ffxv6p","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025410),
	('evt_01na2dgxwrekgbjz8xfxyqt24a', 'credits.granted', 'busy', 'lot_01na2dgxwrf5zt3p0zrsyays4g', '{"customer_id":"busy","lot_id":"lot_01na2dgxwrf5zt3p0zrsyays4g","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025411),
	('evt_01na2dgxwrfweaan5hdmmy5rnk', 'credits.granted', 'busy', 'lot_01na2dgxwre7mr6gcwpm7cga22', '{"customer_id":"busy","lot_id":"lot_01na2dgxwre7mr6gcwpm7cga22","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025412),
	('evt_01na2dgxwrfj8vx91rmrqr3zx0', 'credits.granted', 'busy', 'lot_01na2dgxwrey9s8jz1gy2e9jnv', '{"customer_id":"busy","lot_id":"lot_01na2dgxwrey9s8jz1gy2e9jnv","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025413),
	('evt_01na2dgxwrek583tbbqa7fhmqh', 'credits.granted', 'busy', 'lot_01na2dgxwrf0xr179t9vcx1nxe', '{"customer_id":"busy","lot_id":"lot_01na2dgxwrf0xr179t9vcx1nxe","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025414),
	('evt_01na2dgxwrfnj9m7d3veawcwyg', 'credits.granted', 'busy', 'lot_01na2dgxwreq5swk2fwc9ekdk5', '{"customer_id":"busy","lot_id":"lot_01na2dgxwreq5swk2fwc9ekdk5","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025415),
	('evt_01na2dgxwrf8vved25hhvw75p7', 'credits.granted', 'busy', 'lot_01na2dgxwret5az3t3dcwh9sg0', '{"customer_id":"busy","lot_id":"lot_01na2dgxwret5az3t3dcwh9sg0","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025416),
	('evt_01na2dgxwrfwpa01pzzs5k9d3g', 'credits.granted', 'busy', 'lot_01na2dgxwrf7t8hdsrx15ttds9', '{"customer_id":"busy","lot_id":"lot_01na2dgxwrf7t8hdsrx15ttds9","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025417),
	('evt_01na2dgxwrfgmsd32sy96gn9xj', 'credits.granted', 'busy', 'lot_01na2dgxwrfw1rs05wq9jp0d2a', '{"customer_id":"busy","lot_id":"lot_01na2dgxwrfw1rs05wq9jp0d2a","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025418),
	('evt_01na2dgxwrf01rc7cp7taht48d', 'credits.granted', 'busy', 'lot_01na2dgxwrfs0tj8tgcj997zwd', '{"customer_id":"busy","lot_id":"lot_01na2dgxwrfs0tj8tgcj997zwd","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025419),
	('evt_01na2dgxwrev3vg8m32s206e11', 'credits.granted', 'busy', 'lot_01na2dgxwrfaqbtc9bnq084476', '{"customer_id":"busy","lot_id":"lot_01na2dgxwrfaqbtc9bnq084476","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025420),
	('evt_01na2dgxwrfrrtb88vs0drs4e7', 'credits.granted', 'busy', 'lot_01na2dgxwrfre9p39g77y9gtcw', '{"customer_id":"busy","lot_id":"lot_01na2dgxwrfre9p39g77y9gtcw","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025421),
	('evt_01na2dgxwrfcs8cjx734srebjb', 'credits.granted', 'busy', 'lot_01na2dgxwrf7ts7pytsbmd9t82', '{"customer_id":"busy","lot_id":"lot_01na2dgxwrf7ts7pytsbmd9t82","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025422),
	('evt_01na2dgxwrfkbvbx5w7vpjjf4r', 'credits.granted', 'busy', 'lot_01na2dgxwrfscamaqvzzh1jwxj', '{"customer_id":"busy","lot_id":"lot_01na2dgxwrfscamaqvzzh1jwxj","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025423),
	('evt_01na2dgxwrfwmb8nff2z0ts7hf', 'credits.granted', 'busy', 'lot_01na2dgxwreksrh4yr0520f3fm', '{"customer_id":"busy","lot_id":"lot_01na2dgxwreksrh4yr0520f3fm","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025424),
	('evt_01na2dgxwren3t1x59czgarmhz', 'credits.granted', 'busy', 'lot_01na2dgxwrf2z889qwx888er21', '{"customer_id":"busy","lot_id":"lot_01na2dgxwrf2z889qwx888er21","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025425),
	('evt_01na2dgxwreb2t0b789faf47d3', 'credits.granted', 'busy', 'lot_01na2dgxwredn94xta6pzr5w2p', '{"customer_id":"busy","lot_id":"lot_01na2dgxwredn94xta6pzr5w2p","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025426),
	('evt_01na2dgxwrfdn8eqy1anp8vk07', 'credits.granted', 'busy', 'lot_01na2dgxwrekhvmk42amcpb1kr', '{"customer_id":"busy","lot_id":"lot_01na2dgxwrekhvmk42amcpb1kr","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025427),
	('evt_01na2dgxwre0tb8rjesjz1qep1', 'credits.granted', 'busy', 'lot_01na2dgxwrfx984ahd5nsfm9yw', '{"customer_id":"busy","lot_id":"lot_01na2dgxwrfx984ahd5nsfm9yw","kind":"promotional","credits":1,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884847000000, 8796093025428),
	('evt_01na2dgzv8e8ste3fe3j6706gc', 'credits.granted', 'busy', 'lot_01na2dgzv8ff39pzakg2wtv642', '{"customer_id":"busy","lot_id":"lot_01na2dgzv8ff39pzakg2wtv642","kind":"promotional","credits":1000,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884849000000, 8796093025538),
	('evt_01na2dgyw0e5m8avd1sh4mr9xs', 'credits.granted', 'busy', 'lot_01na2dgyw0fc0rzvnk1p1yzwaz', '{"customer_id":"busy","lot_id":"lot_01na2dgyw0fc0rzvnk1p1yzwaz","kind":"membership","credits":1000,"payment_id":null,"expires_at":"2028-02-19T00:00:00+09:00"}', 1831884848000000, 17592186047362),
	('evt_01na2dh0tgfkvrhq1yj5dyrpjn', 'credits.granted', 'busy', 'lot_01na2dh0tgf4q85tjxdsxsd816', '{"customer_id":"busy","lot_id":"lot_01na2dh0tgf4q85tjxdsxsd816","kind":"promotional","credits":1000,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884850000000, 17592186047490),
	('evt_01na2dh5prfn4t1564tms93fhr', 'order.completed', 'wim', 'ord_01na2dh1sreszv0pc86qzz20d9', '{"order_id":"ord_01na2dh1sreszv0pc86qzz20d9","customer_id":"wim","payment_id":"pay_01na2dh5prerjtes6p3ckg0y48","lot_id":"lot_01na2dh5prf5fsmfa9ebyky467","provider":"toss","amount":10000,"credits":1000,"kind":"purchased","expires_at":"2029-01-19T00:00:00+09:00","metadata":{"cart":"7"}}', 1831884855000000, 8796093026055),
	('evt_01na2dh5prfp3stfne7tzwqvwt', 'credits.granted', 'wim', 'lot_01na2dh5pre9t9c52ffznaymgj', '{"customer_id":"wim","lot_id":"lot_01na2dh5pre9t9c52ffznaymgj","kind":"promotional","credits":100,"payment_id":"pay_01na2dh5prerjtes6p3ckg0y48","expires_at":"2028-04-19T00:00:00+09:00"}', 1831884855000000, 8796093026056),
	('evt_01na2dh8mgfpwa4s2dc120vfk8', 'bonus.changed', 'wim', 'lot_01na2dh5pre9t9c52ffznaymgj', '{"customer_id":"wim","lot_id":"lot_01na2dh5pre9t9c52ffznaymgj","payment_id":"pay_01na2dh5prerjtes6p3ckg0y48","credits_revoked":60,"credits_restored":0}', 1831884858000000, 17592186048133),
	('evt_01na2dh8mgfwv8naft66xk1v6x', 'refund.requested', 'wim', 'ref_01na2dh8mgf96vhpms35187qqw', '{"refund_id":"ref_01na2dh8mgf96vhpms35187qqw","payment_id":"pay_01na2dh5prerjtes6p3ckg0y48","customer_id":"wim","amount":10000,"credits":1000,"basis":"by_right","note":null,"due_at":"2028-01-25T00:00:00+09:00"}', 1831884858000000, 17592186048134),
	('evt_01na2dhdgremrbb9ktj5bqwbff', 'order.completed', 'vera', 'ord_01na2dh9krfbqs7edfjgae2195', '{"order_id":"ord_01na2dh9krfbqs7edfjgae2195","customer_id":"vera","payment_id":"pay_01na2dhdgrfgsstpepk8h8nf7n","lot_id":"lot_01na2dhdgretgs18zh3ensqxyn","provider":"toss","amount":10000,"credits":1000,"kind":"purchased","expires_at":"2029-01-19T00:00:00+09:00","metadata":{"cart":"7"}}', 1831884863000000, 8796093026567),
	('evt_01na2dhdgrep79pj1jjdja7gpp', 'credits.granted', 'vera', 'lot_01na2dhdgrejg86ahrrnq0ykdn', '{"customer_id":"vera","lot_id":"lot_01na2dhdgrejg86ahrrnq0ykdn","kind":"promotional","credits":100,"payment_id":"pay_01na2dhdgrfgsstpepk8h8nf7n","expires_at":"2028-04-19T00:00:00+09:00"}', 1831884863000000, 8796093026568),
	('evt_01na2dhhdret4t9qmkcx07yyq7', 'order.completed', 'wes', 'ord_01na2dhdgregc97zgxxx8z1vgq', '{"order_id":"ord_01na2dhdgregc97zgxxx8z1vgq","customer_id":"wes","payment_id":"pay_01na2dhhdree4ahecfehbn6b0e","lot_id":"lot_01na2dhhdrf1zbvstvn5fcvd3d","provider":"toss","amount":10000,"credits":1000,"kind":"purchased","expires_at":"2029-01-19T00:00:00+09:00","metadata":{"cart":"7"}}', 1831884867000000, 8796093026823),
	('evt_01na2dhhdrfg8859b2jsy77b6y', 'credits.granted', 'wes', 'lot_01na2dhhdre0h8zv8cscmkb5qf', '{"customer_id":"wes","lot_id":"lot_01na2dhhdre0h8zv8cscmkb5qf","kind":"promotional","credits":100,"payment_id":"pay_01na2dhhdree4ahecfehbn6b0e","expires_at":"2028-04-19T00:00:00+09:00"}', 1831884867000000, 8796093026824),
	('evt_01na2dhmbgedvbqp3z3tdkwqka', 'refund.requested', 'wes', 'ref_01na2dhmbgex3tb3wzrhrmj4kr', '{"refund_id":"ref_01na2dhmbgex3tb3wzrhrmj4kr","payment_id":"pay_01na2dhhdree4ahecfehbn6b0e","customer_id":"wes","amount":6000,"credits":600,"basis":"by_right","note":null,"due_at":"2028-01-25T00:00:00+09:00"}', 1831884870000000, 17592186048901),
	('evt_01na2dhs7rebpa9pwq6jpd41kw', 'order.completed', 'rita', 'ord_01na2dhnarf5ys97ns603nwppy', '{"order_id":"ord_01na2dhnarf5ys97ns603nwppy","customer_id":"rita","payment_id":"pay_01na2dhs7re4hryaskdmktvv50","lot_id":"lot_01na2dhs7rem6rqb3wdpd61qhp","provider":"toss","amount":1000,"credits":100,"kind":"purchased","expires_at":"2029-01-19T00:00:00+09:00","metadata":{"cart":"7"}}', 1831884875000000, 8796093027334),
	('evt_01na2dhv68ek7sdnsw0ezdn66r', 'refund.requested', 'rita', 'ref_01na2dhv68ffxrtgsxr2p2h643', '{"refund_id":"ref_01na2dhv68ffxrtgsxr2p2h643","payment_id":"pay_01na2dhs7re4hryaskdmktvv50","customer_id":"rita","amount":1000,"credits":100,"basis":"by_right","note":null,"due_at":"2028-01-25T00:00:00+09:00"}', 1831884877000000, 8796093027461),
	('evt_01na2dj02gecdt3701myj9bzaq', 'order.completed', 'rob', 'ord_01na2dhw5gfdy9yeqb91cvdb47', '{"order_id":"ord_01na2dhw5gfdy9yeqb91cvdb47","customer_id":"rob","payment_id":"pay_01na2dj02gecxab5aa7qt7052w","lot_id":"lot_01na2dj02gezk93dmbnqtp5yfs","provider":"toss","amount":1000,"credits":100,"kind":"purchased","expires_at":"2029-01-19T00:00:00+09:00","metadata":{"cart":"7"}}', 1831884882000000, 17592186049670),
	('evt_01na2dj210f6hrne0qbt2s17pa', 'refund.requested', 'rob', 'ref_01na2dj210fnktmxb968pja0vz', '{"refund_id":"ref_01na2dj210fnktmxb968pja0vz","payment_id":"pay_01na2dj02gecxab5aa7qt7052w","customer_id":"rob","amount":1000,"credits":100,"basis":"by_right","note":null,"due_at":"2028-01-25T00:00:00+09:00"}', 1831884884000000, 17592186049797),
	('evt_01na2dj6x8f9asqh6ytrc7b348', 'order.completed', 'bob', 'ord_01na2dj308ff6thj3da71q8pdc', '{"order_id":"ord_01na2dj308ff6thj3da71q8pdc","customer_id":"bob","payment_id":"pay_01na2dj6x8eaavywffyxm3e53s","lot_id":"lot_01na2dj6x8fhza531ys05fdzsk","provider":"toss","amount":1000,"credits":100,"kind":"purchased","expires_at":"2029-01-19T00:00:00+09:00","metadata":{"cart":"7"}}', 1831884889000000, 8796093028230),
	('evt_01na2dj8vrfftrby5jm4a4b0qd', 'refund.requested', 'bob', 'ref_01na2dj8vrfpma938brzb9aaf0', '{"refund_id":"ref_01na2dj8vrfpma938brzb9aaf0","payment_id":"pay_01na2dj6x8eaavywffyxm3e53s","customer_id":"bob","amount":1000,"credits":100,"basis":"by_right","note":null,"due_at":"2028-01-25T00:00:00+09:00"}', 1831884891000000, 8796093028357),
	('evt_01na2djat8estswapdz0njkrc4', 'refund.succeeded', 'rita', 'ref_01na2dhv68ffxrtgsxr2p2h643', '{"refund_id":"ref_01na2dhv68ffxrtgsxr2p2h643","payment_id":"pay_01na2dhs7re4hryaskdmktvv50","customer_id":"rita","amount":1000,"credits":100,"basis":"by_right","note":null,"due_at":"2028-01-25T00:00:00+09:00"}', 1831884893000000, 8796093028485),
	('evt_01na2djbsgf96ajn3g7dgsvzaq', 'refund.declined', 'rob', 'ref_01na2dj210fnktmxb968pja0vz', '{"refund_id":"ref_01na2dj210fnktmxb968pja0vz","payment_id":"pay_01na2dj02gecxab5aa7qt7052w","customer_id":"rob","amount":1000,"credits":100,"basis":"by_right","note":"NOT_ALLOWED: no","due_at":"2028-01-25T00:00:00+09:00"}', 1831884894000000, 17592186050437),
	('evt_01na2djfpgfd6twaymf9qter3q', 'order.completed', 'dave', 'ord_01na2djbsgftfs9e1sy0h7v58z', '{"order_id":"ord_01na2djbsgftfs9e1sy0h7v58z","customer_id":"dave","payment_id":"pay_01na2djfpgfjxayesgwgr7vm02","lot_id":"lot_01na2djfpgfmw8yh1xn9czjwed","provider":"toss","amount":29700,"credits":3000,"kind":"bulk","expires_at":"2028-04-20T00:00:00+09:00","metadata":{"cart":"7"}}', 1831884898000000, 17592186050694),
	('evt_01na2djhn0f2ct3z7nja5se7fp', 'payment.cancelled_outside', 'dave', 'pay_01na2djfpgfjxayesgwgr7vm02', '{"payment_id":"pay_01na2djfpgfjxayesgwgr7vm02","customer_id":"dave","amount":29700,"credits_revoked":1500,"credits_owed":1500,"why":"cancelled at the provider, not by us"}', 1831884900000000, 17592186050819),
	('evt_01na2djnj0f0kraxv5ak74dpez', 'order.completed', 'dave', 'ord_01na2djhn0ftm9tm88g4mgcvz7', '{"order_id":"ord_01na2djhn0ftm9tm88g4mgcvz7","customer_id":"dave","payment_id":"pay_01na2djnj0f7d8axdhy4xgwz10","lot_id":"lot_01na2djnj0e8nv8jtpxcf3bmxy","provider":"toss","amount":10000,"credits":1000,"kind":"purchased","expires_at":"2029-01-19T00:00:00+09:00","metadata":{"cart":"7"}}', 1831884904000000, 17592186051080),
	('evt_01na2djnj0en9s7pvyhn42bpww', 'debt.paid', 'dave', 'lot_01na2djnj0e8nv8jtpxcf3bmxy', '{"customer_id":"dave","lot_id":"lot_01na2djnj0e8nv8jtpxcf3bmxy","credits":1000,"debt":500}', 1831884904000000, 17592186051081),
	('evt_01na2djrfrft7tpqjsmg9bskgs', 'order.completed', 'carol', 'ord_01na2djnj0eh1bx82qz9fwydz6', '{"order_id":"ord_01na2djnj0eh1bx82qz9fwydz6","customer_id":"carol","payment_id":"pay_01na2djrfrfj3b42fkv9k1sfnc","lot_id":"lot_01na2djrfrebev1mtv13pknhk4","provider":"bank","amount":1000,"credits":100,"kind":"purchased","expires_at":"2029-01-19T00:00:00+09:00","metadata":{"cart":"7"}}', 1831884907000000, 8796093029386),
	('evt_01na2djyb8efbswrt83xbjaenf', 'deposit.queued', NULL, 'dep_01na2djyb8et0vyd657c7vt5dn', '{"deposit_id":"dep_01na2djyb8et0vyd657c7vt5dn","state":"unmatched","amount":5000,"reason":"no order awaits a deposit of this name","repeat_of":null}', 1831884913000000, 8796093029764),
	('evt_01na2dk74gezerpyf439gxzbgp', 'order.completed', 'xena', 'ord_01na2dk288fvs9m9g9ctz8bkxt', '{"order_id":"ord_01na2dk288fvs9m9g9ctz8bkxt","customer_id":"xena","payment_id":"pay_01na2dk74gfgs93m4zvz0txn4s","lot_id":"lot_01na2dk74gebtsqwtnc46a6mex","provider":"toss","amount":9990,"credits":1000,"kind":"purchased","expires_at":"2029-01-19T00:00:00+09:00","metadata":{"cart":"7"}}', 1831884922000000, 17592186052232),
	('evt_01na2dk74gezjvcec88g3mr75p', 'contradiction.settled', 'xena', 'ctr_01na2dk658fw1s7wedkc5zsy0j', '{"contradiction_id":"ctr_01na2dk658fw1s7wedkc5zsy0j","order_id":"ord_01na2dk288fvs9m9g9ctz8bkxt","customer_id":"xena","kind":"other_amount","state":"accepted","note":"paid 9990 won, the order costs 10000 won"}', 1831884922000000, 17592186052233),
	('evt_01na2djwcrf41844vd4cnjy532', 'order.completed', 'carol', 'ord_01na2djsf0fwevmew7j1qenqg2', '{"order_id":"ord_01na2djsf0fwevmew7j1qenqg2","customer_id":"carol","payment_id":"pay_01na2djwcrfxwbyxvk78k6k4b4","lot_id":"lot_01na2djwcrfb6tpcz5rcww1aab","provider":"bank","amount":10000,"credits":1000,"kind":"purchased","expires_at":"2029-01-19T00:00:00+09:00","metadata":{"cart":"7"}}', 1831884911000000, 8796093029642),
	('evt_01na2dk190fbstzqe839a0t3e3', 'deposit.queued', NULL, 'dep_01na2dk190f1stbxs5m43hwkzz', '{"deposit_id":"dep_01na2dk190f1stbxs5m43hwkzz","state":"underpaid","amount":990,"reason":"order ord_01na2djyb8fbd8az8pdwp2vwk6 awaits 1000 won","repeat_of":null}', 1831884916000000, 17592186051844),
	('evt_01na2djxc0edt8vtckgk7c37sr', 'payment.cancelled_outside', 'carol', 'pay_01na2djwcrfxwbyxvk78k6k4b4', '{"payment_id":"pay_01na2djwcrfxwbyxvk78k6k4b4","customer_id":"carol","amount":10000,"credits_revoked":1000,"credits_owed":0,"why":"the bank took the deposit back"}', 1831884912000000, 17592186051591),
	('evt_01na2djxc0en6befdyvg2175vb', 'deposit.reversed', NULL, 'dep_01na2djwcremsvq45zkc7zysan', '{"deposit_id":"dep_01na2djwcremsvq45zkc7zysan","amount":10000,"order_id":"ord_01na2djsf0fwevmew7j1qenqg2"}', 1831884912000000, 17592186051592),
	('evt_01na2dk288er0tapzeehkrkj7p', 'order.completed', 'cho', 'ord_01na2djyb8fbd8az8pdwp2vwk6', '{"order_id":"ord_01na2djyb8fbd8az8pdwp2vwk6","customer_id":"cho","payment_id":"pay_01na2dk288e6damc7fbz4jwa0t","lot_id":"lot_01na2dk288ebba7x1xnpmdwmtn","provider":"bank","amount":990,"credits":100,"kind":"purchased","expires_at":"2029-01-19T00:00:00+09:00","metadata":{"cart":"7"}}', 1831884917000000, 8796093030024),
	('evt_01na2dk658eapbnmmvt43jwffd', 'order.mismatched', 'xena', 'ord_01na2dk288fvs9m9g9ctz8bkxt', '{"order_id":"ord_01na2dk288fvs9m9g9ctz8bkxt","customer_id":"xena","amount":10000,"note":"paid 9990 won, the order costs 10000 won","metadata":{"cart":"7"}}', 1831884921000000, 8796093030276),
	('evt_01na2dkb1gfqea333e2a728kgb', 'order.mismatched', 'yuri', 'ord_01na2dk74gf2d8kh8p8wyg7cz5', '{"order_id":"ord_01na2dk74gf2d8kh8p8wyg7cz5","customer_id":"yuri","amount":10000,"note":"paid 9990 won, the order costs 10000 won","metadata":{"cart":"7"}}', 1831884926000000, 17592186052484),
	('evt_01na2dkd00eh6tt8c202w8fqac', 'contradiction.settled', 'yuri', 'ctr_01na2dkb1gft3tec2v013n2yqm', '{"contradiction_id":"ctr_01na2dkb1gft3tec2v013n2yqm","order_id":"ord_01na2dk74gf2d8kh8p8wyg7cz5","customer_id":"yuri","kind":"other_amount","state":"refunded","note":"paid 9990 won, the order costs 10000 won"}', 1831884928000000, 17592186052612),
	('evt_01na2dkd00eehbqs2x7p45kpjs', 'order.cancelled', 'yuri', 'ord_01na2dk74gf2d8kh8p8wyg7cz5', '{"order_id":"ord_01na2dk74gf2d8kh8p8wyg7cz5","customer_id":"yuri","amount":10000,"note":"given back at the provider","metadata":{"cart":"7"}}', 1831884928000000, 17592186052613),
	('evt_01na2dkgx0e6atgz4yajfb4grt', 'order.mismatched', 'zoe', 'ord_01na2dkd00fxtane5eddq3awey', '{"order_id":"ord_01na2dkd00fxtane5eddq3awey","customer_id":"zoe","amount":10000,"note":"paid 9990 won, the order costs 10000 won","metadata":{"cart":"7"}}', 1831884932000000, 17592186052868),
	('evt_01na2dkmt0ewdbfncjr92gk3mx', 'order.completed', 'xena', 'ord_01na2dkgx0fa7sgpxxb1cmq72g', '{"order_id":"ord_01na2dkgx0fa7sgpxxb1cmq72g","customer_id":"xena","payment_id":"pay_01na2dkmt0f00rwcz1qs4pztej","lot_id":"lot_01na2dkmt0ehvtdr3p6f4nd3v6","provider":"toss","amount":10000,"credits":1000,"kind":"purchased","expires_at":"2029-01-19T00:00:00+09:00","metadata":{"cart":"7"}}', 1831884936000000, 17592186053126),
	('evt_01na2dkprgen9anj2ewddwqcym', 'refund.requested', 'xena', 'ref_01na2dkprgee8rv4g9ach3eyvr', '{"refund_id":"ref_01na2dkprgee8rv4g9ach3eyvr","payment_id":"pay_01na2dkmt0f00rwcz1qs4pztej","customer_id":"xena","amount":10000,"credits":1000,"basis":"by_right","note":null,"due_at":"2028-01-25T00:00:00+09:00"}', 1831884938000000, 17592186053253),
	('evt_01na2dkrq0f1b874ebbzmyzxsc', 'order.contradicted', 'xena', 'ord_01na2dkgx0fa7sgpxxb1cmq72g', '{"order_id":"ord_01na2dkgx0fa7sgpxxb1cmq72g","customer_id":"xena","kind":"cancel_differs","note":"refund ref_01na2dkprgee8rv4g9ach3eyvr: 10000 won were asked for, 9976 won went back"}', 1831884940000000, 17592186053383),
	('evt_01na2dkrq0eq781d91h0wk68be', 'refund.succeeded', 'xena', 'ref_01na2dkprgee8rv4g9ach3eyvr', '{"refund_id":"ref_01na2dkprgee8rv4g9ach3eyvr","payment_id":"pay_01na2dkmt0f00rwcz1qs4pztej","customer_id":"xena","amount":9976,"credits":1000,"basis":"by_right","note":null,"due_at":"2028-01-25T00:00:00+09:00"}', 1831884940000000, 17592186053384),
	('evt_01na2dkrq0fhgrdwx7403f1mms', 'credits.granted', 'mona', 'lot_01na2dkrq0e4xbway9nxegms5j', '{"customer_id":"mona","lot_id":"lot_01na2dkrq0e4xbway9nxegms5j","kind":"promotional","credits":700,"payment_id":null,"expires_at":"2028-04-19T00:00:00+09:00"}', 1831884940000000, 17592186053508),
	('evt_01na2dkwm0f3drkz5gjfvbn679', 'order.completed', 'lara', 'ord_01na2dkrq0fpqsrz0t49dny2as', '{"order_id":"ord_01na2dkrq0fpqsrz0t49dny2as","customer_id":"lara","payment_id":"pay_01na2dkwm0fdpvyhr8jvevqngs","lot_id":"lot_01na2dkwm0e4nr9a3htsrk0zcr","provider":"toss","amount":1000,"credits":100,"kind":"purchased","expires_at":"2029-01-19T00:00:00+09:00","metadata":{"cart":"7"}}', 1831884944000000, 8796093032070),
	('evt_01na2dkyjge60rd6mjs57sdm78', 'refund.requested', 'lara', 'ref_01na2dkyjgez2sn9xw3nfp485p', '{"refund_id":"ref_01na2dkyjgez2sn9xw3nfp485p","payment_id":"pay_01na2dkwm0fdpvyhr8jvevqngs","customer_id":"lara","amount":1000,"credits":100,"basis":"by_right","note":null,"due_at":"2028-01-25T00:00:00+09:00"}', 1831884946000000, 8796093032197),
	('evt_01na2dm0h0ftqbkcztm19pxn7h', 'refund.by_hand', 'lara', 'ref_01na2dkyjgez2sn9xw3nfp485p', '{"refund_id":"ref_01na2dkyjgez2sn9xw3nfp485p","payment_id":"pay_01na2dkwm0fdpvyhr8jvevqngs","customer_id":"lara","amount":1000,"credits":100,"basis":"by_right","note":"EXCEED_CANCELABLE_DATE: too late","due_at":"2028-01-25T00:00:00+09:00"}', 1831884948000000, 8796093032322),
	('evt_01na2dm0h0fb98rsd3094vcrcb', 'refund.by_hand', 'lara', 'ref_01na2dkyjgez2sn9xw3nfp485p', '{"refund_id":"ref_01na2dkyjgez2sn9xw3nfp485p","payment_id":"pay_01na2dkwm0fdpvyhr8jvevqngs","customer_id":"lara","amount":1000,"credits":100,"basis":"by_right","note":"EXCEED_CANCELABLE_DATE: too late","due_at":"2028-01-25T00:00:00+09:00"}', 1831884948000000, 8796093032452),
	('evt_01na2dm4e0fh6tvkmmqz48zxtp', 'order.mismatched', 'lena', 'ord_01na2dm0h0er4a3kgw0vvwttjb', '{"order_id":"ord_01na2dm0h0er4a3kgw0vvwttjb","customer_id":"lena","amount":10000,"note":"paid 9990 won, the order costs 10000 won","metadata":{"cart":"7"}}', 1831884952000000, 8796093032708),
	('evt_01na2dm5d8fpksqdaqq0fqexf7', 'contradiction.settled', 'lena', 'ctr_01na2dm4e0ftvsxdbxh24dkvc7', '{"contradiction_id":"ctr_01na2dm4e0ftvsxdbxh24dkvc7","order_id":"ord_01na2dm0h0er4a3kgw0vvwttjb","customer_id":"lena","kind":"other_amount","state":"refunded","note":"paid 9990 won, the order costs 10000 won"}', 1831884953000000, 17592186054788),
	('evt_01na2dm5d8e96rk1v6mbk4kt89', 'order.cancelled', 'lena', 'ord_01na2dm0h0er4a3kgw0vvwttjb', '{"order_id":"ord_01na2dm0h0er4a3kgw0vvwttjb","customer_id":"lena","amount":10000,"note":"given back at the provider","metadata":{"cart":"7"}}', 1831884953000000, 17592186054789),
	('evt_01na2dm9a8f2wb4a7a0y36dv1d', 'order.mismatched', 'lola', 'ord_01na2dm5d8e1nagkc4pmy337rz', '{"order_id":"ord_01na2dm5d8e1nagkc4pmy337rz","customer_id":"lola","amount":10000,"note":"paid 9990 won, the order costs 10000 won","metadata":{"cart":"7"}}', 1831884957000000, 17592186055044),
	('evt_01na2dmc80fgx9v9t519r2cdk3', 'contradiction.settled', 'lola', 'ctr_01na2dm9a8e28vapypdhk95625', '{"contradiction_id":"ctr_01na2dm9a8e28vapypdhk95625","order_id":"ord_01na2dm5d8e1nagkc4pmy337rz","customer_id":"lola","kind":"other_amount","state":"refunded","note":"paid 9990 won, the order costs 10000 won"}', 1831884960000000, 8796093033604),
	('evt_01na2dmc80e94v4dp6wnfbsaak', 'order.cancelled', 'lola', 'ord_01na2dm5d8e1nagkc4pmy337rz', '{"order_id":"ord_01na2dm5d8e1nagkc4pmy337rz","customer_id":"lola","amount":10000,"note":"given back at the provider","metadata":{"cart":"7"}}', 1831884960000000, 8796093033605);


--
-- Data for Name: holds; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.holds VALUES
	('hld_01k742sjxrecrthd9zeyckzws9', 'gail', 4, 0, 'lapsed', 'video', 'r', '[{"lot":"lot_01k742sgz8e7ebb61ymta3daz4","kind":"promotional","credits":4,"expires_at":"2026-01-07T15:00:00Z","why":"first to expire, at 2026-01-08T00:00:00+09:00"}]', NULL, 1760000003000000, 1760003602000000, 1829120004000000, 8796093022336, 17592186044544),
	('hld_01na2dgr18eqdba7v5kp1t5g8q', 'alice', 100, 60, 'captured', 'video', 'r', '[{"lot":"lot_01na2dgq20fstsc85bs28e9qsy","kind":"purchased","credits":100,"expires_at":"2029-01-18T15:00:00Z","why":"first to expire, at 2029-01-19T00:00:00+09:00"}]', 'spd_01na2dgs0gf9ka4cqjt41zjjc4', 1831884841000000, 1831888440000000, 1831884842000000, 17592186046848, 8796093024897),
	('hld_01na2dgszrfbvt4q9n9yadjgyq', 'alice', 5, 0, 'released', 'video', 'r', '[{"lot":"lot_01na2dgq20fstsc85bs28e9qsy","kind":"purchased","credits":5,"expires_at":"2029-01-18T15:00:00Z","why":"first to expire, at 2029-01-19T00:00:00+09:00"}]', NULL, 1831884843000000, 1831888442000000, 1831884844000000, 17592186046976, 8796093025024),
	('hld_01na2dgxwreytrm0xehntjkda7', 'alice', 50, 0, 'open', 'video', 'r', '[{"lot":"lot_01na2dgq20fstsc85bs28e9qsy","kind":"purchased","credits":50,"expires_at":"2029-01-18T15:00:00Z","why":"first to expire, at 2029-01-19T00:00:00+09:00"}]', NULL, 1831884847000000, 1831888446000000, NULL, 17592186047232, NULL);


--
-- Data for Name: idempotency_keys; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.idempotency_keys VALUES
	('key_1', 'k1', 'f', '{"v":1,"spend":{"id":"spd_01na2dgq20f35vd8zv8bhnwd8a","customer_id":"alice","credits":300,"meter":"video","reference":"r","parts":[{"lot":"lot_01na2dgq20fstsc85bs28e9qsy","kind":"purchased","credits":300,"expires_at":"2029-01-18T15:00:00Z","why":"first to expire, at 2029-01-19T00:00:00+09:00"}],"at":"2028-01-19T08:54:00Z"}}', 1831884840000000, 'key_1/k1', 8796093024770);


--
-- Data for Name: inbox; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.inbox VALUES
	('inb_01na2djqggegxawap52vhscny3', 'bank', 'msg_inb_01na2djqggegxawap52vhscny3', 'signed', 'the signature is right', '{}', 'text', '{"type":"deposit.received","data":{"movement_id":"m-1","amount":1000}}', 'deposit dep_01na2djrfrfykvxf56a8ktgppk is matched', 1831884906000000, 'bank/msg_inb_01na2djqggegxawap52vhscny3', NULL, 8796093029384, NULL),
	('inb_01na2djrfrfxqsze1h82jzy6j6', 'bank', 'msg_inb_01na2djrfrfxqsze1h82jzy6j6', 'signed', 'the signature is right', '{}', 'text', '{"type":"deposit.received","data":{"movement_id":"statement:m-1","amount":1000}}', 'deposit dep_01na2djsf0ez2v05yqpkaep1fr is repeated', 1831884907000000, 'bank/msg_inb_01na2djrfrfxqsze1h82jzy6j6', NULL, 17592186051330, NULL),
	('inb_01na2djvdgfmpaf17yt8v3tqrt', 'bank', 'msg_inb_01na2djvdgfmpaf17yt8v3tqrt', 'signed', 'the signature is right', '{}', 'text', '{"type":"deposit.received","data":{"movement_id":"m-2","amount":10000}}', 'deposit dep_01na2djwcremsvq45zkc7zysan is matched', 1831884910000000, 'bank/msg_inb_01na2djvdgfmpaf17yt8v3tqrt', NULL, 8796093029640, NULL),
	('inb_01na2djwcrfj4vv0hreqfhe7d4', 'bank', 'msg_inb_01na2djwcrfj4vv0hreqfhe7d4', 'signed', 'the signature is right', '{}', 'text', '{"type":"deposit.reversed","data":{"movement_id":"m-2"}}', 'deposit dep_01na2djwcremsvq45zkc7zysan was reversed', 1831884911000000, 'bank/msg_inb_01na2djwcrfj4vv0hreqfhe7d4', NULL, 17592186051589, NULL),
	('inb_01na2djxc0emrv6kk8qtvbj8v5', 'bank', 'msg_inb_01na2djxc0emrv6kk8qtvbj8v5', 'signed', 'the signature is right', '{}', 'text', '{"type":"deposit.received","data":{"movement_id":"m-3","amount":5000}}', 'deposit dep_01na2djyb8et0vyd657c7vt5dn is unmatched', 1831884912000000, 'bank/msg_inb_01na2djxc0emrv6kk8qtvbj8v5', NULL, 8796093029762, NULL),
	('inb_01na2dk09rejw8h43ahtg9hv9d', 'bank', 'msg_inb_01na2dk09rejw8h43ahtg9hv9d', 'signed', 'the signature is right', '{}', 'text', '{"type":"deposit.received","data":{"movement_id":"m-4","amount":990}}', 'deposit dep_01na2dk190f1stbxs5m43hwkzz is underpaid', 1831884915000000, 'bank/msg_inb_01na2dk09rejw8h43ahtg9hv9d', NULL, 17592186051842, NULL),
	('inb_01na2dmh48e59vcs1tmf0aj80d', 'bank', 'msg_inb_01na2dmh48e59vcs1tmf0aj80d', 'unreadable', 'the signature is right', '{}', 'text', '{"type":7}', '', 1831884965000000, 'bank/msg_inb_01na2dmh48e59vcs1tmf0aj80d', NULL, 8796093033984, NULL),
	('inb_01na2dmj3gedx9wpefs5wdx66x', 'bank', 'msg_inb_01na2dmj3gedx9wpefs5wdx66x', 'contradictory', 'the signature is right', '{}', 'text', '{"type":7}', 'settled by key_1', 1831884966000000, 'bank/msg_inb_01na2dmj3gedx9wpefs5wdx66x', 1831884967000000, 17592186055936, 512);


--
-- Data for Name: jobs; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.jobs VALUES
	('job_01n7g0rsrgerav1w483ma70qbq', 'settle_order', 'ord_01n7g0rptrffw9s00srh5kdn7c', 1829120015000000, 1829120010000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01n7g0rxngfzcbvq0xz3dxc2j6', 'settle_order', 'ord_01n7g0rtqrfzvr8dg30ktezd02', 1829120019000000, 1829120014000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01n7g0s1jgeegtmjgr9f488023', 'settle_order', 'ord_01n7g0rymreg1ajqqmazx39p73', 1829120023000000, 1829120018000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01n7g0s5fgf5xby07a0sjd9yfn', 'settle_order', 'ord_01n7g0s2hrf02thq5hw5ktggdh', 1829120027000000, 1829120022000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01n8exhwd8ep28wys8n9mdwh26', 'settle_refund', 'ref_01n8exhwd8fcdafrs683x5an2f', 1830156825000000, 1830156825000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01na2dgca8e1ebpkq5xea4bng2', 'settle_refund', 'ref_01na2dgca8exga6vymrjbs4qce', 1831884829000000, 1831884829000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01na2dgf80f0ga0x34x3c89jnq', 'settle_refund', 'ref_01na2dgf80fnkvpzrhbg30kx7p', 1831884832000000, 1831884832000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01na2dgj5rfjramdkjt3a917fc', 'settle_refund', 'ref_01na2dgj5rfbzr5dpryzvwyxq2', 1831884835000000, 1831884835000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01na2dgp2rfwcs2bkeb5vd7mp1', 'settle_order', 'ord_01na2dgk50fpjahm4v2fbfekrj', 1831884844000000, 1831884839000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01na2dh4qgen7agn3gqdsrj9qt', 'settle_order', 'ord_01na2dh1sreszv0pc86qzz20d9', 1831884859000000, 1831884854000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01na2dh8mge8ar721p6qtss510', 'settle_refund', 'ref_01na2dh8mgf96vhpms35187qqw', 1831884858000000, 1831884858000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01na2dhchgfkmt4whjxw8vn5xm', 'settle_order', 'ord_01na2dh9krfbqs7edfjgae2195', 1831884867000000, 1831884862000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01na2dhgegemat2yq63hb96pap', 'settle_order', 'ord_01na2dhdgregc97zgxxx8z1vgq', 1831884871000000, 1831884866000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01na2dhmbgf7t9n3p8s4aw179v', 'settle_refund', 'ref_01na2dhmbgex3tb3wzrhrmj4kr', 1831884870000000, 1831884870000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01na2dhr8gfwqsp5ef5hw1bqgc', 'settle_order', 'ord_01na2dhnarf5ys97ns603nwppy', 1831884879000000, 1831884874000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01na2dhv68ewevgxrzqjf9r20p', 'settle_refund', 'ref_01na2dhv68ffxrtgsxr2p2h643', 1831884877000000, 1831884877000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01na2dkfxrfvat45jdt2cr0k6a', 'settle_order', 'ord_01na2dkd00fxtane5eddq3awey', 1831884936000000, 1831884931000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01na2dj210e64a0warfqsrqxtx', 'settle_refund', 'ref_01na2dj210fnktmxb968pja0vz', 1831884884000000, 1831884884000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01na2dj5y0f5cs4vggpa8d4ert', 'settle_order', 'ord_01na2dj308ff6thj3da71q8pdc', 1831884893000000, 1831884888000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01na2dj8vremfvvrcgcdhn0tv0', 'settle_refund', 'ref_01na2dj8vrfpma938brzb9aaf0', 1831884891000000, 1831884891000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01na2dhz38fs3trx562n93355c', 'settle_order', 'ord_01na2dhw5gfdy9yeqb91cvdb47', 1831884886000000, 1831884881000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01na2djeq8fbbthg3q4vq2dy7y', 'settle_order', 'ord_01na2djbsgftfs9e1sy0h7v58z', 1831884902000000, 1831884897000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01na2djmjrfhq8cg1ddbtqvcz4', 'settle_order', 'ord_01na2djhn0ftm9tm88g4mgcvz7', 1831884908000000, 1831884903000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01na2dk560e9qv6abs1rwn6nn2', 'settle_order', 'ord_01na2dk288fvs9m9g9ctz8bkxt', 1831884925000000, 1831884920000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01na2dka28ed3a3zzhtgvhy7fd', 'settle_order', 'ord_01na2dk74gf2d8kh8p8wyg7cz5', 1831884930000000, 1831884925000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01na2dkc0rfjxrrh2k0n6hj47t', 'settle_contradiction', 'ctr_01na2dkb1gft3tec2v013n2yqm', 1831884927000000, 1831884927000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01na2dkprgeb4vr7djm1dek836', 'settle_refund', 'ref_01na2dkprgee8rv4g9ach3eyvr', 1831884938000000, 1831884938000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01na2dkktrer0bkhrv7tmn7c59', 'settle_order', 'ord_01na2dkgx0fa7sgpxxb1cmq72g', 1831884940000000, 1831884935000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01na2dkvmrft1vsqg8a1y0exhz', 'settle_order', 'ord_01na2dkrq0fpqsrz0t49dny2as', 1831884948000000, 1831884943000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01na2dkyjgey38z1qpb8g77xwv', 'settle_refund', 'ref_01na2dkyjgez2sn9xw3nfp485p', 1831884946000000, 1831884946000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01na2dm3ererbrxn7rymacnm05', 'settle_order', 'ord_01na2dm0h0er4a3kgw0vvwttjb', 1831884956000000, 1831884951000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01na2dm4e0ea7v3m65dxqgsazh', 'settle_contradiction', 'ctr_01na2dm4e0ftvsxdbxh24dkvc7', 1831884952000000, 1831884952000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01na2dm8b0f1psrq3vbdyq0ge1', 'settle_order', 'ord_01na2dm5d8e1nagkc4pmy337rz', 1831884961000000, 1831884956000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01na2dm9a8ez194zmwsnx81c88', 'settle_contradiction', 'ctr_01na2dm9a8e28vapypdhk95625', 1831884957000000, 1831884957000000, 'waiting', 0, NULL, NULL, NULL),
	('job_01na2dmf5rfzkt6kebhmgdbbnd', 'settle_order', 'ord_01na2dmc80e988xvtjtg1e826q', 1831884968000000, 1831884963000000, 'waiting', 0, NULL, NULL, NULL);


--
-- Data for Name: journal; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.journal VALUES
	(0, 1760000000000000, 'tM4Wzrlxu151W37weXqgY8w', 'c3f0d5aa1d312354fc4a729ab8020f34e12759880a27759f0902bdc5fc46e709'),
	(8796093022208, 1760000001000000, 'lI4C-EN-Q4TymLaSrBGgmdAeDT6xZVl4SWC4Htxv-2X5Tgvgv97E_GWGR4_Ga6iz6lDVwatfzFjH7X8zEM5MqY_a_b3w', '7d73b0e780997d46829c3407164a13a7fbda916dcff436a204b022d5aba6c692'),
	(17592186044416, 1760000002000000, 'lGNNQM5Q1zSapMKNAGRxsmgePVtqGlJRtD15fBXJX-NDswvhZUuigpPxmOJjGDvq3ynPQazE-dJURRPNz_pMZO_cglcg', '2b268a9eeb8527c79947d62b9a0b7611b42a182f1b778db875dacab085012343'),
	(8796093022336, 1760000003000000, 'hGhOPNpozagKPenZHXey95AHWPGf5Hbo3qD93YpZY7MNPgeX5Vu5IB_VuTxnxrl3G93Ug', '9044c8981dc12eff8b093f1680fd034f197fc03603724791eddca5d97fb6fcc4'),
	(17592186044544, 1829120004000000, 'HBV1uzhY7Vgo41kfOPt_ASAP0000000008796093022337ee0ZD5-WN8prwUZy8N5WaYgvDQvdXyqBnqxLzYGRqUIZAA', '88e8553c30289aed9bc82f21bc0a54339b2a3820156bdf4c4885c3e0c0fdc1a3'),
	(8796093022464, 1829120005000000, 'lydeUpfPDAS_r-MYcsaljqQez1Gy1ZcyliFefP2Lep5uwgvgmiUHM28WtVsBYW82hwjGQaKNW1E8mnMdfGnd6S0kj1RQ', 'e9282b4f1502b40bd39621dfb11208bfcea8cbf1e063a5f8fecec1f394a89ad5'),
	(8796093022592, 1829120007000000, 'eI4_2qlcDw8SQeEXlL-Fcbwv5HlZXYzKmRncYoLiSlfwowap2w64qqhTFg_xVkSi5K9VQ', 'ce29b01415fb7080a46e60827cce4e22a319455569356bb0ec57f79cc82c5ac4'),
	(17592186044672, 1829120008000000, 'o4rC-ZBZyaax1Q3WQ-Qe06gOm3weu1F6LxGfHX_hhxY_qQ', '9c51f89fb684cc4b6c954a47abf5e1d540167ad43f51da8446d6a0d6853f5098'),
	(8796093022720, 1829120009000000, 'OdCT0NBwMYn9w3meUj5Y3oAP0000000017592186044673', 'c6aaa57659329941f2db8ba6bfbca6231340657761821e0d15ed0348b9ad2371'),
	(17592186044800, 1829120010000000, 'O0wvvxZKulrGX24lulu5yewP0000000008796093022720', 'f812d7b0119e36aaf62aa96fb780a42885a5c62643da3a5a34655c70ad5bf831'),
	(8796093022848, 1829120011000000, 'OXxGx8leAmpjHLqS4ixB98QP0000000017592186044800ydrG22h3oUFIKUtvf6bSrfQYNt6qDqFuqj1nPIOIMMfPMAlDUyXqtFDIf8C22reUTmskQeg5F-zuP6Jc0_betYsXcgXQvqFWYpJnfgd4RNCszR9Ylmg', 'da6e48854fea85acc6155e442ce9409df5948d782b7578c54f5c488494953408'),
	(17592186044928, 1829120012000000, 'ouZZMME9OS_-shZ_QkHXNywOlFj-TLBkDx42fe4oWe7wdA', '80016b69f8eefa426dd70d4265378d1c003f6299cb3044fd93dd60c4104d787d'),
	(8796093022976, 1829120013000000, 'Oq7fTQPZKdqmnw2oUkXnkbQP0000000017592186044929', '1310986709f863370e2e5f79cbae83fb7cdb0cb4f5e5a837b6dbdce873dab8b9'),
	(17592186045056, 1829120014000000, 'OC4lVGefvjLMN8ter3RoKngP0000000008796093022976', '7f8c0ee152cfffdab20adcc164ac2defa9a99b3aabaf008f979c835fa48e0033'),
	(8796093023104, 1829120015000000, 'O-mAbH8FxYxbWo5n0SOwrIwP0000000017592186045056yhMe0pJx_FnBc7h3jMnrKNQYUwGTsn4Z7dTVJPQqAG8LxglM-AvRYyfHRnsrKX6qPhGIAelbwTr5js5mq_fwsVjpMScAvmOJ10U5hxXA51L5SXaJYNA', '40f2a521e2693848659c3145356d7d5e4c5529ac59ed949e5e097028223d4a82'),
	(17592186045184, 1829120016000000, 'olxtxWtVT0gGlrNle34LeqgOAEk_vGdxpfELDwD1VIywzg', '34cea1e2ba58f7b819edc81bc4e672582799eaf2a7bed48cc83110da38c4beb0'),
	(8796093023232, 1829120017000000, 'OMw_m-YRJv6fBwnuvG022tgP0000000017592186045185', '935ada0c3742449db6d9362cc46b3895f42bf2f5a1a6e5793e79164379b4d7a4'),
	(17592186045312, 1829120018000000, 'Omt3H7PfngjGuRYZJ7tsDCAP0000000008796093023232', 'ba6e1817a7722d5498a7a0581408f265b4f3d92dd811f88c14ec4fc12a10b4d2'),
	(8796093023360, 1829120019000000, 'OcZ03hRaxJkh5PXseFJDHQgP0000000017592186045312ys94bbkD4Uo3A6BVbe9pGvQY1kMOs7bJO6Gwtak0Q59ATAlhE0GusVqwkdp-H8XfluRYAeVHap1TctPIAgUR4g7xbTEwvIaaDfFU6uEB85IrY9ME--Q', '27cb859152fc6d973e7a14596ec740f4ed1a71e173856f6d74e6e9f7c03fa634'),
	(17592186045440, 1829120020000000, 'o1-7194aQyCSLQNTGQ0BjZwOjz3GUs3bmyPZl5WSr9rhCA', '6edba14c94219a927d5879c0495f88b0c9c438df833556c2ac03eb5f05de3377'),
	(8796093023488, 1829120021000000, 'OAD-QHCtl13PM4M_cO45OpQP0000000017592186045441', 'ee8e19238c593e0e452ad248bdd142350f06613f0eb955a72ee03f8a72af046c'),
	(17592186045568, 1829120022000000, 'OX8PQUHXEKODsLt5bB1jFtAP0000000008796093023488', 'd781be2797788fe841e6749e8b21acb03c976a23e84ce40bd7864c5783044626'),
	(8796093023616, 1829120023000000, 'OJsC9HdA7KgM6GwotFU2EDQP0000000017592186045568yBit8qH0UfECLxN0hvaAMawYxW7NttP4N_CRVpPC05U3FQlmMUpjD2hBsj0OKHsIWzOpQeS9i24-mmlW0xAnT3QVJLnAv9IRKZi5GXj8n-Dp5wybepg', '6e8393f76e031300cc70afd2cdb2aabaa45dc116d0c8987d076323ad9cb87273'),
	(17592186045696, 1830156824000000, 'qB7UozTloN_PxYTvkkBzsuw', 'b46fda429f1d917a1e33bab757460c12135f8d5f915c70785439327f5c314856'),
	(8796093023744, 1830156825000000, 'YNt6qDqFuqj1nPIOIMMfPMAP0000000008796093022851rYs24dbM3otcpNy0oH7kDbwRpUyDxQaOOy-wiNN-17oO1AejbRbrrGq1yfLVDE0NnHY8gvZUc9fjokg5dFdNym5q1yGQaYcCYxZ0q6ojfHQlCtg6TlQ', '929b449012b40f781c0c85ebdd73109fea6741bf62f4a9aee1c06973104cf6e4'),
	(17592186045824, 1830156826000000, 'R1VIjXw5kp3RGci0aPripfQP0000000008796093023747', 'aad1f1fd444d24750696cf311fa614fc049231a0a3934afb3636e0aa4f78c8f2'),
	(8796093023872, 1831884827000000, 'qO4cHi81E6gBde_AflFTAnQ', '6ef19d094dcf6ee0812abe124178df9d9f7a9c8ee74918b0aa687838e6b42364'),
	(17592186045952, 1831884828000000, 'qrHSpoQnPuFBaCWjMG7UoTgafUPk6sysmG3OP7GxFQMGaA', '8ee790d7c7ceb94bdeafa1a413a779fee2a09aee832c783a3922a33cef067e7b'),
	(8796093024000, 1831884829000000, 'YUwGTsn4Z7dTVJPQqAG8LxgP0000000008796093023107rTcGcQ2JFwR_3hDJpMdmqgARUFFFKlOOo2kFtqnFatOIAQeIQ1Aih1hvEIGn-YbiVORVwvPUjjNhfFYwyFQl806fqQ_Qa0umi1RhQxsw1dx6_gLx-UQ', '483c4b13afbfced6fc3eb58365f2dfaebd29509b2354ac2e5db799238d17e8db'),
	(17592186046080, 1831884830000000, 'Rl9Nb4ZnqafnaSWLK0ST87gP0000000008796093024003', '8e16631544e8d39c743db54a9684b260ba4c7a5636be3c4ebde8fcad8fe88073'),
	(8796093024128, 1831884831000000, 'qbVLzSRMEKN74GBxj96cgJQalpohqUR7HS9e7Iwlj4ZZDg', '4dd74c70e4ab2568581ba6d0ffde06cbc2a93bed363113f680fb3e0c2d02032b'),
	(17592186046208, 1831884832000000, 'YxW7NttP4N_CRVpPC05U3FQP0000000008796093023619rhdvXcOXFljQftqXXPyjacwRsEbdE5_NA7AXVkm7bCxMjAepl9a4ar8s_O8SeTpJsq-rgvzcK7w7ywVhWPAdSez42fzAa2vS2-gw-ZbKQFlffdTZdtA', '556fbf28ebe08621d270c9c4d477d99a3f02817f64f2355901cedcce5f5e49ba'),
	(8796093024256, 1831884833000000, 'RJ3-gxKd3dBvmAypqGep7MAP0000000017592186046211', '84fa55c6f8461599418b95e55e459fc1423043f48165c4c2bbc4788f7a705987'),
	(17592186046336, 1831884834000000, 'qG5vkQPuyq5JHYhjAS54NqAa05HtkFhSlIuZkw4FIYdaAQ', 'd662f105ccdd681e7f4f1ab1293e8de911baabf4aec9eb455529672fa8151f6b'),
	(8796093024384, 1831884835000000, 'Y1kMOs7bJO6Gwtak0Q59ATAP0000000008796093023363rWRy8e7ljjkzx1TiWZfqubQR2CjNfB2AWSymau2QMncmfwemBzrhlBH8lTdXyn3pL8Q4AvY2EmcQioDLc4v2R93qIl1AaYVzC7Q7m_P-R_h47wznjbQ', '1ce5a4c9bf4b9b78451b73f118f8702cc826b35f924b6fc0bcc282f0aaa910af'),
	(17592186046464, 1831884836000000, 'RNbcItb-gTODJhpXt_2H4FgP0000000008796093024387', 'b83db9955b4770e3617d52340c1c1fe4a120a356971c7aaabb8f8eb7dfba8e43'),
	(8796093024512, 1831884837000000, 'o40N9NPdTAiy0Z0G_HBCY_gOmNqWA5Jj6VYMfdA5j6pKtg', '0e691e3c8f55b71a56e4cbcb8d32a3e15116a2e0b2a96e71602fa7ef9a4b98d8'),
	(17592186046592, 1831884838000000, 'OTab0tNQsmzgFKR8kaG56BQP0000000008796093024513', '7df3427054fb428bce2e5ff12374265754833a2850a8ee41f9810cb90fb13ec1'),
	(8796093024640, 1831884839000000, 'OvsSlhnc4bSVXfgthVTLf1AP0000000017592186046592', 'fa87ba3bc531ee68ffe28c6c6b5f28d4a5503f1252824970828dcf2e87309ce1'),
	(17592186046720, 1831884840000000, 'O8Vi1_JZkjMeIT2aICF2TuQP0000000008796093024640yL24lUR0W4iq6ur6vZDix0QY5pzzDG8RY8NoCS7KpjdRUwlilN_CzaaaVJ7quaUrjbUcQe8g5aZRBWBXTHVzSg7HdvZQv-ZtGmBf7t9yNNeit9uqQaQ', 'e242334f0a970052d7a261632e17a50777846d1d029dbdf0d47494516ec31838'),
	(8796093024768, 1831884840000000, 'syK_4UD_6SfFBiInnxmF3ewe7xLe6RscTYUDcW9FRAatFActv92vHP-nKz-opz2X2JPZQ', '9d6580a48da6b2830e9ad57151b8e104cfed844b4287d75e6ad8ab452f98634b'),
	(17592186046848, 1831884841000000, 'h43kzHuxwY2xpeIDk73oLygHynSshhiAACTtpXlk-96IxgeZBjYreVjVw22yxTjQrp1aw', '41c1995cab092c89d6b6c9ba0c4f642e7374ba3a3fafabcb008344c6e4962be0'),
	(8796093024896, 1831884842000000, 'sMZpxoTk5Qmw8t4R1aLSYegHJwqeLtIpKOPVE0kDSTssiwP0000000017592186046849e2ftl6PQPtVgS3vdtKwLn7g', 'c7293f2c3d87bce349fc47e3c6d93fa84e15bebc7ce2bac148445b367969d8a0'),
	(17592186046976, 1831884843000000, 'heuCzNkx1ANrXlwQKQPG6YwHvRhbbwf1z9d6WiBlqy8DwAe_nP2mTG5ZOZGBKeQ1aB1eQ', 'c898bcc0ca602f174c889a274a0f40b1620c522ce99e004a3703dbea3bfe057f'),
	(17592186047104, 1831884845000000, 'sIBhHrC9LKfNOgcJGZn8lAAe-r3JnjOubAYZ7ogHW6VghQ', 'deeece53fbff5eb922ebd479c29817432fae195e0ff2e3d12d29fecf0423c1c6'),
	(17592186047232, 1831884847000000, 'hYi-AXxLAqVnjV0aYe8JslQHMbJORBIlzgO8Kpt7a51zlgeARUvJo1nQKr-9jrBoK99tA', '8fe7f06933ea803d4f4458f601808f224db915bbd893d514f8785755623ca13f'),
	(17592186047360, 1831884848000000, 'lhcwrdBn9AVm5OjYzWST73geO_pkhIO7BOAo8s17fkfeTwvDdBmI8Epgt5ij_ugkoItewa3b83s6HHS0S-hUXNh029LA', '5a060272a1f9b01d6db20f83615b7d1c6d81215ebe1f2a9651885a90af1bc3d3'),
	(17592186047488, 1831884850000000, 'lMJwE_l_Yw_0KjOMNXDf-cgens2HxmmkwJi41tvpVl-DCQvBV1IVztQVPDNUkJwjW1OKwaquiu5xRIqOC1vBo_YL4_pw', '53025130a2bd5c604a36cc7e741c86461c7b7c8cf32b71ae701bdf2425a34ec4'),
	(8796093025024, 1831884844000000, 'HJAQL8OmlsYlYJvjOtCKbkAP0000000017592186046977eHCAshmDZOq6Xbj13JBarXQ', 'c7d35fca291edf716e7bf11dd49a206448963182b0ebf36a712defe5870a4094'),
	(8796093025152, 1831884846000000, 'exFtsllDDnIWnnvr8aSxRGQangGSPzsfNw3qFu80CI4Fog', '11e709904cce053a2e50a7961c34b4940bea0141ec1871b4274fe47348408ed5'),
	(8796093025280, 1831884847000000, 'lH9xpJRo7D1VCnWH0dg2l6AldyaE67jKcOSr4H0QSvP2KQlIAYVl76_tRz3-fJ4H6ZuwQl8H8sCTSbudsJgJ-yYpxF2QlwIyuJFzG0KP0CuoVWaOUGwlDd6rm-Z6xylQpar0FCJLaglCCRNuOGbbLtQgY2rVE0ZZwlbtJUIc_JknTk8crT0Aoziwlrlvtx-HN0KfbvtOwn_fcrAlRNDsXmpR4fsN4lFwvfqGfQlocgZt1TjenKTUWjjAbG2QwlsXHfbWhPelmO_rVluNqhEAlLB0BLESNFEpVXpCO3E4nzgls5roNt3nu7sCMOk0j9Ky8QlASp-ad5EKv0s9Pd3-meBcwlces7z_74JEZARlU2SFBPUQlrsTuvqOJQqTzPXsVtJIURQl9scAqEDKFZRZob2HOQvTDwlemSLiAQHMKbkmDSymrhwcQl6oTlEiGpSNtUFCRv_wY2RglXWJWF2aoaLI2Sf2tKmC0Ewl7BZlOHFk9euqDC5eqtQzMwlwfyO_aiNtW5eIYCjTPsFHQl06NEKPcA9Zmb78ix5aSLhglIUDItMhOhUjSkHx8HOdZMgl9AxOThIjT5_YffTz7xnRsAl6-qFU835fhC2JgXqo96viglDsud_ucp-bY2XMHg0QeDLglvuy5vWV48fFaFzFPmwZSFglVDWWbxAZ9MvAUHU9VNvn2AluyJvbP2zi4iXMzd4UFN9BglODPkfbRjm2-yy02sDcTqqwlzChGiJBsole3DA4ZOZ9KSQlPMER9gve_Btl9vwmvIUfIAlZXC5QaaCbjGpYnFwTb4KqAlsgAfWH79aOV1Mp2zsET-Kgl_axW4UAs27o4lfcYpl4eeQlul0vJwKfeaRxBqxoutulkAlITTkeYf5dGv9qMYNDJ-psQlxeD_rNri5x2ha-xnKP1W_QlAKraBe9BgoD696wTWuhH1AljxTL9JgdONz4FVKktwHgjwlHkaU8qWb8ln-X3JMkvwmVQlUUb5tr40Lt_UdeSMUpGAaglqLorvDQ_FGBOhwlTTEPglglXJf0xShG2A-BbufQ-20tLglOjyC_fzLbv_8ZMVNUXp9swlWwbbUeuHWIYHcKp8yPGXzglZjCClDaQhTDX3yuoaraEBglXRVSGVsHe5bXiFXSHxY3sweWhgaZX1E7-CH6dzds-i9zgvrtT5QftZ-jb5wbX2AkWb7Qv_ngw2RWi4dy-iGxlAnv9NQv3s654F6i2Hl75umJdMoFvQvfa_FXD3kfGdjvv4ndrFnWQvuKGJl9npki45toQ8J0ydbAvZ1a7BblAFZnFcZGlC8x0wAvRj-8ZO9p77xT9nOUwLkcYAvnJqmSrlf1Q-3JcoDVFKOkQvVCYPBaoc4K_fufFERoR9zwv4P94yy4ZywUoG9MJYJ0NTwv7I7dOeEsnngNZDL4sseXAAvKegyo52pnvpf-HGLtlSZnAvMVNQhE8O9Q5Ak8uuZrDo2gv1wPOI5fZ40xHxqO5HGy-nwv5iG6430N3GjM5k2asCN4Nwvykx57dwC1DoMth-bCe19dgvybkYKhS7woNXfrtYwTlKXwv_tjOR2okqx7cwzB3-PuLxQvKZGHxRK9G6paNZF_UyxxFgvKIzLO1x-qWXJ84sHfbm6PgvbM89Vkmj2Wrl4oW5CQhl7wvhcVnTyt_uiTz-Nos-U4KpQvatRpurnZZphxd2Vg_GK_oQvQxLEpHA_FmwMJcHSrerxtwvDffTK7lG4qjuU3fn8n7qIwvK4RZ2oijCy64MNGfKzV0XgvfJ6fUTF0QLYLs-Y13BNrowv_8oaC2w59ml10QvsWXN_mQvFsn6MJ-0ScEngFzYk3WHHA', '3307e896f8608745ef5c75ab97d1f35452b35408403ab82176ec8484410e2a95'),
	(8796093025408, 1831884847000000, 'vC_wy3nGOp4AsUBgkVDZovAvleR2eXUu1uABV05ZekGRmgvS-tjxkpcN4UjWePHF91THgvH0L07OLiWvFpDH1dEXyGBwv5peN4vWkVxMjkxJ6Pu1xmgviSN5r4S5AaQIvhiKJJk5mQvJdMllEh_gM-JpCdr_7rVywvTf7DW3N-j-eG9ODQp20q2gvDEJsEH9bYY5IYbWwWJ_wYwvOWVP9pimyh9NYPTXMG1w5Qv4BgkxEj8VVtVTt4nbf_n0QvQPkuwgKArQvB4xVNLuDm6wvICFJ1NjUsP3AmAn-qQQaQgvBbz8-x0iK41lW4C7Gk7oqQvpLcFFnwT7V9dUhsnFRvkHAvtVeX9__j44MaX353q1BOWwvsS7-W9_uJMZNmxIu-xmgLAv_SkhekrG5lRkkOp9rkdtpAvvZVwKxZaYCFKCgqvvf-H4gvwYKbRL_97WIhvE5NyizmTQvo_WUgNilDDFQFcUsPHx82Qa8mf8mqWPXhi1TO7lWzDTXwaHQiqPnyBuGzBLHOfTeES8Qai6idN99YBMIexLa-AFIKCQa_jc_cbSbiDhcIpRsbg18igamVh8LvfB-EyidVUEVvH7UgaiOzHCZ2tc4fcgLVdVqh-EwahT7s3RM9OjrlMmsv-NeOtwa7qhF_wAbWLE3zOvuUU8Fogarq5i4nEdCH-5PHmQB67MYAae2Rr7h-5DjHRBvt-YnmL1AaL14Vn-KgFHI7lrzsOMy_SwacW6kRHTZlORv-4QlGTuBGAaKzvZGiNQmPF-ExXSKuiYaAakr1jyzR84ZM1xi08x4UsdgaIt-1X-LFhYg-fCcQjn4PzAayDUVxAMysx3eqp3A9b1MzAag4XGxk-JUN1x4KpOziU8kgaV4z8-imJBrgTg64PkWxX1ga4ILNMCxTsmb5ZRD9gOa5cgaT6gpqrlbkq8nSov51GKxFQatHlIOua5PbblLWwcIMDRQQa9pH-T4xvNr31j9uGZeXtpQaxfvNgsErAnsGSxl7lsdOYga1TGe1bH0s6a1ChdiQBKShgagDVwb6NiJn9Kd8NCRLKLUgacvxNMtU8H9iGmdxEmodWtwa4eTkuZ6xievFDIiHl8FjmQaJ292MuHXaOV6fZlxpOS6pgaZ2mkBNy2i21kkaFOvzE_WQauOgBqO2-JPpWUTW9P9FoYwawUVZsDc0M3BzkROsvtzl_Aa1iBQptOJgXVVe7pyJJnz3ga1vdlahaAa405S12u4gplBQaZK1Y1Uk2oNGywReULxOl2wa6NHWNA7FH3ZsF7v_K7gpmAaGNOpd9lWp_JuC7FqUg8y6waLM91d8qc5qCpF7ueV8HqnQaC70FeUqTetAgsohtpFbsLgakzkSmUCHG_FAWjOEKGw6VganVXXH3phC47oh8xyv79ClQa_ECFFX_hoEBmx6_aM_WjpAadyuaw9cRSinkJJ-vgeXaHwaeQXxX8t_yDDhjuC_1vQvLgajp_hHOhUSGmmUSUMJOK-EAaFTEKUaf1XxZd_OZO3Ke_3Qa5LSGWwsgoNBS-JVC6nojgQa91MkKfK7d59-cmoIFAXU5Aavm0Nv-aUVk4FzAWR7wdCXAacsR9L38uzoALkly9WxF6pQayr-tJjrBw7kf94uZPfcfiQ', 'b534f3f6d23ccf2db5313ad10ca2390bca00ac610fbde7c312defcdf854d9f38'),
	(8796093025536, 1831884849000000, 'lZC4QHW5JRcSwaVrthXy0OQeG4C8MQbzod7Lx5Eggo6aAQvU-mKd0wNpEoC4txCRCSppgayEnIvw8L9nqjy_VGAiwhhQ', '85a7ca321e8e07f1eb162ad034240ae295a9e88f0e8ffabf7a29fefdbb3daadc'),
	(8796093025664, 1831884850000000, 'sG6EXuOuG7xu970OAZh7XsQesxXjB9T5YS4YWU4fDitpmQ', 'a86be4dbcd1987333ab3cd27527f9cb615828bb416559339c6371127852644db'),
	(17592186047616, 1831884850000000, 'sYZ96SvNm1WVivzwsmny5agsPPPVwtNAK4JcUbmldSPJsQsWZ55uMG980LKjmX8UlioJgs5iRnvyKR3ETNGFJ-bWh9qQsPaBhYYe96ANPO_E79iNaGws-ycBjMeRcMDQo0qTpua--AsU8Q-MZLJGK3tHCGGHIrkqws1QRdZXffVLvnViRK2nm9IAsS7rPFkybizNr-nxUYitM3QsL4ILn0HTHe-VIa9cD6LE4AsfwPDjI-5GFYIxS2B7i4zTQsEKYQHkig2V5PZn-nB6zlXAsG-H-2R0rVKkKu5-CzPF2kQs0Bveaji3zs5xflqhxnro3AsCLoNWMBMkNFDIhGJ1lIl8ws4-XH6eagIgCJM5IPbsZq1gszErAHmEXmKepIZ8Vr3RpeAseYfcStNdxbK93GS98JUQjgsGK9-1sjgk1onRpUaHRGy7AsAUWvc-1bju4E-V8dOPlNxQsE2HejbK1KdgH7-08SQi56QstByLyWj7uXrghG4g62ODOAs9N2O56ZtXYryLx6iM57aLQs2d8_DI0yY_DAt9Ly4Y17pQec9KzibQuelFu5YW0Oa3YDw', '2555b77f8b9827448bb52aca311f7c2080f4a93254c9d3e621a036be88ec4a4d'),
	(8796093025792, 1831884851000000, 'sGC_Vd8r9k-jn-D0EOXRSkweLe5frnhylNI6Kn7kJaW8og', '2a84809ed061739f54402e6de156bf604349e89ff716b61aedde0eee4ce88b19'),
	(17592186047744, 1831884852000000, 'o0pQLWnipAl8vwaB6N1n7sQOwZHeXRH_Q6JCywUwmLW4TA', 'cc587c9e280ad02834270939bc38a3651f923f2d3798917d07bdf8fe67494a87'),
	(8796093025920, 1831884853000000, 'O2Bd8m97AQ9ucMYUnU9zr7gP0000000017592186047745', '5134700e276f389a142d3fcdfb5748c6cd5ad05e0aa0251f08109f453c061ea6'),
	(17592186047872, 1831884854000000, 'OGSF5uKVJx0OOMAPrlLIOqAP0000000008796093025920', '8aa1c7e20e525defa94dd02cd2f3e28956983f575a9b50c38685eaa61e5705d4'),
	(8796093026048, 1831884855000000, 'ODzGsX3sumjntnt2t5iQxUwP0000000017592186047872yOEHlBeW_n2NZa76auLWsjQYKKiMi9N8lJCvP1bWp74ihQlBiiUj_X45tlsoD-Kd90pXQli4ao3xtfok1RfMtj9khywQesmTTWF8MOGzLW9oBVIH2LAvNizqVTn-9qaFS2ZXOSjtQQvowwEO5VzBAycMOVdx4O3Aw', 'abec27c4f1398cbdc00d8baf29197435ec59490798ab0c2734a86c5ed0a49aa0'),
	(17592186048000, 1831884856000000, 'sLy7-ai5A0zNJxuvopeFktAe6nz12vea8l5elHf5garaRw', '71d7ccf35e173a25ec68419ebb8e56d600727885670eda3c20a372a3d59a4c91'),
	(8796093026176, 1831884857000000, 'q2lexzqnvChDiwE_DnhIM8Q', 'de45a0a269f3ff4fd7f98b32bbbd8b70f872d2d292becbbf3c10380f564ba89d'),
	(17592186048128, 1831884858000000, 'YKKiMi9N8lJCvP1bWp74ihQP0000000008796093026051rD6TknATDxRnd9SjvHNCNkARYR-eV8GHRVRU-jtehYoNFAexe_CdpqJexwcZI979K9c1QvUe41UNoyL0jIMHhaBNC1xgvilZOXl1MC3WNYyipvX07jAaGYVQD6aTyOO9-W1-dR5S3A', '5c267dfbf4873050224e19c537a3fa5d2514d190cc808dcc016755a5fa37c593'),
	(8796093026304, 1831884859000000, 'RVb-dWmX0Ec1Q5MVG5rzg8AP0000000017592186048131', '6ed967ef8f9a42ba435180fbff0471a8fbf7af8c7f8056198e5bb8a653a56264'),
	(17592186048256, 1831884860000000, 'ox3RwN18SKgfGDawD3gKrewOd8i650QHZvYWM2XkfYmydg', 'a8d2d94aa176d6c1a46ff705acbf8842a7ede2ef72da38e53652422e1b3ef910'),
	(8796093026432, 1831884861000000, 'OazD097iDB2yxpn1hRpX6SgP0000000017592186048257', '4bdc0f6959507ff3f507f75bf4cb1afefb518220c5875b29fba150632e633c89'),
	(17592186048384, 1831884862000000, 'OS49CdWgsZymOF37HysOhmwP0000000008796093026432', 'e6106497c6becb7424a6903af72c29ba89f89b53c3e9955aeb877261e4c236b4'),
	(8796093026560, 1831884863000000, 'O6h6FwP4_gpiDInyYcV6e8AP0000000017592186048384ykjjsu_cPnLuqwaT-f9lxtwYIgimZ3YOcj0Ee5ERyhjIGAlWR2mRCY_4A53wsFNRyCg0glREC7lMQ23sEmLZa6keh83wezeO_4xY7dd4674yPmq1ItAvpJ8XOlFKYZVy2G0NI5p1jwvkxu4Dcc5YE1I1-PS_bb4wQ', 'e412fbbba51beb8a97976de6323a44224b1a107f79126399e06911c9df87333a'),
	(17592186048512, 1831884864000000, 'oX209iMzUckkD1m5gQkUO0wOfKBwb0rCPhWWI81iqxlCnA', '1f8f0d06b141be816328cec74c684e12ad4cfca0cdaf15d56233a2d78d61c06f'),
	(8796093026688, 1831884865000000, 'OMmSVQVkINfodXm2JmDbXUwP0000000017592186048513', '7c998bb4fbc33f55558852515150d68d034f2ec32e886746df8301a261e8d912'),
	(17592186048640, 1831884866000000, 'O9AO8LI5Yc6cZpPt-IWFwGAP0000000008796093026688', '1a36e05b46d30e3bd3c6dabc0000cf4de40625bcde89656546d9b3f231d9024f'),
	(8796093026816, 1831884867000000, 'OWJEPBxO15Qwc1g429Oy8DAP0000000017592186048640ydndqNxxGKI7y-PKgAf9gcwYMP8AZ2LeRAiKNmGiQuRq5glaPCw_W4HaEj1WBkJS-zw5wljo3dCv2PoJhYxHM3ev0zuwezQbxBrP-TV7nOxnGbfwaWAvA0hL3_oOeCTP1tIUgqAnPwvFW96RDwd8nOXBteORzIibg', '51459cfd8b0481aababf8c76fd724a9ee5c081042f5e756a9e9e5132f5e95ccd'),
	(8796093027072, 1831884871000000, 'RiTDipwJQnfQ6KyovD815JgP0000000017592186048899', '36dd6701f0bfccdb569db21529ce1f36abb64068938c4bc0962478b4f3dc513d'),
	(17592186049024, 1831884872000000, 'oq1TCg1BTghbWUkxSlMat_wOiK8nBHfZwOHd4RfVICCMVg', 'ebb99a4ea4fd451424b22594033786da0357ec15bc4eb17be8670e5c00442c3c'),
	(17592186049280, 1831884876000000, 'qd0R8xZ_v4m91JtOEMdgsEQ', '485b1cd7df9a17e4b36cdf8ff32531d9bc1a9ce6c63651994d16fa696255e124'),
	(17592186048768, 1831884868000000, 'sV8BKR5BC519l2f4KiknaSAerP_z53Bh15MX26qzQ2OBtw', '114960d457eec09f8941be3ae9bec8b3fa0483c6746167d1a5879d8e05069372'),
	(8796093026944, 1831884869000000, 'qB_d2oSwtQETz9qggY7Rweg', 'cdc43ee12df903f8c4f1b6cd78e091eb2520f0b829d6157f8d3a47251d1d0708'),
	(17592186048896, 1831884870000000, 'YMP8AZ2LeRAiKNmGiQuRq5gP0000000008796093026819rClFzWya0pykvQrk8kgt-cgRDvBsZJ0goHpQOwwES7stOwe4YpXVrr9LZYB6mZihzgC6gvsN94weBspTyd3RQaPWkCewanrGxreURVhUlcQK6EtCJUg', '16943c6b4a97fd26dbb8c7f573f91516c9f2c3ba0177c95716c43aced0de9232'),
	(8796093027200, 1831884873000000, 'OxIOwlK-x-ONX0oEeaI4klAP0000000017592186049025', 'ad6b380359de99e7dda42daf4f94f53892ca31862038b559d65658d237bbd14e'),
	(17592186049152, 1831884874000000, 'OEOcuRWc9yARD52IT8mJS6wP0000000008796093027200', 'b5e03ed73a87ae9f439101f8b356e2233dffdbfedc029ff5655bf0de49989557'),
	(8796093027328, 1831884875000000, 'OoBotAvHtWP9-QO20P3cXwgP0000000017592186049152yWyWT1izAzON_yXt7zZgq9AYcZrDK_gaYb7Zj2x1GaZ0rQls6p7imJHETN5OSP-Yt3a2weOCKqkErQCW2PFrEk7RXCYgvh6J_3qs4YyengiPNRnHOFg', '2af7d81ba8964a1b154476e83c14402fd60839d67cc20a50f6e6335a715dcfbf'),
	(8796093027456, 1831884877000000, 'YcZrDK_gaYb7Zj2x1GaZ0rQP0000000008796093027331rf1b6H4nq0addDXc5RZ_lugRLRTQJ5QOMPgjUHJTH-skegeLBOxILULIM5oGS69Jt-WywvlkoHPdoofEPzHZQEV0bEvQac543GafVgB_ys_P-vBcdGA', '42b13fad2ce42a5ab0b3feb1ddf621974a1a9494e227374c6887bc2ed3cb2795'),
	(17592186049408, 1831884878000000, 'RjeZ1vKXw_J7SSZe89SQOVgP0000000008796093027459', '9c902c9a720bf0e02ab4eaa364bd0c02c36d14e595a4548e2d1fa64343b782af'),
	(8796093027584, 1831884879000000, 'oBuA1eyWOMOGs4R2K2oWGUQOx_JcNjYdtCqgc2NADF4zTg', '2598bcb41381264c315d2e6ecf575308fe83c62b1430a1d97fb51cf2e84ffc13'),
	(17592186049536, 1831884880000000, 'OUBbNnm2NoS35-qQE9LvftwP0000000008796093027585', '6a05f38caf3e31c8ca962abd6b18f9de3a932b77335a445b880e935ecb18904b'),
	(8796093027712, 1831884881000000, 'OnyygGyoVm_HOz4ZVIeWYzQP0000000017592186049536', '9004798b425d00c60ef6677dc001562805deb3118d8fe13c9f65c01c15b19854'),
	(17592186049664, 1831884882000000, 'OM-JDhqvUcmpwu7hj4qLh4gP0000000008796093027712yUauytjcgZU7Gwo0NTwcVuAYEz1hbExWbY9U1BHcTKxoJglx-ux9q6bIDKPA5P6pZb05geCxQfw39_ZM6ILgioopVFcwveaYCgl5KeAH5vfKIemaItw', '8dec4b4dbc2de0c37cef8de54db4bc137108312baff07c21196b9680fd070dff'),
	(8796093027840, 1831884883000000, 'qYds8o-vbS5AyaYBXWp26yA', 'b2af25e55e5c662afc40020f4a79266faf463da42856f64ff9289f69bb0fc8cd'),
	(17592186049792, 1831884884000000, 'YEz1hbExWbY9U1BHcTKxoJgP0000000017592186049667r62mKzFOZC7Ul8HbnVRoyoARtTJW1XCfKuO0q3nXaVNcugeY0Ucw369JxzMu7i8SRgusgvzx188sCe6AGe4M70WEhKmAaXFEluj03HiHo4fD5B_n96A', '44498fcc842cde440d7d7093e81e1a1e6f00732473eda8986132a0e322100f5c'),
	(8796093027968, 1831884885000000, 'R_8EzgK1UPfk8uHTeH9SZwQP0000000017592186049795', '752b3c1ab886bc185b48fa66b5a093aae996bae96d701a16621f543b344c7101'),
	(17592186049920, 1831884886000000, 'oc62USB3fyFNNfyukj6DaJQOqdN0QQysvdiWl_bsTBh1sA', '8315fd392624a9534830b14df102cae94900e18c110974c3a26c659c862f9fb1'),
	(8796093028096, 1831884887000000, 'ORturSlzL_OELuLyvaAWQyAP0000000017592186049921', 'e79a36e96d77db4f486914842578f6dc57b76330e7b082870368e3dedaf0270e'),
	(17592186050048, 1831884888000000, 'OZAORoCgY45WQ7Z6GhTF5mwP0000000008796093028096', '6f9ca9d4ece5dbd21ff1f5e4f60e4a22fea4e498b006f398bef68c618551aed2'),
	(8796093028224, 1831884889000000, 'OEc1dtlndNn_pKzKPWoQgkgP0000000017592186050048yEhdgNmikyHSePv5czoCh0wYmZai0AksZv1eGra8UdWYjQlPc_VaBjkA2Wn0CIlyejdbAeGHAy3KH5RcRkML6DZd3rXgv61KqVf-6uT3Tz6Rmxdt4Tg', 'd2145129763dd54895b02e844d60a5a119d3b57d3029910dea3a847299551ff0'),
	(17592186050176, 1831884890000000, 'qY0YSo4VcgPaBAv0ML7UheA', '6eae9a98a4d9646fb8b3e8806deef796511acb1856bce069cc1102c49c6d305a'),
	(8796093028352, 1831884891000000, 'YmZai0AksZv1eGra8UdWYjQP0000000008796093028227ruWZCPmtz6069FVoh9_GjgQRy-q84X5rSCScUvWxN53ttgeyccOHj9fRe2G07xWP6HLSAvJda5kJRH0juqVQmfg9ydWQannXEevVvgJnrUgXFF9TjQg', 'ede4d94ffa7e36c45c4f0848946e564bef394f656e2d6b219aaa544b3488a71b'),
	(17592186050304, 1831884892000000, 'RN9xiTFu_8HyPwuhN7iqTuwP0000000008796093028355', '4ac4745d69a64ff9db40d0fc8de91c29a50cd62a428e5674d4d143ad3ffd281c'),
	(8796093028480, 1831884893000000, 'YcZrDK_gaYb7Zj2x1GaZ0rQP0000000008796093027456RAlf4jUnOhyC8k1JbIHfiYAP0000000017592186049408eUr7ehvFKhbkDJ4-2SRQ0jQvDr63IM-GDMggjOHLW_uQOw', 'cf48e3880fa8108ff52f64d8aceb5a73b34c8741f23879083630139c87d7ce0a'),
	(17592186050432, 1831884894000000, 'YEz1hbExWbY9U1BHcTKxoJgP0000000017592186049792RYQyBwVwlPkMofvX5yk3zRwP0000000008796093027968elB1drV9TlrWVchu-EdTptgvrPPMUEVOkcBmsVYpagrqvw', '2e3a4c70acbfba40ee5f975f6ee775906c5e6af999c725fc08574a13b05ea5f6'),
	(8796093028608, 1831884895000000, 'osu6sMqSkyhu-Mn5AVwthxwOpzUllw_DSpm5x6N6rirGHw', '7888779efb5c156c7b31240ec803a3acdc905bd44b09f8b120fac63a698c85ef'),
	(17592186050560, 1831884896000000, 'OO2seKiSnaNnFtRKyNyGSSAP0000000008796093028609', '8df49dbef8ef3f466e916774500207711ad4fbce90f0fe40c582920e408a99cb'),
	(8796093028736, 1831884897000000, 'O-GVxRz1AiSezLVzWMxgkUQP0000000017592186050560', '2df8d751143cae9cc94c177f1fbb0e7f47eaa12bec3cebab2f1ddaac3d5fcab9'),
	(17592186050688, 1831884898000000, 'ORapegrWRoXMnICTjdaC84gP0000000008796093028736y7dCKo-G1mQHzuqswVaGRAAYviqsfADfcEoX8-T0lJ9LaQlI_wn2nBkUVEqxvg_YeyRAQeEASGwYZsNsE2WvP3CL-3JQvx_x-7x66YnLSTxTXg1HMIg', '2565f42c5bee5166f59d053355a05127cebcdeaf224c6a32502ca303e2f5e66f'),
	(8796093028864, 1831884899000000, 's50FwdZX5XwmOZCLv83hunAeAbae1tw-X4iG4j7UZtSHBg', 'dda68e7348b3c5a1a90eb05e28fb2de23179aa7db82cdc77f5a3ee35be980602'),
	(17592186050816, 1831884900000000, 'Yv2e7_M1WG8PMn4vbDjlvhwP0000000017592186050691ewcVmyWPy0aAIEOcsjr4E2Av3aW_H2oCR_c00_fjPuEXVw', '1533d277eb8e729779e808c997b72bab22d05779f9ec6862f1b8f8cf5fc461a3'),
	(8796093028992, 1831884901000000, 'oQxhuwDT30LUgoCn5e-AxXAOqwikb8pt30r5tn1xoUGKDQ', '7cefaf083f239e9c4742562db1d4d8a78c5e86437faf4d0e1508abf741ef120c'),
	(17592186050944, 1831884902000000, 'Ojcz64xs_TsYeND7xra_-GgP0000000008796093028993', '4dc6b6fe5ce844147f08618652ea61cf8db86ff3d7af0ff232826201ed475793'),
	(8796093029120, 1831884903000000, 'OBQMHR-4izJgW9jZpgii21wP0000000017592186050944', 'a28bd7a30b155363ef15f6f807515944f17aca762e6674fe65cfdfa1816cbd3f'),
	(17592186051072, 1831884904000000, 'Oo99uGateJk5z1n2BVeUh8AP0000000008796093029120YtWTyJgn1NJCEvXT9VnT7iwP0000000017592186050816yPJX2dY6CeQvG9wRlzdbXIgYu1hXTvh9FtpLPbTDnQ7G8AlBqUV8oCQcGQAQlXhZ1p1JgeyaBNgYFsSc5ybxIUKqZ5lgvRadlgWTuGLHZtTWGjq6knAv_V6nGgftOLomLYsDrlkibQ', 'd8f098a236de8821bd0faa4b7fa35feffb6e1fc3f68fe418a5de9cfc42a40778'),
	(8796093029248, 1831884905000000, 'oYh5nxmKFQXsJ-ev4MKPt0gOZVQgKBE7L7k2Cm5ZhXbhAQ', '2036cfbcfe54650fdafd61119f7ed38081e29ce38eeb9e3b5f165cd426a09c64'),
	(17592186051200, 1831884906000000, 'OiINw8NKTnJMdZVHPO-G8KQP0000000008796093029249', '99a1bcb1995104ee113e2e4c3ddfbe25a0231d8e51e165de6c147f2f20909b4b'),
	(8796093029376, 1831884907000000, 'OF0NgOtfAoIhOJWiS06y2ggP0000000017592186051200y1W-X3akxaMGZrIKgMzSeQwY7-caiYU22S3TRtPBZQqmrQlPsnDm2SpxBirLpzv0zZvBAd45x3CKS0_-di0-n8za8nbgDds65QlqXYvSInz53EZwnUwe6kZe2tQX1zi_aYTqpvMNdwiaVkgP1gCF9cwOOviWFCBXgI-sbvC8coyMf4uJhtyOwDFwv40ckbJ6jFg7Q4ZRdMEeZ5w', '6fdff0febc55770626024e48b0dac6590453427bb79071dd7ed56957a68a3d21'),
	(17592186051328, 1831884908000000, 'd9FrFW7D5gWU6r-n8NB2qEwDinozl-i7VOXnV_hmv2OhuQiHaHll0X5sDCjg9ybTJHe7AIsbCWgjjOtOGBmjkL6cNXcA', '95f61171c41186f9c3f139cfff5709086761f5be87b54f895233f27ce5d2e8b8'),
	(8796093029504, 1831884909000000, 'oCr6pwMzLprFUoXsPDn5XFQOL8YPy7ApjgBcBt5a6xSg-A', 'e6e4072bb36a03e8af8b681a1fe3c07e4906b4b86755f211ec143a045bc77361'),
	(17592186051456, 1831884910000000, 'OfKoo3aCM0aF31jnW7OnbXgP0000000008796093029505', '489069ab8c0450e183b9dc38f26607f06522946ec0593a6de09a6b948ea80ce8'),
	(8796093029760, 1831884913000000, 'd_b09F9TD4t6K-g9q_eZ-jwDdOOzA2heH6a5k4gfrVVxfwiySr5QS8LTGTtqVrhe_pUSgI6xzpoVoC6YjRFBAxvGi3VgvSZa1goAy5Q3Gyojtx8Mefg', 'b03387ba72d7919589907ba0d93c45584d36dce72df11649272f397e5cee6819'),
	(8796093029632, 1831884911000000, 'OiME_dczkJXWrfYRK6nUC-AP0000000017592186051456yFIqqrDvofR1iM66nj-yE4AYH1sI60bR_38BN5T6EUk7_wlyFXiVVVaRkO1uYe8SnFJHwdzcorEByPXDIO9sZBAmpqaQDng4ZFkBc1MqernsxK-PheAe3aiou2JBJhgD2qi1vfVBJAihcgqYO6VbP3EpgLL51XQMgICnWXPsfkhE7dFERuJHQijQve26IO_YQU849nufyri4kQg', 'aa2134e2f3cb4fafcb4649d127b44a12a8e6d527d083a328cd44d6ff98a52b31'),
	(17592186051840, 1831884916000000, 'dwczI8fs_zvuiRuHbKMIUyQD3S9--1VwEDbPio1a6lxULQiwESber4McXShlqlVIo-_EQIscGE_0l4SbKBcAyBXguffwvobJETnOX84mmyfiX_39VYg', '23f03adaae53900f9cce893fb4989cc8ff82cc2e533fddc3787f65c3fb530f1e'),
	(17592186051584, 1831884912000000, 'YNUi6LBjU5cPrTX-axAkUAQP0000000008796093029635D66avbsVORaTro24qLdN3XAP0000000008796093029638eGEw3MW5F_xQuFv4c2eALOAiShdmEfa8JYvpVJPzJVmB9AI8txrLM3wXpKY7oX4V6KRoAvhhDQOeY5A3TF1mHItjxWgQvbEXbDrb32gCLWd1GLsPpVA', '74978a8ba0751be90bdd6e27ac491ff0218710faad04b6d34079f4fa8e5e79d0'),
	(17592186051712, 1831884914000000, 'ozb1s77QeWKNjikY515GtqQOQMA4-j-6iVnG4xQIeBT_MQ', '7976893868343c54f6a1f3c6f559aa66ee7a599e575da8445ef1487f31397325'),
	(8796093030016, 1831884917000000, 'OlO9EYgYzlxRCHMzI4as23gP0000000008796093029888y3IvtoBpz8CCYs_-kgraaIQYm55jTONRmXO36EyBmvUQYQlLuMAXEMXerPiJI35l4rfxgD_sIbxdR10-TJX36ZyosW7wP0000000017592186051841eYGqwZTiYAcU9sKRhRdAwOgvcqMI8xqDKy-RtfpAnybcXwaiky8m_xtavO9Aoelmz4YdA', '8fff255c35c71282fd227bf183e0e79197353452b1ce2484e0f95fea9a77a664'),
	(17592186051968, 1831884918000000, 'oGiQNpp2XEaYa9945LD1SngO8TyawSaw4mb1xjPqX0-X1w', 'f6e2f113f81fe1d896dbd40048b1bdec4f87eae85aacc13f605f2f3662443e08'),
	(8796093030272, 1831884921000000, 'O8Ku7L8Azuii6AhYSty3xLwP0000000017592186052096xQEWZaHTtPc7LczjdITfpHwXF6DTa36XYbpP6Vn-jjv9xgvOh_eI6ah77qhd_qG7ug8SQ', '5c90cf932a6f0bd695459208c68332e6363244bc40927171abbc793cac74716e'),
	(17592186052352, 1831884924000000, 'O1BUcWJkKzkH-cIDIE9c0LgP0000000008796093030401', '7dd887312ac759c002245a7b19ba0468e82337e95144242ccd471f1ce9ae782b'),
	(17592186052480, 1831884926000000, 'OmJWnONYtNRQ_rd-MF7cmhwP0000000008796093030528xFIBhBpDLUGtArcwoO5kn3AXsgymXQqoaidbMLyIVSULYwv4OCg8Rb1lLYv-CiaGyr4QQ', '7e2f528b730eb0d3ab422677af064bb63808f134fe8e18b1f83aefd0d14cf703'),
	(17592186052608, 1831884928000000, 'OGSwfY5nA-fwq89_iZwJYXwP0000000017592186052480XJ5muCxnhgu9lh0g9aN2onQP0000000008796093030656vWu6sZx8vNqftqZf3JVfbwwvQXHUS8uBYkSuVDsK5psGHA', 'b263fb167bcdd8a0c95e33ce750b367ff79bf28a40061c001e987b6d91174b09'),
	(17592186052736, 1831884930000000, 'OxhFVsRQAz0BSoIRq2B_lfAP0000000008796093030785', '1dc0fedd37173bc1711caeed457d6dd820810239e7afd83f6bf1a60e45031f8a'),
	(17592186052864, 1831884932000000, 'OpR5CJcmAgU82kaZA7LTZwgP0000000008796093030912xLnyEkk76erKNEgRqnLnXlAXiBosZOC2tNpKVKqdYWLdVAvZ_RhUAxd1FBdO4WNHbwspA', '75cb4281ae6587a8178b07aa7075f54e6f43c7d52060799b354db31a09ddb2fd'),
	(17592186052992, 1831884934000000, 'OLls0RY7oscuKjcEZUX03EAP0000000008796093031041', 'e6b6761b8906a0c7b751ab3e4ccb4177e5a2f36d44b06c6de886e3af220ae7a4'),
	(17592186053120, 1831884936000000, 'OZ9ozjEjwYleBkGNB5oPm8gP0000000008796093031168yW0Xek91bhk-joKz8GIATZQYTp2OVeW6Odyi1b7AGEhOlQlE4KTtv0wK0jPLZAzFv7chgeYFazKaLmeYXOOqMtmYOIpwvM4KyYLWMXYyrLTF_ZJRT-Q', '4f069aea80c53de11309225e3be834280ea846ef43cc7b5a9e87d76764bd96ee'),
	(17592186053248, 1831884938000000, 'YTp2OVeW6Odyi1b7AGEhOlQP0000000017592186053123rRT6ZUpIQOjZzK2-02X9FQgRapznOPjOmi__uzkvhpNpgQe3UmrOrvSFM0sjzAM2CgQRQvlzBqWjyM5VCmvVbGv_QBzwaWH56txSwgyQ_UDA1qpWXdQ', 'd8c4161d7b12d8fcea844e38b528f9831ee52892c58035999ced1968dc4f76ed'),
	(17592186053376, 1831884940000000, 'YTp2OVeW6Odyi1b7AGEhOlQP0000000017592186053248ROxA7aOGoJrExgXtpTx92dAP0000000008796093031424xxiOT-zwa4h-RCkcDa6tKagXjykx5JHAD692II1dZpy9sAeu9AG_IiqQ6ZIomoP5SZgQwvop6VGyAIkgLSBuIC4MBKnwv27riRo8b0MCGZtUmgB1PSw', 'e4678d596cc81d39ecd5e3e2382525c9d84c89f43d09b14c9c63486937aa7be5'),
	(17592186053504, 1831884940000000, 'loJ9nyG-Go0GSGHSzjutlZwNodNMGqA8qYIQR7G9PTxxPQP0000000008796093031553egfqWmkeaRJ5oBklr-jZbqwvvAVAu7jq5uyuNXBpVgKXVga-qlai7ysgpJpvN8e74K0wgaUN5FVGH7mkoiIOu0j7HYDw', '572a4a89208c64cb6e9702b4aa5fa145994ccf77f214501f0d141708ba511ece'),
	(17592186053632, 1831884940000000, 'NBJLi_Is6GJT3zCEJeNXv5AP0000000008796093031681aRznJa8O-7d3irMKWtRQ2bw', '1b47325b39409b83914d0ca0d81abba6bd660d79797b2446f50fc11521ee7462'),
	(8796093029888, 1831884915000000, 'OOv9R1Wt9rXY7jIGBVL-OkQP0000000017592186051713', 'b6a394252577821470a5de57a3854780fb687aec68051a7f005c0eac1dbf4d0c'),
	(8796093030144, 1831884919000000, 'OGn-cyOkl56OtMb3FoF231AP0000000017592186051969', 'bff2ec8f7020947cfc0806b4220eeabef44c053a6380594c44b82cac82404411'),
	(17592186052096, 1831884920000000, 'OXmp1WaBpeT95pYJXh08MbQP0000000008796093030144', 'd44581c2d828f721f24ad9f68e5de40a8c31b21f3d814243b94a360b746c8ce1'),
	(17592186052224, 1831884922000000, 'OPf9RhefyuhmmFckeK8h5nAP0000000008796093030272yFhC9tW-aquAALs1QxEa5cAYTbXMxNzzupOFQgl-whePewltd7_dOse6K-PWIBELf0rFwXGB9D3g4nbE4WY1wwI66EZgP0000000008796093030275eMSwpxXjYjtVVdsFHouSQIAv2K8zUG6SG1A9xlHu-yb08AvFI_nuyrwnRUA3oFaJUhPOQa5HOrsnpcviqXfqTgT75tXw', 'e85021c4628d4d69ad644f7c8f9f7686693fdeb21999d0e8cb7d90400496cfd7'),
	(8796093030400, 1831884923000000, 'o-PfK5IOHCBffmxWw_x9dQQOHzIp7aHNsEHlDXOd0oVgOw', 'e546e23cffdac623abc83fb3347601a980f8b8dc3a65cc5a9d2a8d38317a6abd'),
	(8796093030528, 1831884925000000, 'O4xcLPO19HyMGk980JjU_zQP0000000017592186052352', '28e5f84767384c9c6f55f6617ffb841edd7bbbb11ba39778cdcbff2061999a7f'),
	(8796093030656, 1831884927000000, 'XYC6rAD9b5Ugj65BBWf5dPgP0000000017592186052483adlRPF7fpSs_AJUUWbaR5Ww', '14d6287548bbb20767e06e77b66b8c29e0e09639b95a3d040f1aafe161c90819'),
	(8796093030784, 1831884929000000, 'oDxSvNwGUShmZmaYwSKI9DgOgevXXMSyQm22ut0smgQ7vQ', 'e112d8ada0f29bc16195b9a189953e57bce1930c974fac4cc8d4cccfe7777f31'),
	(8796093030912, 1831884931000000, 'OmG2fC_CP0fXan_dzkZjAlgP0000000017592186052736', '8eb35d256099e4d3ebfd31c103fb19de9ecfe1b9bb8bd1e4d592f639272e5991'),
	(8796093031040, 1831884933000000, 'og2_YH0Cp13U1FRfP4rt5rQOS5ET567PQZg79KMaMkPS_g', 'e3a2479dc964389019b6ab261a0c9a25b3cf97dd3cb0ec6cf87498add40e779f'),
	(8796093031168, 1831884935000000, 'OS_VsLIuoXuyu9Y2craVPrQP0000000017592186052992', 'ffe563329a91f3066537308fc992b342a1332aa308a2fe17c347e0f438847460'),
	(8796093031296, 1831884937000000, 'qdh8qwNaM7INGwAXI5tTjgQ', 'eb47ea26fe7f0893e66d657586f558e5523694df6f10babc2d66e2c82db7fc94'),
	(8796093031424, 1831884939000000, 'RevC2gBuyDaKKM1xn7-NNogP0000000017592186053251', 'ad2f01b6fedb2b31f3f1f5e12f02b8bde17330a300470a45c871f1ac2b718e5a'),
	(8796093031552, 1831884940000000, 'n7h2nw92FqYPlmhMdOusqbQNPD9C0M4qo8s9FRyeJGHkjwa6xFbxJw_GjkAbsjGWgQWdA', '6b7cd62187ebb58bce57cf4d1d5599979da4103a44e9c6649480ba797d1dbe00'),
	(8796093031680, 1831884940000000, 'nTfEwMVySbPKbJDoYI8rv4QNjR9v-aHnxZ0NelPUHxXz_gaoc7gtIpfdkhtke3F_GgaLQ', '118dfd5b3faab292f1fc575c4bfb633e09242fe64e2fbb0e9e35544fd10afb4c'),
	(8796093031808, 1831884940000000, 'nsBT_np_PAj8NwyF3Kw4m2ANUoukVUatsZyDEV9av4GcVAa-Y5vABv4HQsBzof2H-pAdA', '29e9edd150ddc30474e4089ccbd026c978cca12dd62c1ea5a6f6712492f57bab'),
	(17592186053760, 1831884941000000, 'oSzGiGqUXUMdBb8Xi6Ycf9AOVw0q_hqpn4VDga8P1YUb-Q', '9a1979a3949062b008584259441b77149fe7ce548668d84613cd636ba3c8d8c6'),
	(8796093031936, 1831884942000000, 'OLbco_x0XUyLb7bhoUB8p-gP0000000017592186053761', '56ec72c36cdd36a162a6c3217b58751bd45ebf54bc108389d071b657d54fdec1'),
	(17592186053888, 1831884943000000, 'ORevJ1FBpHTvD0JVWnV9V2AP0000000008796093031936', '26cdf23d0fcb4c44893a90b199daeba75df98f07026852a4e3c556c1f33c6a02'),
	(8796093032064, 1831884944000000, 'OnwW6PmSKNz0fjE3OVC6mXAP0000000017592186053888yuVyT0zdBgoxvZJOi0rCNrQYONkKlQdmlYO7W8M1Kbs32QlXmir-VAAjw66hCPuPWHRSQeL8n7bJ4Vmqc4R7mU55ZEjwvGibAnFORvpjjVs5ZrysvHg', '0c2e7501389d6f999ce19ff5a4402ad9adf40c049ba19b759ee3565568af72e2'),
	(17592186054016, 1831884945000000, 'qvm6CUrsN3xeK2LxQebYhTw', 'c9a7a5ce3d76913f5a9ac3438ea1b88e32958a1481a022fd2612112ae5238fe1'),
	(8796093032192, 1831884946000000, 'YONkKlQdmlYO7W8M1Kbs32QP0000000008796093032067rL_9JBviHTN0FLDYiXN--MARo9TusqTUvn1DwMvlxWHgCAeoc5klTy3uNaYuj_M_GYFzQvPzpavcoGwar5hUo6pwNxfAaoTiHNsZIDcIZhzge5T1OmQ', 'b010a52465cd6af76b8428f066b6346b1f02cf9d0402056551a15ffa608eaec6'),
	(17592186054144, 1831884947000000, 'RFS4KZ0bnTo-n-81IeaChNAP0000000008796093032195', 'b99fdb11ecffa1da5dece29b37332bf3eccd31a6fa46fa897e330b510e319d39'),
	(8796093032320, 1831884948000000, 'RxS8jz6j0sTfzj23fzHL3cAP0000000017592186054144vc297MQ-tJlskuNS86Yy_nw', '363b1cc5cd15d1dcdcf461467eed2dde9d65130a78d111e0d8b482fe56a8bf1e'),
	(17592186054272, 1831884948000000, 'nxVDN8kpMTzXS1a-erXGlOgNm4L5Ul6QTaPoZaZq5G2URQaxxduU8NpKotUDV5UYpJthg', '6695e5fb6657ef360b9822790c825f24e348f8872158f073046703b0cb0cff1c'),
	(8796093032448, 1831884948000000, 'RcI-pHPGpRGR_38vv2L2AjgP0000000008796093032320NT_N0kYJ_7uK14-XBZKWprAP0000000017592186054273v54HDhxjJ8474B830JMuDhgaiL_nIUeOjuae6thvDrP7JQalMTT19YMAl2QZMbYRr9elw', '1efd1a6f45eccfb1a9d4cf8306814743c1b7321a2c4bc23571ce2506442aa9ca'),
	(17592186054400, 1831884949000000, 'od1zLEVNqxf0qhRsgWbfg1AOboSaFoZkLt_WPmjszhXCfg', '7209bb448753ff23730d107151abb9350ee49287f5fcee5c67c8f2f0896faae3'),
	(8796093032576, 1831884950000000, 'OmDM7ueDacK7cjFYb1kBzkAP0000000017592186054401', '85b5559edf9f3ec70af45c2c8697970b07b8d301892897c4a1e44b1b3b925ae9'),
	(17592186054528, 1831884951000000, 'OUnVbF_or15akNTu61F_M3QP0000000008796093032576', '9c4f23c9ae4326d487495aeb92b493c18e370246d0f966086bf5c3bdb97fe7ae'),
	(8796093032704, 1831884952000000, 'OowGGkNN6Elmv50TvnPvf7AP0000000017592186054528xj4DvmGxL0Qf9wegZJ2P8IgXbhVd6XdftAZricFd9keXtgv2vNuoGVW0PPR1ZwceiC7aA', '3480fb43bf6ae0109fd7839fd51af79a7112738db9c29e13eef71ee3d8ba4399'),
	(17592186054656, 1831884952000000, 'nyMlCzoA0-YDjJdIFXBNGFANiWovdO4vKFmYb5yPy4S0AgaOA2xsdeV4eLInlUXgSdYSw', 'cd8b990a35ab293c732c101e4ff0be327f2d78033e8b1d82ad3b60108a3a6c93'),
	(8796093032832, 1831884952000000, 'X8rwakf-rBT3nxx_bVF2XrQP0000000008796093032707NqypSd_Gj3zQjN02kSZl8PwP0000000017592186054657aSPBIRlZ_zgQ2aKUktBlaLwanU2vbnlHfATNKY8rSJnTUg', '4a846878935f37e972f8f78d292124bea18bf6145e04ee04be782bc893eb3d51'),
	(17592186054784, 1831884953000000, 'OH4g2Eg2VfT5lJvNdOLtlJQP0000000008796093032704XTMRJyj5FnWIk8bRYpWqS2wP0000000008796093032832v7-PY97VVovzdaSFic-XXRQvXHSepRvd3B1FutES2rNoDw', 'ea36772ba6149b6907818c288eab827a05b7a7f2d5c0e77e268c07ae07133d36'),
	(8796093032960, 1831884954000000, 'otWzwyUSeKcG5ch-vA1K5NAOGg5dTUcob_CKj6JvsETiug', '0430683ef5a23be5f3e6872dc5abb81a020f14d433812f19623ded2d0c43e6c5'),
	(17592186054912, 1831884955000000, 'ON7S3aqymlK-kBACeVCusVgP0000000008796093032961', 'e543bf818465e0c4b3d4c48737932643d8800dcf199c5485993444ada4ea41cc'),
	(8796093033088, 1831884956000000, 'OTRT4pO1V5zaXk4Tia2uZrAP0000000017592186054912', '894d68be97cd9196f94ef8673671af757d0199f8d305940101fd4816a6d19b48'),
	(17592186055040, 1831884957000000, 'OYYeKlC0ic6ptXyUTanWZeQP0000000008796093033088xH4ntS1sWFb-FwNOir9byUwXb8JLKWMkNA74bcHYaUT83wv3XvXZXMLChrLy2K9eWUUAg', '146d47c2cd9e13125cb38cc11a785d7047352097c53130985b95d853b53dfce9'),
	(8796093033216, 1831884957000000, 'n1xweauJ7mwaw1yMvJ-SWdgNW1kBFU16NLQqOmveqT9zwga7j_ProRI391H9HMEXbFM6A', '6de08f1fd8a3cd98e5734a05ec9a782072691bbe2dccbad706d44ef7d9110f5e'),
	(17592186055168, 1831884957000000, 'XrbJy9LgIi9l9hlimOMRyCgP0000000017592186055043N9m4YmT9Xe51jjvImxbefwQP0000000008796093033217aoTZMDsvSdMh9JyffAkry0Aaxlg2m2UeYNFKPfGujE2Svw', 'feb0d7ef2086f1cc5ffa6380481eaf6d50eb625b480962230fb5cff0862e1400'),
	(8796093033344, 1831884958000000, 'XkPltM2sRDN0LSc9ySoH14QP0000000017592186055168', '9b24c2a5fd7c6ec02eda7e5f7b5a31541ba0e85ad19f5d42823ef06dc2dac53b'),
	(17592186055296, 1831884959000000, 'XFOqzH-aaT2Z06VfonAOpvwP0000000008796093033344', 'e65a875baa62e25fb1d5106971aa3869f6662cfb4f0ce6e430ff7a9ca7a6612b'),
	(8796093033472, 1831884959000000, 'na638iCkn9MnzHQUP2cxC0QNN4HhDfsdMHrjs6fYMzbf9AaMdpIqMozbXa1izkSRfwQ7g', 'cdcfc71c23b71ffeb7342572a3dce9d13c3b740ab84d87568a09c8221ccb9e81'),
	(17592186055424, 1831884959000000, 'XwftdRhBvVbjeabS_FVssFgP0000000017592186055296NcYRMOFgtRkFtcTusmwyRYQP0000000008796093033473akaemUtmW27iGVkTz2gRrzAa1QaqlyKMgHgTSX_Ce4xlJA', 'c7b1573608eb6945178fba4535ad2071b3436f0a34be6202c99563147b3dc531'),
	(8796093033600, 1831884960000000, 'Ogo49BFtDdoIwVL5KuFgmZgP0000000017592186055040XxszWC-IdAysxA6qVAMqznwP0000000017592186055424v2s8b8Prr1AXtd_sI7B6qJwvVRQrMOhLvtXEXBb7HcKOzw', '451be699ae321d8312ab200a62f58ead3988745584e4c8ff005ffa6389d83a5f'),
	(17592186055552, 1831884961000000, 'oU1QgFzofTl8odHr-IRWWpAO-SszkXafq46yY0cJv_CHyA', '46526978faf1546210b428711bfa8f74f39bb7b463891bc433cafff6c4f7dc29'),
	(8796093033728, 1831884962000000, 'OH5r8DY-MkX8nGFMIiLvMTQP0000000017592186055553', '7429795ca4934932279556232dc403a72be516e433f29ed23002235282a9ff60'),
	(17592186055680, 1831884963000000, 'OBkkOxow-cDrKLaRGwbSpSQP0000000008796093033728', 'a92907ec6e2b56359a85a58ad7d6e3d1a9316580aa6cfe0d94ba296f0b458fc0'),
	(8796093033856, 1831884964000000, 'oZci_SZMMF2cYGU7EzS9hYAOX5I7SdlY0c-fyEB3eqLPKA', 'e804d36d426016a301c963baf7a4ca12b78a14a58a17093352133e87758fe3f3'),
	(17592186055808, 1831884965000000, 'OnthsUrz35v9hqfUY6li2PgP0000000008796093033857', '1d4721bf9a0084b6f167973febba3376d02baeb90a92034de7d137e89e7df2e3'),
	(128, 1831884965000000, 'krs7IvAelwgFn-6XSlYEo4wKu5_APEjnJfg97BLDiZP_zA', 'a11f47400750d653baefbf4a9fa431d4fb9c4d13c4aaa9e53e24056523c92a7f'),
	(256, 1831884965000000, 'kad--edKHpfAZCH76v7OJ2wKSA4VNNrqaUt8D9vaoInrlw', '71802a4cdd8ef2ddb17717fa8fcdaf71bd336383a4f084ce3053cfb32414e56b'),
	(384, 1831884965000000, 'K6FSENBM8ZHmy6h8p_iKXHAP0000000000000000000257', '9a23290cd633c45e184adbc47e4f639a9bea63f7affc20bef0ff284e239206c6'),
	(8796093033984, 1831884966000000, 'ijE05BlE7ehncK1vfbyxlpgIDCZafSJitlmKsQZhKGv_mQ', 'bbd8af6eab43998ce7fd629e8d01ed8b84b139d3ec96a239514d44c84c09827c'),
	(17592186055936, 1831884967000000, 'iGuVlAyJmXVWk0FpEWlfJ2QIN0xpnKBjTcjgmxOG4dIPnQ', '285a2d417e09fcab25edac3a5ee76a013e46d6278c090c3bff8f914853d851e7'),
	(512, 1831884967000000, 'I0fGpMUbzZW-cqyelujIzmQP0000000017592186055937', 'b946bd94ed27d0d25abccf939c9707669e799c361d95575e35dfdb1617733580'),
	(640, 1831884967000000, 'aZKIMqkhJRCYfrJ5XZnWWkw', '72e5b207eed1cb4d60cec6d05cf1d25469cc4026708bfbf1db76b0c27bd185bd'),
	(768, 1831884967000000, 'apMl5t-8W3ByID6vJWS6qvQ', '781407c48bc6610cc25201df0453917098f3d287394a8d9ae1ad2270ca83c32e');


--
-- Data for Name: lots; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.lots VALUES
	('lot_01k742shygfg5tes58h9d7b30k', 'hal', 'promotional', NULL, 'welcome', '2025-07-17', 10, 10, 0, 0, 0, 0, 0, 1760000002000000, 1767798000000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 17592186044416),
	('lot_01k742sgz8e7ebb61ymta3daz4', 'gail', 'promotional', NULL, 'welcome', '2025-07-17', 10, 0, 0, 0, 0, 10, 0, 1760000001000000, 1767798000000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093022208),
	('lot_01n7g0rmw8fthvhzss9sr7k02k', 'erin', 'membership', NULL, 'welcome', '2025-07-17', 10, 0, 0, 0, 0, 10, 0, 1829120005000000, 1831734000000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093022464),
	('lot_01n7g0rtqrewdtyagb47qy0w9v', 'nina', 'purchased', 'pay_01n7g0rtqrew1sjvmd7takzc7j', NULL, '2025-07-17', 1000, 900, 0, 0, 100, 0, 0, 1829120011000000, 1860678000000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093022852),
	('lot_01n7g0rymrf33b0c45t72h4rqy', 'nora', 'purchased', 'pay_01n7g0rymrf88rd9pwvbagk4n0', NULL, '2025-07-17', 1000, 0, 0, 0, 1000, 0, 0, 1829120015000000, 1860678000000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093023108),
	('lot_01n7g0s6ere85bgttywr6t0wr1', 'ned', 'purchased', 'pay_01n7g0s6ered7t3vcaxv9kscxa', NULL, '2025-07-17', 1000, 0, 0, 0, 1000, 0, 0, 1829120023000000, 1860678000000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093023620),
	('lot_01n7g0s2hre8bbzw6e89ex0jaz', 'nils', 'purchased', 'pay_01n7g0s2hrf35tqqskxk3n5wv7', NULL, '2025-07-17', 1000, 0, 0, 0, 1000, 0, 0, 1829120019000000, 1860678000000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093023364),
	('lot_01na2dgq20fstsc85bs28e9qsy', 'alice', 'purchased', 'pay_01na2dgq20ewwvkye2zvw9yry4', NULL, '2025-07-17', 1000, 590, 50, 360, 0, 0, 0, 1831884840000000, 1863442800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 17592186046724),
	('lot_01na2dgxwre3rvmpngnf3bx5yp', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025280),
	('lot_01na2dgxwre4r84k2hh3m19gvc', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025281),
	('lot_01na2dgxwre60vtemyjzm6xbfn', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025282),
	('lot_01na2dgxwre6dvze78gjhtat0t', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025283),
	('lot_01na2dgxwre7a81br21z21ek86', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025284),
	('lot_01na2dgxwre7mr6gcwpm7cga22', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025285),
	('lot_01na2dgxwre8hazwsn6zj30fh3', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025286),
	('lot_01na2dgxwre90vy6wbqjfcggw8', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025287),
	('lot_01na2dgxwredn94xta6pzr5w2p', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025288),
	('lot_01na2dgxwredqr94p0fymrhxt8', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025289),
	('lot_01na2dgxwreevb8r8gm576ycfn', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025290),
	('lot_01na2dgxwreh5tcmzb05ffxv6p', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025291),
	('lot_01na2dgxwreht9yz761xergcma', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025292),
	('lot_01na2dgxwrekhvmk42amcpb1kr', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025293),
	('lot_01na2dgxwreksrh4yr0520f3fm', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025294),
	('lot_01na2dgxwrem0vw4gp78qyd5yx', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025295),
	('lot_01na2dgxwremgbkzmdzvkqnndx', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025296),
	('lot_01na2dgxwrepms35f5pbja84gk', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025297),
	('lot_01na2dgxwreq5swk2fwc9ekdk5', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025298),
	('lot_01na2dgxwresx8qkmdf2hdgheg', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025299),
	('lot_01na2dgxwret5az3t3dcwh9sg0', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025300),
	('lot_01na2dgxwrevsv3xepjfq27619', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025301),
	('lot_01na2dgxwrew2t4wjrmna270jz', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025302),
	('lot_01na2dgxwrey9s8jz1gy2e9jnv', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025303),
	('lot_01na2dgxwrf0gbmnhvjksgykd4', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025304),
	('lot_01na2dgxwrf0xr179t9vcx1nxe', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025305),
	('lot_01na2dgxwrf2f86gz2gtc4z266', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025306),
	('lot_01na2dgxwrf2z889qwx888er21', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025307),
	('lot_01na2dgxwrf3qrg5qkap2y053m', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025308),
	('lot_01na2dgxwrf5zt3p0zrsyays4g', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025309),
	('lot_01na2dgxwrf7t8hdsrx15ttds9', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025310),
	('lot_01na2dgxwrf7ts7pytsbmd9t82', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025311),
	('lot_01na2dgxwrfa6adabkkkm9ksm5', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025312),
	('lot_01na2dgxwrfaqbtc9bnq084476', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025313),
	('lot_01na2dgxwrfax8qngpzcmmb9gh', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025314),
	('lot_01na2dgxwrfbt9wy9b6vn648x7', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025315),
	('lot_01na2dgxwrfj3b0a3vm8gwwd5k', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025316),
	('lot_01na2dgxwrfjhrwc60gfwhfs02', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025317),
	('lot_01na2dgxwrfjyr8brg9vy9rt1v', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025318),
	('lot_01na2dgxwrfkz9kcayh254p8wm', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025319),
	('lot_01na2dgxwrfqbba500xqezfjf7', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025320),
	('lot_01na2dgxwrfre9p39g77y9gtcw', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025321),
	('lot_01na2dgxwrfrr8e5mf27rjvmz3', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025322),
	('lot_01na2dgxwrfs0tj8tgcj997zwd', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025323),
	('lot_01na2dgxwrfscamaqvzzh1jwxj', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025324),
	('lot_01na2dgxwrfsz9fat25w3czfpn', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025325),
	('lot_01na2dgxwrfvcbe1vvspahpvwd', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025326),
	('lot_01na2dgxwrfw1rs05wq9jp0d2a', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025327),
	('lot_01na2dgxwrfx984ahd5nsfm9yw', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025328),
	('lot_01na2dgxwrfyb8n9f09g80r05k', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1, 1, 0, 0, 0, 0, 0, 1831884847000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025329),
	('lot_01na2dgzv8ff39pzakg2wtv642', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1000, 1000, 0, 0, 0, 0, 0, 1831884849000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093025536),
	('lot_01na2dh0tgf4q85tjxdsxsd816', 'busy', 'promotional', NULL, 'welcome', '2025-07-17', 1000, 1000, 0, 0, 0, 0, 0, 1831884850000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 17592186047488),
	('lot_01na2dgyw0fc0rzvnk1p1yzwaz', 'busy', 'membership', NULL, 'welcome', '2025-07-17', 1000, 50, 0, 950, 0, 0, 0, 1831884848000000, 1834498800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 17592186047360),
	('lot_01na2dh5pre9t9c52ffznaymgj', 'wim', 'promotional', NULL, 'comes with order ord_01na2dh1sreszv0pc86qzz20d9', '2025-07-17', 100, 0, 0, 40, 0, 0, 60, 1831884855000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, 'pay_01na2dh5prerjtes6p3ckg0y48', 100, DEFAULT, DEFAULT, DEFAULT, 8796093026052),
	('lot_01na2dh5prf5fsmfa9ebyky467', 'wim', 'purchased', 'pay_01na2dh5prerjtes6p3ckg0y48', NULL, '2025-07-17', 1000, 0, 0, 0, 1000, 0, 0, 1831884855000000, 1863442800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093026053),
	('lot_01na2dhdgrejg86ahrrnq0ykdn', 'vera', 'promotional', NULL, 'comes with order ord_01na2dh9krfbqs7edfjgae2195', '2025-07-17', 100, 100, 0, 0, 0, 0, 0, 1831884863000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, 'pay_01na2dhdgrfgsstpepk8h8nf7n', 0, DEFAULT, DEFAULT, DEFAULT, 8796093026564),
	('lot_01na2dhdgretgs18zh3ensqxyn', 'vera', 'purchased', 'pay_01na2dhdgrfgsstpepk8h8nf7n', NULL, '2025-07-17', 1000, 1000, 0, 0, 0, 0, 0, 1831884863000000, 1863442800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093026565),
	('lot_01na2dhhdre0h8zv8cscmkb5qf', 'wes', 'promotional', NULL, 'comes with order ord_01na2dhdgregc97zgxxx8z1vgq', '2025-07-17', 100, 0, 0, 100, 0, 0, 0, 1831884867000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, 'pay_01na2dhhdree4ahecfehbn6b0e', 100, DEFAULT, DEFAULT, DEFAULT, 8796093026820),
	('lot_01na2dhhdrf1zbvstvn5fcvd3d', 'wes', 'purchased', 'pay_01na2dhhdree4ahecfehbn6b0e', NULL, '2025-07-17', 1000, 0, 0, 400, 600, 0, 0, 1831884867000000, 1863442800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093026821),
	('lot_01na2dhs7rem6rqb3wdpd61qhp', 'rita', 'purchased', 'pay_01na2dhs7re4hryaskdmktvv50', NULL, '2025-07-17', 100, 0, 0, 0, 100, 0, 0, 1831884875000000, 1863442800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093027332),
	('lot_01na2dj6x8fhza531ys05fdzsk', 'bob', 'purchased', 'pay_01na2dj6x8eaavywffyxm3e53s', NULL, '2025-07-17', 100, 0, 0, 0, 100, 0, 0, 1831884889000000, 1863442800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093028228),
	('lot_01na2dj02gezk93dmbnqtp5yfs', 'rob', 'purchased', 'pay_01na2dj02gecxab5aa7qt7052w', NULL, '2025-07-17', 100, 100, 0, 0, 0, 0, 0, 1831884882000000, 1863442800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 17592186049668),
	('lot_01na2djfpgfmw8yh1xn9czjwed', 'dave', 'bulk', 'pay_01na2djfpgfjxayesgwgr7vm02', NULL, '2025-07-17', 3000, 0, 0, 1500, 0, 0, 1500, 1831884898000000, 1839769200000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 17592186050692),
	('lot_01na2djnj0e8nv8jtpxcf3bmxy', 'dave', 'purchased', 'pay_01na2djnj0f7d8axdhy4xgwz10', NULL, '2025-07-17', 1000, 0, 0, 1000, 0, 0, 0, 1831884904000000, 1863442800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 1000, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 17592186051078),
	('lot_01na2djrfrebev1mtv13pknhk4', 'carol', 'purchased', 'pay_01na2djrfrfj3b42fkv9k1sfnc', NULL, '2025-07-17', 100, 100, 0, 0, 0, 0, 0, 1831884907000000, 1863442800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093029380),
	('lot_01na2djwcrfb6tpcz5rcww1aab', 'carol', 'purchased', 'pay_01na2djwcrfxwbyxvk78k6k4b4', NULL, '2025-07-17', 1000, 0, 0, 0, 0, 0, 1000, 1831884911000000, 1863442800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093029636),
	('lot_01na2dk288ebba7x1xnpmdwmtn', 'cho', 'purchased', 'pay_01na2dk288e6damc7fbz4jwa0t', NULL, '2025-07-17', 100, 100, 0, 0, 0, 0, 0, 1831884917000000, 1863442800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093030020),
	('lot_01na2dk74gebtsqwtnc46a6mex', 'xena', 'purchased', 'pay_01na2dk74gfgs93m4zvz0txn4s', NULL, '2025-07-17', 1000, 1000, 0, 0, 0, 0, 0, 1831884922000000, 1863442800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 17592186052228),
	('lot_01na2dkmt0ehvtdr3p6f4nd3v6', 'xena', 'purchased', 'pay_01na2dkmt0f00rwcz1qs4pztej', NULL, '2025-07-17', 1000, 0, 0, 0, 1000, 0, 0, 1831884936000000, 1863442800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 17592186053124),
	('lot_01na2dkrq0e4xbway9nxegms5j', 'mona', 'promotional', NULL, 'a fair', '2025-07-17', 700, 700, 0, 0, 0, 0, 0, 1831884940000000, 1839682800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 17592186053504),
	('lot_01na2dkwm0e4nr9a3htsrk0zcr', 'lara', 'purchased', 'pay_01na2dkwm0fdpvyhr8jvevqngs', NULL, '2025-07-17', 100, 0, 0, 0, 100, 0, 0, 1831884944000000, 1863442800000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 0, NULL, 0, DEFAULT, DEFAULT, DEFAULT, 8796093032068);


--
-- Data for Name: orders; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.orders VALUES
	('ord_01n7g0s2hrf02thq5hw5ktggdh', 'ned', 'direct-1000', '1,000 credits', 1, 10000, 0, 1000, 'purchased', '{"days":365}', '2025-07-17', 'toss', 'card', NULL, NULL, 'https://shop.example/done', '{"payment_key":null,"redirect_url":null,"mobile_url":null,"app_url":null,"callback":{"paymentKey":"tgen_ord_01n7g0s2hrf02thq5hw5ktggdh"},"deposit":null,"webhook_secret":null,"awaited_at":null,"expires_at":"2027-12-18T09:53:40Z"}', 'completed', NULL, NULL, 'pay_01n7g0s6ered7t3vcaxv9kscxa', 1829120020000000, 1829123619000000, 1829120023000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, '{"cart":"7"}', NULL, 17592186045440, 8796093023616),
	('ord_01n7g0rptrffw9s00srh5kdn7c', 'nina', 'direct-1000', '1,000 credits', 1, 10000, 0, 1000, 'purchased', '{"days":365}', '2025-07-17', 'toss', 'card', NULL, NULL, 'https://shop.example/done', '{"payment_key":null,"redirect_url":null,"mobile_url":null,"app_url":null,"callback":{"paymentKey":"tgen_ord_01n7g0rptrffw9s00srh5kdn7c"},"deposit":null,"webhook_secret":null,"awaited_at":null,"expires_at":"2027-12-18T09:53:28Z"}', 'completed', NULL, NULL, 'pay_01n7g0rtqrew1sjvmd7takzc7j', 1829120008000000, 1829123607000000, 1829120011000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, '{"cart":"7"}', NULL, 17592186044672, 8796093022848),
	('ord_01n7g0rtqrfzvr8dg30ktezd02', 'nora', 'direct-1000', '1,000 credits', 1, 10000, 0, 1000, 'purchased', '{"days":365}', '2025-07-17', 'toss', 'card', NULL, NULL, 'https://shop.example/done', '{"payment_key":null,"redirect_url":null,"mobile_url":null,"app_url":null,"callback":{"paymentKey":"tgen_ord_01n7g0rtqrfzvr8dg30ktezd02"},"deposit":null,"webhook_secret":null,"awaited_at":null,"expires_at":"2027-12-18T09:53:32Z"}', 'completed', NULL, NULL, 'pay_01n7g0rymrf88rd9pwvbagk4n0', 1829120012000000, 1829123611000000, 1829120015000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, '{"cart":"7"}', NULL, 17592186044928, 8796093023104),
	('ord_01na2dhdgregc97zgxxx8z1vgq', 'wes', 'bonus-1000', '1,000 credits and 100 bonus credits', 1, 10000, 0, 1000, 'purchased', '{"days":365}', '2025-07-17', 'toss', 'card', NULL, NULL, 'https://shop.example/done', '{"payment_key":null,"redirect_url":null,"mobile_url":null,"app_url":null,"callback":{"paymentKey":"tgen_ord_01na2dhdgregc97zgxxx8z1vgq"},"deposit":null,"webhook_secret":null,"awaited_at":null,"expires_at":"2028-01-19T09:54:24Z"}', 'completed', NULL, NULL, 'pay_01na2dhhdree4ahecfehbn6b0e', 1831884864000000, 1831888463000000, 1831884867000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', '{"credits":100,"validity":{"days":90}}', '{"cart":"7"}', NULL, 17592186048512, 8796093026816),
	('ord_01n7g0rymreg1ajqqmazx39p73', 'nils', 'direct-1000', '1,000 credits', 1, 10000, 0, 1000, 'purchased', '{"days":365}', '2025-07-17', 'toss', 'card', NULL, NULL, 'https://shop.example/done', '{"payment_key":null,"redirect_url":null,"mobile_url":null,"app_url":null,"callback":{"paymentKey":"tgen_ord_01n7g0rymreg1ajqqmazx39p73"},"deposit":null,"webhook_secret":null,"awaited_at":null,"expires_at":"2027-12-18T09:53:36Z"}', 'completed', NULL, NULL, 'pay_01n7g0s2hrf35tqqskxk3n5wv7', 1829120016000000, 1829123615000000, 1829120019000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, '{"cart":"7"}', NULL, 17592186045184, 8796093023360),
	('ord_01na2dgk50fpjahm4v2fbfekrj', 'alice', 'direct-1000', '1,000 credits', 1, 10000, 0, 1000, 'purchased', '{"days":365}', '2025-07-17', 'toss', 'card', NULL, NULL, 'https://shop.example/done', '{"payment_key":null,"redirect_url":null,"mobile_url":null,"app_url":null,"callback":{"paymentKey":"tgen_ord_01na2dgk50fpjahm4v2fbfekrj"},"deposit":null,"webhook_secret":null,"awaited_at":null,"expires_at":"2028-01-19T09:53:57Z"}', 'completed', NULL, NULL, 'pay_01na2dgq20ewwvkye2zvw9yry4', 1831884837000000, 1831888436000000, 1831884840000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, '{"cart":"7"}', NULL, 8796093024512, 17592186046720),
	('ord_01na2dh1sreszv0pc86qzz20d9', 'wim', 'bonus-1000', '1,000 credits and 100 bonus credits', 1, 10000, 0, 1000, 'purchased', '{"days":365}', '2025-07-17', 'toss', 'card', NULL, NULL, 'https://shop.example/done', '{"payment_key":null,"redirect_url":null,"mobile_url":null,"app_url":null,"callback":{"paymentKey":"tgen_ord_01na2dh1sreszv0pc86qzz20d9"},"deposit":null,"webhook_secret":null,"awaited_at":null,"expires_at":"2028-01-19T09:54:12Z"}', 'completed', NULL, NULL, 'pay_01na2dh5prerjtes6p3ckg0y48', 1831884852000000, 1831888451000000, 1831884855000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', '{"credits":100,"validity":{"days":90}}', '{"cart":"7"}', NULL, 17592186047744, 8796093026048),
	('ord_01na2dh9krfbqs7edfjgae2195', 'vera', 'bonus-1000', '1,000 credits and 100 bonus credits', 1, 10000, 0, 1000, 'purchased', '{"days":365}', '2025-07-17', 'toss', 'card', NULL, NULL, 'https://shop.example/done', '{"payment_key":null,"redirect_url":null,"mobile_url":null,"app_url":null,"callback":{"paymentKey":"tgen_ord_01na2dh9krfbqs7edfjgae2195"},"deposit":null,"webhook_secret":null,"awaited_at":null,"expires_at":"2028-01-19T09:54:20Z"}', 'completed', NULL, NULL, 'pay_01na2dhdgrfgsstpepk8h8nf7n', 1831884860000000, 1831888459000000, 1831884863000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', '{"credits":100,"validity":{"days":90}}', '{"cart":"7"}', NULL, 17592186048256, 8796093026560),
	('ord_01na2dhnarf5ys97ns603nwppy', 'rita', 'direct-100', '100 credits', 1, 1000, 0, 100, 'purchased', '{"days":365}', '2025-07-17', 'toss', 'card', NULL, NULL, 'https://shop.example/done', '{"payment_key":null,"redirect_url":null,"mobile_url":null,"app_url":null,"callback":{"paymentKey":"tgen_ord_01na2dhnarf5ys97ns603nwppy"},"deposit":null,"webhook_secret":null,"awaited_at":null,"expires_at":"2028-01-19T09:54:32Z"}', 'completed', NULL, NULL, 'pay_01na2dhs7re4hryaskdmktvv50', 1831884872000000, 1831888471000000, 1831884875000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, '{"cart":"7"}', NULL, 17592186049024, 8796093027328),
	('ord_01na2dhw5gfdy9yeqb91cvdb47', 'rob', 'direct-100', '100 credits', 1, 1000, 0, 100, 'purchased', '{"days":365}', '2025-07-17', 'toss', 'card', NULL, NULL, 'https://shop.example/done', '{"payment_key":null,"redirect_url":null,"mobile_url":null,"app_url":null,"callback":{"paymentKey":"tgen_ord_01na2dhw5gfdy9yeqb91cvdb47"},"deposit":null,"webhook_secret":null,"awaited_at":null,"expires_at":"2028-01-19T09:54:39Z"}', 'completed', NULL, NULL, 'pay_01na2dj02gecxab5aa7qt7052w', 1831884879000000, 1831888478000000, 1831884882000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, '{"cart":"7"}', NULL, 8796093027584, 17592186049664),
	('ord_01na2dj308ff6thj3da71q8pdc', 'bob', 'direct-100', '100 credits', 1, 1000, 0, 100, 'purchased', '{"days":365}', '2025-07-17', 'toss', 'card', NULL, NULL, 'https://shop.example/done', '{"payment_key":null,"redirect_url":null,"mobile_url":null,"app_url":null,"callback":{"paymentKey":"tgen_ord_01na2dj308ff6thj3da71q8pdc"},"deposit":null,"webhook_secret":null,"awaited_at":null,"expires_at":"2028-01-19T09:54:46Z"}', 'completed', NULL, NULL, 'pay_01na2dj6x8eaavywffyxm3e53s', 1831884886000000, 1831888485000000, 1831884889000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, '{"cart":"7"}', NULL, 17592186049920, 8796093028224),
	('ord_01na2djbsgftfs9e1sy0h7v58z', 'dave', 'package-1000', '1,000 credits package × 3', 3, 29700, 0, 3000, 'bulk', '{"months":3}', '2025-07-17', 'toss', 'card', NULL, NULL, 'https://shop.example/done', '{"payment_key":null,"redirect_url":null,"mobile_url":null,"app_url":null,"callback":{"paymentKey":"tgen_ord_01na2djbsgftfs9e1sy0h7v58z"},"deposit":null,"webhook_secret":null,"awaited_at":null,"expires_at":"2028-01-19T09:54:55Z"}', 'completed', NULL, NULL, 'pay_01na2djfpgfjxayesgwgr7vm02', 1831884895000000, 1831888494000000, 1831884898000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, '{"cart":"7"}', NULL, 8796093028608, 17592186050688),
	('ord_01na2djhn0ftm9tm88g4mgcvz7', 'dave', 'direct-1000', '1,000 credits', 1, 10000, 0, 1000, 'purchased', '{"days":365}', '2025-07-17', 'toss', 'card', NULL, NULL, 'https://shop.example/done', '{"payment_key":null,"redirect_url":null,"mobile_url":null,"app_url":null,"callback":{"paymentKey":"tgen_ord_01na2djhn0ftm9tm88g4mgcvz7"},"deposit":null,"webhook_secret":null,"awaited_at":null,"expires_at":"2028-01-19T09:55:01Z"}', 'completed', NULL, NULL, 'pay_01na2djnj0f7d8axdhy4xgwz10', 1831884901000000, 1831888500000000, 1831884904000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, '{"cart":"7"}', NULL, 8796093028992, 17592186051072),
	('ord_01na2dk288fvs9m9g9ctz8bkxt', 'xena', 'direct-1000', '1,000 credits', 1, 10000, 0, 1000, 'purchased', '{"days":365}', '2025-07-17', 'toss', 'card', NULL, NULL, 'https://shop.example/done', '{"payment_key":"tgen_ord_01na2dk288fvs9m9g9ctz8bkxt","redirect_url":null,"mobile_url":null,"app_url":null,"callback":{"paymentKey":"tgen_ord_01na2dk288fvs9m9g9ctz8bkxt"},"deposit":null,"webhook_secret":null,"awaited_at":null,"expires_at":"2028-01-19T09:55:18Z"}', 'completed', NULL, NULL, 'pay_01na2dk74gfgs93m4zvz0txn4s', 1831884918000000, 1831888517000000, 1831884922000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, '{"cart":"7"}', NULL, 17592186051968, 17592186052224),
	('ord_01na2djnj0eh1bx82qz9fwydz6', 'carol', 'direct-100', '100 credits', 1, 1000, 0, 100, 'purchased', '{"days":365}', '2025-07-17', 'bank', 'bank_transfer', '홍길동', 'main|홍길동', 'https://shop.example/done', '{"payment_key":null,"redirect_url":null,"mobile_url":null,"app_url":null,"callback":{},"deposit":null,"webhook_secret":null,"awaited_at":null,"expires_at":"2028-01-19T09:55:05Z"}', 'completed', NULL, NULL, 'pay_01na2djrfrfj3b42fkv9k1sfnc', 1831884905000000, 1831888504000000, 1831884907000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, '{"cart":"7"}', NULL, 8796093029248, 8796093029376),
	('ord_01na2djsf0fwevmew7j1qenqg2', 'carol', 'direct-1000', '1,000 credits', 1, 10000, 0, 1000, 'purchased', '{"days":365}', '2025-07-17', 'bank', 'bank_transfer', '홍길순', 'main|홍길순', 'https://shop.example/done', '{"payment_key":null,"redirect_url":null,"mobile_url":null,"app_url":null,"callback":{},"deposit":null,"webhook_secret":null,"awaited_at":null,"expires_at":"2028-01-19T09:55:09Z"}', 'completed', NULL, NULL, 'pay_01na2djwcrfxwbyxvk78k6k4b4', 1831884909000000, 1831888508000000, 1831884911000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, '{"cart":"7"}', NULL, 8796093029504, 8796093029632),
	('ord_01na2djyb8fbd8az8pdwp2vwk6', 'cho', 'direct-100', '100 credits', 1, 1000, 0, 100, 'purchased', '{"days":365}', '2025-07-17', 'bank', 'bank_transfer', '조', 'main|조', 'https://shop.example/done', '{"payment_key":null,"redirect_url":null,"mobile_url":null,"app_url":null,"callback":{},"deposit":null,"webhook_secret":null,"awaited_at":null,"expires_at":"2028-01-19T09:55:14Z"}', 'completed', NULL, NULL, 'pay_01na2dk288e6damc7fbz4jwa0t', 1831884914000000, 1831888513000000, 1831884917000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, '{"cart":"7"}', NULL, 17592186051712, 8796093030016),
	('ord_01na2dkd00fxtane5eddq3awey', 'zoe', 'direct-1000', '1,000 credits', 1, 10000, 0, 1000, 'purchased', '{"days":365}', '2025-07-17', 'toss', 'card', NULL, NULL, 'https://shop.example/done', '{"payment_key":null,"redirect_url":null,"mobile_url":null,"app_url":null,"callback":{"paymentKey":"tgen_ord_01na2dkd00fxtane5eddq3awey"},"deposit":null,"webhook_secret":null,"awaited_at":null,"expires_at":"2028-01-19T09:55:29Z"}', 'mismatched', NULL, 'paid 9990 won, the order costs 10000 won', NULL, 1831884929000000, 1831888528000000, 1831884932000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, '{"cart":"7"}', NULL, 8796093030784, 17592186052864),
	('ord_01na2dk74gf2d8kh8p8wyg7cz5', 'yuri', 'direct-1000', '1,000 credits', 1, 10000, 0, 1000, 'purchased', '{"days":365}', '2025-07-17', 'toss', 'card', NULL, NULL, 'https://shop.example/done', '{"payment_key":null,"redirect_url":null,"mobile_url":null,"app_url":null,"callback":{"paymentKey":"tgen_ord_01na2dk74gf2d8kh8p8wyg7cz5"},"deposit":null,"webhook_secret":null,"awaited_at":null,"expires_at":"2028-01-19T09:55:23Z"}', 'cancelled', NULL, 'given back at the provider', NULL, 1831884923000000, 1831888522000000, 1831884928000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, '{"cart":"7"}', NULL, 8796093030400, 17592186052608),
	('ord_01na2dkgx0fa7sgpxxb1cmq72g', 'xena', 'direct-1000', '1,000 credits', 1, 10000, 0, 1000, 'purchased', '{"days":365}', '2025-07-17', 'toss', 'card', NULL, NULL, 'https://shop.example/done', '{"payment_key":null,"redirect_url":null,"mobile_url":null,"app_url":null,"callback":{"paymentKey":"tgen_ord_01na2dkgx0fa7sgpxxb1cmq72g"},"deposit":null,"webhook_secret":null,"awaited_at":null,"expires_at":"2028-01-19T09:55:33Z"}', 'completed', NULL, NULL, 'pay_01na2dkmt0f00rwcz1qs4pztej', 1831884933000000, 1831888532000000, 1831884936000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, '{"cart":"7"}', NULL, 8796093031040, 17592186053120),
	('ord_01na2dkrq0fpqsrz0t49dny2as', 'lara', 'direct-100', '100 credits', 1, 1000, 0, 100, 'purchased', '{"days":365}', '2025-07-17', 'toss', 'card', NULL, NULL, 'https://shop.example/done', '{"payment_key":null,"redirect_url":null,"mobile_url":null,"app_url":null,"callback":{"paymentKey":"tgen_ord_01na2dkrq0fpqsrz0t49dny2as"},"deposit":null,"webhook_secret":null,"awaited_at":null,"expires_at":"2028-01-19T09:55:41Z"}', 'completed', NULL, NULL, 'pay_01na2dkwm0fdpvyhr8jvevqngs', 1831884941000000, 1831888540000000, 1831884944000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, '{"cart":"7"}', NULL, 17592186053760, 8796093032064),
	('ord_01na2dm0h0er4a3kgw0vvwttjb', 'lena', 'direct-1000', '1,000 credits', 1, 10000, 0, 1000, 'purchased', '{"days":365}', '2025-07-17', 'toss', 'card', NULL, NULL, 'https://shop.example/done', '{"payment_key":null,"redirect_url":null,"mobile_url":null,"app_url":null,"callback":{"paymentKey":"tgen_ord_01na2dm0h0er4a3kgw0vvwttjb"},"deposit":null,"webhook_secret":null,"awaited_at":null,"expires_at":"2028-01-19T09:55:49Z"}', 'cancelled', NULL, 'given back at the provider', NULL, 1831884949000000, 1831888548000000, 1831884953000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, '{"cart":"7"}', NULL, 17592186054400, 17592186054784),
	('ord_01na2dm5d8e1nagkc4pmy337rz', 'lola', 'direct-1000', '1,000 credits', 1, 10000, 0, 1000, 'purchased', '{"days":365}', '2025-07-17', 'toss', 'card', NULL, NULL, 'https://shop.example/done', '{"payment_key":null,"redirect_url":null,"mobile_url":null,"app_url":null,"callback":{"paymentKey":"tgen_ord_01na2dm5d8e1nagkc4pmy337rz"},"deposit":null,"webhook_secret":null,"awaited_at":null,"expires_at":"2028-01-19T09:55:54Z"}', 'cancelled', NULL, 'given back at the provider', NULL, 1831884954000000, 1831888553000000, 1831884960000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, '{"cart":"7"}', NULL, 8796093032960, 8796093033600),
	('ord_01na2dmf5re94rdpke56z8323j', 'frank', 'direct-100', '100 credits', 1, 1000, 0, 100, 'purchased', '{"days":365}', '2025-07-17', 'toss', 'card', NULL, NULL, 'https://shop.example/done', '{"payment_key":null,"redirect_url":null,"mobile_url":null,"app_url":null,"callback":{},"deposit":null,"webhook_secret":null,"awaited_at":null,"expires_at":"2028-01-19T09:56:04Z"}', 'open', NULL, NULL, NULL, 1831884964000000, 1831888563000000, NULL, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, '{"cart":"7"}', NULL, 8796093033856, 17592186055808),
	('ord_01na2dmc80e988xvtjtg1e826q', 'frank', 'direct-100', '100 credits', 1, 1000, 0, 100, 'purchased', '{"days":365}', '2025-07-17', 'toss', 'card', NULL, NULL, 'https://shop.example/done', '{"payment_key":null,"redirect_url":null,"mobile_url":null,"app_url":null,"callback":{"paymentKey":"tgen_ord_01na2dmc80e988xvtjtg1e826q"},"deposit":null,"webhook_secret":null,"awaited_at":null,"expires_at":"2028-01-19T09:56:01Z"}', 'confirming', NULL, NULL, NULL, 1831884961000000, 1831888560000000, NULL, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, '{"cart":"7"}', NULL, 17592186055552, 17592186055680);


--
-- Data for Name: payments; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.payments VALUES
	('pay_01n7g0rtqrew1sjvmd7takzc7j', 'ord_01n7g0rptrffw9s00srh5kdn7c', 'nina', 'toss', 'tgen_ord_01n7g0rptrffw9s00srh5kdn7c', 'card', 10000, '{"supplied":9091,"vat":909,"tax_free":0}', 0, 1000, 0, 0, '2025-07-17', 1829120010000000, '{}', '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, 0, 0, 8796093022850, 8796093023744),
	('pay_01n7g0rymrf88rd9pwvbagk4n0', 'ord_01n7g0rtqrfzvr8dg30ktezd02', 'nora', 'toss', 'tgen_ord_01n7g0rtqrfzvr8dg30ktezd02', 'card', 10000, '{"supplied":9091,"vat":909,"tax_free":0}', 0, 10000, 0, 0, '2025-07-17', 1829120014000000, '{}', '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, 0, 0, 8796093023106, 8796093024000),
	('pay_01n7g0s6ered7t3vcaxv9kscxa', 'ord_01n7g0s2hrf02thq5hw5ktggdh', 'ned', 'toss', 'tgen_ord_01n7g0s2hrf02thq5hw5ktggdh', 'card', 10000, '{"supplied":9091,"vat":909,"tax_free":0}', 0, 10000, 0, 0, '2025-07-17', 1829120022000000, '{}', '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, 0, 0, 8796093023618, 17592186046208),
	('pay_01n7g0s2hrf35tqqskxk3n5wv7', 'ord_01n7g0rymreg1ajqqmazx39p73', 'nils', 'toss', 'tgen_ord_01n7g0rymreg1ajqqmazx39p73', 'card', 10000, '{"supplied":9091,"vat":909,"tax_free":0}', 0, 10000, 0, 0, '2025-07-17', 1829120018000000, '{}', '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, 0, 0, 8796093023362, 8796093024384),
	('pay_01na2dgq20ewwvkye2zvw9yry4', 'ord_01na2dgk50fpjahm4v2fbfekrj', 'alice', 'toss', 'tgen_ord_01na2dgk50fpjahm4v2fbfekrj', 'card', 10000, '{"supplied":9091,"vat":909,"tax_free":0}', 0, 0, 0, 0, '2025-07-17', 1831884839000000, '{}', '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, 0, 0, 17592186046722, NULL),
	('pay_01na2dh5prerjtes6p3ckg0y48', 'ord_01na2dh1sreszv0pc86qzz20d9', 'wim', 'toss', 'tgen_ord_01na2dh1sreszv0pc86qzz20d9', 'card', 10000, '{"supplied":9091,"vat":909,"tax_free":0}', 0, 10000, 0, 0, '2025-07-17', 1831884854000000, '{}', '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, 0, 0, 8796093026050, 17592186048128),
	('pay_01na2dhdgrfgsstpepk8h8nf7n', 'ord_01na2dh9krfbqs7edfjgae2195', 'vera', 'toss', 'tgen_ord_01na2dh9krfbqs7edfjgae2195', 'card', 10000, '{"supplied":9091,"vat":909,"tax_free":0}', 0, 0, 0, 0, '2025-07-17', 1831884862000000, '{}', '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, 0, 0, 8796093026562, NULL),
	('pay_01na2dhhdree4ahecfehbn6b0e', 'ord_01na2dhdgregc97zgxxx8z1vgq', 'wes', 'toss', 'tgen_ord_01na2dhdgregc97zgxxx8z1vgq', 'card', 10000, '{"supplied":9091,"vat":909,"tax_free":0}', 0, 6000, 0, 0, '2025-07-17', 1831884866000000, '{}', '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, 0, 0, 8796093026818, 17592186048896),
	('pay_01na2dj6x8eaavywffyxm3e53s', 'ord_01na2dj308ff6thj3da71q8pdc', 'bob', 'toss', 'tgen_ord_01na2dj308ff6thj3da71q8pdc', 'card', 1000, '{"supplied":909,"vat":91,"tax_free":0}', 0, 1000, 0, 0, '2025-07-17', 1831884888000000, '{}', '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, 0, 0, 8796093028226, 8796093028352),
	('pay_01na2dhs7re4hryaskdmktvv50', 'ord_01na2dhnarf5ys97ns603nwppy', 'rita', 'toss', 'tgen_ord_01na2dhnarf5ys97ns603nwppy', 'card', 1000, '{"supplied":909,"vat":91,"tax_free":0}', 1000, 0, 0, 0, '2025-07-17', 1831884874000000, '{}', '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, 0, 0, 8796093027330, 8796093028480),
	('pay_01na2dj02gecxab5aa7qt7052w', 'ord_01na2dhw5gfdy9yeqb91cvdb47', 'rob', 'toss', 'tgen_ord_01na2dhw5gfdy9yeqb91cvdb47', 'card', 1000, '{"supplied":909,"vat":91,"tax_free":0}', 0, 0, 0, 0, '2025-07-17', 1831884881000000, '{}', '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, 0, 0, 17592186049666, 17592186050432),
	('pay_01na2djfpgfjxayesgwgr7vm02', 'ord_01na2djbsgftfs9e1sy0h7v58z', 'dave', 'toss', 'tgen_ord_01na2djbsgftfs9e1sy0h7v58z', 'card', 29700, '{"supplied":27000,"vat":2700,"tax_free":0}', 0, 0, 29700, 3000, '2025-07-17', 1831884897000000, '{}', '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 1831884900000000, 500, 0, 17592186050690, 17592186051074),
	('pay_01na2djnj0f7d8axdhy4xgwz10', 'ord_01na2djhn0ftm9tm88g4mgcvz7', 'dave', 'toss', 'tgen_ord_01na2djhn0ftm9tm88g4mgcvz7', 'card', 10000, '{"supplied":9091,"vat":909,"tax_free":0}', 0, 0, 0, 0, '2025-07-17', 1831884903000000, '{}', '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, 0, 0, 17592186051076, NULL),
	('pay_01na2djrfrfj3b42fkv9k1sfnc', 'ord_01na2djnj0eh1bx82qz9fwydz6', 'carol', 'bank', 'm-1', 'bank_transfer', 1000, '{"supplied":909,"vat":91,"tax_free":0}', 0, 0, 0, 0, '2025-07-17', 1831884906000000, '{"deposit_id":"dep_01na2djrfrfykvxf56a8ktgppk"}', '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, 0, 0, 8796093029378, NULL),
	('pay_01na2djwcrfxwbyxvk78k6k4b4', 'ord_01na2djsf0fwevmew7j1qenqg2', 'carol', 'bank', 'm-2', 'bank_transfer', 10000, '{"supplied":9091,"vat":909,"tax_free":0}', 0, 0, 10000, 1000, '2025-07-17', 1831884910000000, '{"deposit_id":"dep_01na2djwcremsvq45zkc7zysan"}', '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 1831884912000000, 0, 0, 8796093029634, 17592186051584),
	('pay_01na2dk288e6damc7fbz4jwa0t', 'ord_01na2djyb8fbd8az8pdwp2vwk6', 'cho', 'bank', 'm-4', 'bank_transfer', 990, '{"supplied":900,"vat":90,"tax_free":0}', 0, 0, 0, 0, '2025-07-17', 1831884915000000, '{"deposit_id":"dep_01na2dk190f1stbxs5m43hwkzz"}', '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, 0, 0, 8796093030018, NULL),
	('pay_01na2dk74gfgs93m4zvz0txn4s', 'ord_01na2dk288fvs9m9g9ctz8bkxt', 'xena', 'toss', 'tgen_ord_01na2dk288fvs9m9g9ctz8bkxt', 'card', 9990, '{"supplied":9082,"vat":908,"tax_free":0}', 0, 0, 0, 0, '2025-07-17', 1831884920000000, '{}', '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, 0, 0, 17592186052226, NULL),
	('pay_01na2dkmt0f00rwcz1qs4pztej', 'ord_01na2dkgx0fa7sgpxxb1cmq72g', 'xena', 'toss', 'tgen_ord_01na2dkgx0fa7sgpxxb1cmq72g', 'card', 10000, '{"supplied":9091,"vat":909,"tax_free":0}', 9976, 0, 0, 0, '2025-07-17', 1831884935000000, '{}', '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, 0, 0, 17592186053122, 17592186053376),
	('pay_01na2dkwm0fdpvyhr8jvevqngs', 'ord_01na2dkrq0fpqsrz0t49dny2as', 'lara', 'toss', 'tgen_ord_01na2dkrq0fpqsrz0t49dny2as', 'card', 1000, '{"supplied":909,"vat":91,"tax_free":0}', 0, 1000, 0, 0, '2025-07-17', 1831884943000000, '{}', '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', NULL, 0, 0, 8796093032066, 8796093032192);


--
-- Data for Name: policies; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.policies VALUES
	('2025-07-17', '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', '# The credits policy published on 17 July 2025, as data. Every value names the section of the
# published text it comes from; what that text leaves open stands under [[decisions]] with the reason.
# A version that has been published is never edited: write a new file with a new version.

version = "2025-07-17"
title = "Credits Policy"
source = "Credits Policy as published on the kvidAI site, sections 1 to 11 and FAQ; dated 20250717"
change = "first"
published_at = "2025-07-17T00:00:00+09:00"
effective_at = "2025-07-17T00:00:00+09:00" # section 11: changes apply from publication

[validity.promotional]
period = { days = 90 }
from = "the credits are acquired"
section = "2"

[validity.membership]
period = { days = 30 }
from = "the credits are distributed"
section = "2"

[validity.purchased]
period = { days = 365 }
from = "the purchase"
section = "2"

[validity.bulk]
table = [
    { packages = 1, months = 1 },
    { packages = 2, months = 2 },
    { packages = 3, months = 3 },
    { packages = 6, months = 6 },
    { packages = 12, months = 12 },
]
from = "the purchase"
says = "Packages bought at once live as many months as there are packages, the whole purchase together; several bulk purchases do not add up."
section = "2"

[spending]
order = ["earliest_expiry", "kind", "earliest_acquired", "id"]
kinds = [["promotional"], ["membership"], ["purchased", "bulk"]]
says = "Credits that expire first are used first; among those, promotional before membership before purchased. The system chooses by itself."
section = "4"

[refund]
start = "later_of_paid_and_granted"
formula = "pro_rata_unused"
formula_says = "floor(paid × unused / granted), counted over all refunds of a payment together, so that their sum never drifts; VAT and tax-free amounts are split the same way. No fee is taken off."

[refund.by_right]
period = { days = 7 }
rollover = "holidays_and_saturdays"
says = "Unused credits are refundable within 7 days of purchase."
section = "7"

[refund.through_support]
period = { days = 14 }
rollover = "holidays_and_saturdays"
says = "Refunds of unused credits are available within 14 days of purchase."
section = "FAQ"

[[refund.never]]
credits = "used"
says = "Used credits cannot be refunded."
section = "7"

[[refund.never]]
credits = "expired"
says = "Expired credits are not refundable."
section = "7"

[[refund.never]]
credits = "unpaid"
says = "Promotional and membership credits were not bought one by one: there is no payment to give back."
section = "2"

[closure]
rule = "forfeit_after_quote"
says = "Credits expire when the account is deleted, and what remains is not refunded."
section = "7"

[transfers]
rule = "never"
says = "Credits are bound to the account that bought them: no transfer, no gift, no sharing."
section = "7"

[enterprise]
says = "Prices by volume, other periods of validity and guarantees are agreed by contract, customer by customer."
section = "10"

[updates]
says = "Changes apply from publication; credits already bought keep their terms; major changes are announced in advance."
section = "11"

# Ways to pay that the text announces under "Coming soon". An order may ask for one by its name; it is refused with the
# sentence, until a configured provider sells it. What can be used now is what the configured providers take.

[[announced]]
methods = ["visa", "mastercard", "amex"]
says = "Coming soon: International credit cards (Visa, Mastercard, Amex)."
section = "9"

[[announced]]
methods = ["paypal"]
says = "Coming soon: PayPal integration."
section = "9"

[[announced]]
methods = ["crypto"]
says = "Coming soon: Cryptocurrency payments."
section = "9"

[[announced]]
methods = ["wire"]
says = "Coming soon: Wire transfers for enterprise."
section = "9"

# What the published text says, section by section, in short.

[[sections]]
section = "1"
title = "What credits are"
says = [
    "Credits are kvidAI''s virtual currency for its AI services: generate, pay for what is used, take part in promotions.",
    "They are a service of the platform: no means of payment, token, cryptocurrency or prepaid voucher.",
    "They have no monetary or prepaid value outside the platform.",
]

[[sections]]
section = "2"
title = "Kinds of credits and how they are acquired"
says = [
    "Promotional, from promotions, events and for new users: 90 days from acquisition.",
    "Membership, each month with an active subscription: 30 days from distribution.",
    "Purchased, bought directly in the payment portal: 365 days from purchase.",
    "Bulk, packages bought at once: 1 package 1 month, 2 packages 2 months, 3 packages 3 months, 6 packages 6 months, 12 packages 12 months.",
    "The validity of a bulk purchase covers the whole purchased amount.",
    "Bulk credits follow the same order of use as others.",
    "Several bulk purchases cannot be combined to live longer.",
    "Buying in bulk suits teams and steady use: longer validity, less risk of expiry, simpler management.",
]

[[sections]]
section = "3"
title = "Prices"
says = [
    "Prices and rates of consumption stand on the pricing page.",
    "More concurrent requests, own queues, service levels and priority access: by arrangement with the enterprise team.",
]

[[sections]]
section = "4"
title = "Order of use"
says = [
    "Credits with the shortest validity are used first.",
    "With the same validity: promotional, then membership, then purchased.",
    "The system deducts by itself.",
]

[[sections]]
section = "5"
title = "What credits are used for"
says = [
    "All AI generation APIs: video, image, text.",
    "The Excel plug-in with RAG, API calls through the developer portal, batch processing, testing and development.",
]

[[sections]]
section = "6"
title = "Managing credits"
says = [
    "The balance stands in the console (console.kvid.ai), in the developer portal (developers.kvid.ai) and in the headers of every API response.",
    "The console has the history of transactions, usage in real time and by API, and exports as CSV and JSON.",
]

[[sections]]
section = "7"
title = "Important policies"
says = [
    "Not transferable: no transfer between accounts, no gifts, no sharing; bound to the purchasing account.",
    "Used credits cannot be refunded.",
    "Unused credits are refundable within 7 days of purchase only.",
    "Expired credits are not refundable.",
    "When an account is deleted its credits expire, what remains is not refunded, and generated content should be downloaded before.",
]

[[sections]]
section = "8"
title = "Membership and credits"
says = [
    "Membership: monthly credits, exclusive features, priority processing, higher rate limits, dedicated support.",
    "Credits only: pay as you go, no monthly commitment, standard speed, basic rate limits, community support.",
]

[[sections]]
section = "9"
title = "International payments"
says = [
    "Available: Korean credit and debit cards; Kakao Pay, Naver Pay and Toss; transfers from Korean banks.",
    "Announced: international cards (Visa, Mastercard, Amex), PayPal, cryptocurrency, wire transfers for enterprises.",
]

[[sections]]
section = "10"
title = "Enterprise"
says = [
    "Prices by volume, own periods of validity, account management, priority API access and service levels, by contact with the enterprise team.",
]

[[sections]]
section = "11"
title = "Changes of the policy"
says = [
    "The policy may change to improve the service; changes apply from publication.",
    "Credits already bought keep their original terms.",
    "Major changes are announced in advance; system announcements should be read.",
]

[[sections]]
section = "FAQ"
title = "Questions and answers"
says = [
    "When a membership ends, purchased and promotional credits stay valid.",
    "Refunds are available within 14 days of purchase, for unused credits only.",
    "International purchase is to come; until then kvid.ai.kr with Korean means of payment (20250717).",
]

# What the text leaves open, and how it was decided.

[[decisions]]
question = "Do purchased credits live 365 days, or one month for each package?"
decision = "There are two rules of validity. A direct product mints a purchased lot of 365 days. A package product is bought 1, 2, 3, 6 or 12 at once and mints one bulk lot that lives that many months, the whole of it. The product says which. Any other number is refused with the list."
reason = "Section 2 lists both as different kinds of acquisition and gives the table exactly five rows; a number between them has no promised validity."
source = "policy section 2"

[[decisions]]
question = "Are separate bulk purchases joined?"
decision = "No. Each is a lot of its own, never merged and never extended."
reason = "Section 2 says that several bulk purchases cannot be combined to live longer."
source = "policy section 2"

[[decisions]]
question = "When does a day or a month end?"
decision = "By the Civil Act in Korean time: the first day is not counted, the end is 24:00 of the last day, and months follow the calendar instead of adding a month and cutting at its end. The end is kept as the exclusive instant at which the next day begins."
reason = "The policy is silent, so the law''s way of counting applies. The exception for periods that begin at 00:00 is left out, since that only gives the buyer a day more. Expiry does not move with holidays, because the exact instant is shown before the purchase."
source = "Civil Act arts. 155 to 160"

[[decisions]]
question = "Section 7 says refunds within 7 days, the FAQ says 14. Which holds?"
decision = "Both promises are kept. In days 1 to 7 the unused part is refunded by right. In days 8 to 14 it is granted through support, with a reason. After that it is refused. A last day on a Saturday, Sunday or public holiday moves to the next day that is none. Never below 7 days for anyone. The quote names the text that applied."
reason = "Unclear terms are read in favour of the customer, and a longer published promise can become the agreed period of withdrawal. 7 days is the legal minimum and cannot be shortened. Credits are divisible, so using some does not end the right to the rest."
source = "policy section 7 and FAQ; E-Commerce Act arts. 17(1), 17(2), 35; Terms Regulation Act art. 5(2); Civil Act art. 161"

[[decisions]]
question = "When do the windows of refund begin?"
decision = "At the later of the payment''s completion and the granting of the credits. The time of the request counts, not the time of its approval."
reason = "The legal period runs from the supply when that is later than the contract, and a withdrawal takes effect when it is sent."
source = "E-Commerce Act arts. 17(1), 17(4)"

[[decisions]]
question = "What is refunded when part of the credits was used?"
decision = "The unused part pro rata, floor(paid × unused / granted), counted cumulatively over several refunds so that the sum never drifts. VAT and tax-free amounts are split cumulatively too. No fee is taken off."
reason = "For divisible services withdrawal stays open for the part not yet provided, and no penalty may be claimed for it. Whole won are rounded down once, not once for each refund."
source = "policy section 7; E-Commerce Act arts. 17(2) no. 5, 18(9)"

[[decisions]]
question = "What happens to bonus lots of a purchase?"
decision = "They are never paid out. What is unused of them is revoked when the purchase is refunded."
reason = "Nothing was paid for them, and they were given because of a purchase that no longer stands."
source = "policy sections 2 and 7"

[[decisions]]
question = "What happens to credits that were used when others take their payment back?"
decision = "The customer owes them. The debt is set off at once against any credits that are there, in the order of use, and against whatever comes later: a purchase, a gift, a reversal, credits that a hold gives back. What paid a debt counts as used. The buyer of a lot that pays a debt gets, and may withdraw from, the rest of it; the quote and the lot state what paid the debt. When the money comes again, the credits that paid go back to their lots and can be refunded as before. A debt may be waived by the seller, with a reason."
reason = "The buyer has had the use of these credits, so they are consumed as if they had been taken from the lots that were left; used credits are not refundable. Setting off at once leaves nobody with a debt beside credits, and a refund or the closing of an account cannot pass a debt by. The order of use takes credits that were given before those that were paid for where both end at the same time."
source = "policy sections 4 and 7; Civil Act arts. 492 and 741"

[[decisions]]
question = "Which credits are not refundable?"
decision = "Promotional, membership, expired and used credits. The refusal says which rule."
reason = "Section 7 excludes used and expired credits; for promotional and membership credits there is no payment to give back."
source = "policy sections 2 and 7"

[[decisions]]
question = "What exactly is the order of use?"
decision = "Earliest expiry; then promotional, membership, purchased and bulk alike; then earliest acquired; then id."
reason = "Section 4 gives the first two and section 2 says that bulk credits follow the same rules. The last two make the order total, so that every service sees the same one."
source = "policy sections 2 and 4"

[[decisions]]
question = "What happens when a membership ends?"
decision = "Other lots stay as they are. Membership credits already distributed live out their 30 days."
reason = "The FAQ keeps purchased and promotional credits; section 2 ties the life of membership credits to their distribution."
source = "policy FAQ and section 2"

[[decisions]]
question = "What happens when an account is closed?"
decision = "Its lots expire without a refund. A quote first shows what would be lost and what could still be refunded, and the loss must be confirmed. A closed customer id never comes back. Records of payment are kept for five years."
reason = "Section 7 forfeits what remains, but the right of withdrawal inside its window cannot be taken away without the buyer''s knowing; deleting an account does not delete what the law wants kept."
source = "policy section 7; E-Commerce Act arts. 17 and 35; its Enforcement Decree art. 6"

[[decisions]]
question = "What does a new version change for credits already bought?"
decision = "Lots keep their terms. A refund is judged by the pinned or by the current version, whichever is better for the buyer. A major change takes effect after it is published, and sends an event."
reason = "Section 11 keeps original terms and promises notice of major changes; a later, kinder promise may be relied on by everyone who reads it."
source = "policy section 11; Terms Regulation Act art. 5(2)"

[[decisions]]
question = "What may an enterprise contract change?"
decision = "Products for one customer: price tiers, validity and windows, by the contract''s document."
reason = "Section 10 offers them, and points agreed one by one go before general terms."
source = "policy section 10; Terms Regulation Act art. 4"

[[decisions]]
question = "Can credits be transferred?"
decision = "No such operation exists. Credits are bound to the customer."
reason = "Section 7 excludes it, and credits that change hands could become a prepaid means of payment."
source = "policy section 7; Electronic Financial Transactions Act art. 2"
', 1752678000000000, 1752678000000000, 1760000000000000, 0);


--
-- Data for Name: quotes; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.quotes VALUES
	('quo_01n8exhve0ee5vtgnd02ph3pas', 'pay_01n7g0rtqrew1sjvmd7takzc7j', 'nina', 1000, 100, 'through_support', '[{"lot":"lot_01n7g0rtqrewdtyagb47qy0w9v","kind":"purchased","granted":1000,"not_refundable":900,"debt_paid":0,"credits":100,"amount":1000,"revoked":0,"window_until":"2028-01-04T00:00:00+09:00","code":"unused_through_support","why":"unused credits are refundable through support until 2028-01-04T00:00:00+09:00 (policy 2025-07-17, FAQ, 14 days: \"Refunds of unused credits are available within 14 days of purchase.\")"}]', '2025-07-17', 1830156824000000, 1830157724000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 1830156824000000, 100, NULL, 17592186045696, NULL),
	('quo_01na2dgabrehks1a7qtwpssjmk', 'pay_01n7g0rymrf88rd9pwvbagk4n0', 'nora', 0, 0, 'refused', '[{"lot":"lot_01n7g0rymrf33b0c45t72h4rqy","kind":"purchased","granted":1000,"not_refundable":1000,"debt_paid":0,"credits":0,"amount":0,"revoked":0,"window_until":"2028-01-04T00:00:00+09:00","code":"window_closed","why":"the refund window closed at 2028-01-04T00:00:00+09:00 (policy 2025-07-17, section 7, 7 days: \"Unused credits are refundable within 7 days of purchase.\"; policy 2025-07-17, FAQ, 14 days: \"Refunds of unused credits are available within 14 days of purchase.\")"}]', '2025-07-17', 1831884827000000, 1831885727000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 1831884827000000, NULL, NULL, 8796093023872, NULL),
	('quo_01na2dgbb0fhyrxvqtpjwd8h9t', 'pay_01n7g0rymrf88rd9pwvbagk4n0', 'nora', 10000, 1000, 'seller_fault', '[{"lot":"lot_01n7g0rymrf33b0c45t72h4rqy","kind":"purchased","granted":1000,"not_refundable":0,"debt_paid":0,"credits":1000,"amount":10000,"revoked":0,"window_until":"2028-01-04T00:00:00+09:00","code":"unused_seller_fault","why":"the refund window closed at 2028-01-04T00:00:00+09:00 (policy 2025-07-17, section 7, 7 days: \"Unused credits are refundable within 7 days of purchase.\"; policy 2025-07-17, FAQ, 14 days: \"Refunds of unused credits are available within 14 days of purchase.\"); given back beyond it for the seller''s fault (E-Commerce Act art. 17(3))"}]', '2025-07-17', 1831884828000000, 1831885728000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 1831884828000000, NULL, 'seller_fault', 17592186045952, NULL),
	('quo_01na2dge8retaamwegq94j1nk2', 'pay_01n7g0s6ered7t3vcaxv9kscxa', 'ned', 10000, 1000, 'goodwill', '[{"lot":"lot_01n7g0s6ere85bgttywr6t0wr1","kind":"purchased","granted":1000,"not_refundable":0,"debt_paid":0,"credits":1000,"amount":10000,"revoked":0,"window_until":"2028-01-04T00:00:00+09:00","code":"unused_goodwill","why":"the refund window closed at 2028-01-04T00:00:00+09:00 (policy 2025-07-17, section 7, 7 days: \"Unused credits are refundable within 7 days of purchase.\"; policy 2025-07-17, FAQ, 14 days: \"Refunds of unused credits are available within 14 days of purchase.\"); given back beyond it by the seller''s goodwill"}]', '2025-07-17', 1831884831000000, 1831885731000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 1831884831000000, NULL, 'goodwill', 8796093024128, NULL),
	('quo_01na2dgh6gfbbad0t70d7q62qn', 'pay_01n7g0s2hrf35tqqskxk3n5wv7', 'nils', 10000, 1000, 'by_right', '[{"lot":"lot_01n7g0s2hre8bbzw6e89ex0jaz","kind":"purchased","granted":1000,"not_refundable":0,"debt_paid":0,"credits":1000,"amount":10000,"revoked":0,"window_until":"2027-12-29T00:00:00+09:00","code":"unused_by_right","why":"unused credits are refundable by right until 2027-12-29T00:00:00+09:00 (policy 2025-07-17, section 7, 7 days: \"Unused credits are refundable within 7 days of purchase.\")"}]', '2025-07-17', 1831884834000000, 1831885734000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 1829724833000000, NULL, NULL, 17592186046336, NULL),
	('quo_01na2dh7n8fbpbd9mqzx2gb6ph', 'pay_01na2dh5prerjtes6p3ckg0y48', 'wim', 10000, 1000, 'by_right', '[{"lot":"lot_01na2dh5prf5fsmfa9ebyky467","kind":"purchased","granted":1000,"not_refundable":0,"debt_paid":0,"credits":1000,"amount":10000,"revoked":0,"window_until":"2028-02-01T00:00:00+09:00","code":"unused_by_right","why":"unused credits are refundable by right until 2028-02-01T00:00:00+09:00 (policy 2025-07-17, section 7, 7 days: \"Unused credits are refundable within 7 days of purchase.\")"},{"lot":"lot_01na2dh5pre9t9c52ffznaymgj","kind":"promotional","granted":100,"not_refundable":100,"debt_paid":0,"credits":0,"amount":0,"revoked":60,"window_until":null,"code":"bonus","why":"a bonus of the purchase is never paid out: 40 of its 100 credits are used, and 60 unused ones go with the refund"}]', '2025-07-17', 1831884857000000, 1831885757000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 1831884857000000, NULL, NULL, 8796093026176, NULL),
	('quo_01na2dhkc8fs4atvz0aqt0gjrm', 'pay_01na2dhhdree4ahecfehbn6b0e', 'wes', 6000, 600, 'by_right', '[{"lot":"lot_01na2dhhdrf1zbvstvn5fcvd3d","kind":"purchased","granted":1000,"not_refundable":400,"debt_paid":0,"credits":600,"amount":6000,"revoked":0,"window_until":"2028-02-01T00:00:00+09:00","code":"unused_by_right","why":"unused credits are refundable by right until 2028-02-01T00:00:00+09:00 (policy 2025-07-17, section 7, 7 days: \"Unused credits are refundable within 7 days of purchase.\")"},{"lot":"lot_01na2dhhdre0h8zv8cscmkb5qf","kind":"promotional","granted":100,"not_refundable":100,"debt_paid":0,"credits":0,"amount":0,"revoked":0,"window_until":null,"code":"bonus","why":"a bonus of the purchase is never paid out: 100 of its 100 credits are used, and 0 unused ones go with the refund"}]', '2025-07-17', 1831884869000000, 1831885769000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 1831884869000000, NULL, NULL, 8796093026944, NULL),
	('quo_01na2dht70exxah6kqg1rjw0b1', 'pay_01na2dhs7re4hryaskdmktvv50', 'rita', 1000, 100, 'by_right', '[{"lot":"lot_01na2dhs7rem6rqb3wdpd61qhp","kind":"purchased","granted":100,"not_refundable":0,"debt_paid":0,"credits":100,"amount":1000,"revoked":0,"window_until":"2028-02-01T00:00:00+09:00","code":"unused_by_right","why":"unused credits are refundable by right until 2028-02-01T00:00:00+09:00 (policy 2025-07-17, section 7, 7 days: \"Unused credits are refundable within 7 days of purchase.\")"}]', '2025-07-17', 1831884876000000, 1831885776000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 1831884876000000, NULL, NULL, 17592186049280, NULL),
	('quo_01na2dj11rem2s34b97d690nbr', 'pay_01na2dj02gecxab5aa7qt7052w', 'rob', 1000, 100, 'by_right', '[{"lot":"lot_01na2dj02gezk93dmbnqtp5yfs","kind":"purchased","granted":100,"not_refundable":0,"debt_paid":0,"credits":100,"amount":1000,"revoked":0,"window_until":"2028-02-01T00:00:00+09:00","code":"unused_by_right","why":"unused credits are refundable by right until 2028-02-01T00:00:00+09:00 (policy 2025-07-17, section 7, 7 days: \"Unused credits are refundable within 7 days of purchase.\")"}]', '2025-07-17', 1831884883000000, 1831885783000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 1831884883000000, NULL, NULL, 8796093027840, NULL),
	('quo_01na2dj7wgfkkte3qtry5t2ng0', 'pay_01na2dj6x8eaavywffyxm3e53s', 'bob', 1000, 100, 'by_right', '[{"lot":"lot_01na2dj6x8fhza531ys05fdzsk","kind":"purchased","granted":100,"not_refundable":0,"debt_paid":0,"credits":100,"amount":1000,"revoked":0,"window_until":"2028-02-01T00:00:00+09:00","code":"unused_by_right","why":"unused credits are refundable by right until 2028-02-01T00:00:00+09:00 (policy 2025-07-17, section 7, 7 days: \"Unused credits are refundable within 7 days of purchase.\")"}]', '2025-07-17', 1831884890000000, 1831885790000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 1831884890000000, NULL, NULL, 17592186050176, NULL),
	('quo_01na2dkns8esjshjn9x9g301c3', 'pay_01na2dkmt0f00rwcz1qs4pztej', 'xena', 10000, 1000, 'by_right', '[{"lot":"lot_01na2dkmt0ehvtdr3p6f4nd3v6","kind":"purchased","granted":1000,"not_refundable":0,"debt_paid":0,"credits":1000,"amount":10000,"revoked":0,"window_until":"2028-02-01T00:00:00+09:00","code":"unused_by_right","why":"unused credits are refundable by right until 2028-02-01T00:00:00+09:00 (policy 2025-07-17, section 7, 7 days: \"Unused credits are refundable within 7 days of purchase.\")"}]', '2025-07-17', 1831884937000000, 1831885837000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 1831884937000000, NULL, NULL, 8796093031296, NULL),
	('quo_01na2dkxk8e3gvnswv7w8wzjjh', 'pay_01na2dkwm0fdpvyhr8jvevqngs', 'lara', 1000, 100, 'by_right', '[{"lot":"lot_01na2dkwm0e4nr9a3htsrk0zcr","kind":"purchased","granted":100,"not_refundable":0,"debt_paid":0,"credits":100,"amount":1000,"revoked":0,"window_until":"2028-02-01T00:00:00+09:00","code":"unused_by_right","why":"unused credits are refundable by right until 2028-02-01T00:00:00+09:00 (policy 2025-07-17, section 7, 7 days: \"Unused credits are refundable within 7 days of purchase.\")"}]', '2025-07-17', 1831884945000000, 1831885845000000, '301672d4eaf1cc9bd3733cd3fb44cb99c10f5ae8b2cfe81011544dc610730197', 1831884945000000, NULL, NULL, 17592186054016, NULL);


--
-- Data for Name: refunds; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.refunds VALUES
	('ref_01n8exhwd8fcdafrs683x5an2f', 'pay_01n7g0rtqrew1sjvmd7takzc7j', 'nina', 'toss', 'quo_01n8exhve0ee5vtgnd02ph3pas', 'lot_01n7g0rtqrewdtyagb47qy0w9v', 1000, 0, 90, 100, 'through_support', 'unused', NULL, 10000, 'sent', NULL, NULL, NULL, 'key_0000000000e008000000000002', 1830156825000000, 1830156826000000, NULL, 1830610800000000, NULL, 8796093023746, 17592186045824),
	('ref_01na2dgca8exga6vymrjbs4qce', 'pay_01n7g0rymrf88rd9pwvbagk4n0', 'nora', 'toss', 'quo_01na2dgbb0fhyrxvqtpjwd8h9t', 'lot_01n7g0rymrf33b0c45t72h4rqy', 10000, 0, 909, 1000, 'seller_fault', 'unused', NULL, 10000, 'sent', NULL, NULL, NULL, 'key_0000000000e008000000000002', 1831884829000000, 1831884830000000, NULL, 1832338800000000, NULL, 8796093024002, 17592186046080),
	('ref_01na2dgf80fnkvpzrhbg30kx7p', 'pay_01n7g0s6ered7t3vcaxv9kscxa', 'ned', 'toss', 'quo_01na2dge8retaamwegq94j1nk2', 'lot_01n7g0s6ere85bgttywr6t0wr1', 10000, 0, 909, 1000, 'goodwill', 'unused', NULL, 10000, 'sent', NULL, NULL, NULL, 'key_0000000000e008000000000002', 1831884832000000, 1831884833000000, NULL, 1832338800000000, NULL, 17592186046210, 8796093024256),
	('ref_01na2dgj5rfbzr5dpryzvwyxq2', 'pay_01n7g0s2hrf35tqqskxk3n5wv7', 'nils', 'toss', 'quo_01na2dgh6gfbbad0t70d7q62qn', 'lot_01n7g0s2hre8bbzw6e89ex0jaz', 10000, 0, 909, 1000, 'by_right', 'unused', NULL, 10000, 'sent', NULL, NULL, NULL, 'key_0000000000e008000000000002', 1831884835000000, 1831884836000000, NULL, 1830178800000000, NULL, 8796093024386, 17592186046464),
	('ref_01na2dh8mgf96vhpms35187qqw', 'pay_01na2dh5prerjtes6p3ckg0y48', 'wim', 'toss', 'quo_01na2dh7n8fbpbd9mqzx2gb6ph', 'lot_01na2dh5prf5fsmfa9ebyky467', 10000, 0, 909, 1000, 'by_right', 'unused', NULL, 10000, 'sent', NULL, NULL, NULL, 'key_0000000000e008000000000002', 1831884858000000, 1831884859000000, NULL, 1832338800000000, NULL, 17592186048130, 8796093026304),
	('ref_01na2dhmbgex3tb3wzrhrmj4kr', 'pay_01na2dhhdree4ahecfehbn6b0e', 'wes', 'toss', 'quo_01na2dhkc8fs4atvz0aqt0gjrm', 'lot_01na2dhhdrf1zbvstvn5fcvd3d', 6000, 0, 545, 600, 'by_right', 'unused', NULL, 10000, 'sent', NULL, NULL, NULL, 'key_0000000000e008000000000002', 1831884870000000, 1831884871000000, NULL, 1832338800000000, NULL, 17592186048898, 8796093027072),
	('ref_01na2dj8vrfpma938brzb9aaf0', 'pay_01na2dj6x8eaavywffyxm3e53s', 'bob', 'toss', 'quo_01na2dj7wgfkkte3qtry5t2ng0', 'lot_01na2dj6x8fhza531ys05fdzsk', 1000, 0, 91, 100, 'by_right', 'unused', NULL, 1000, 'sent', NULL, NULL, NULL, 'key_0000000000e008000000000002', 1831884891000000, 1831884892000000, NULL, 1832338800000000, NULL, 8796093028354, 17592186050304),
	('ref_01na2dhv68ffxrtgsxr2p2h643', 'pay_01na2dhs7re4hryaskdmktvv50', 'rita', 'toss', 'quo_01na2dht70exxah6kqg1rjw0b1', 'lot_01na2dhs7rem6rqb3wdpd61qhp', 1000, 0, 91, 100, 'by_right', 'unused', NULL, 1000, 'succeeded', NULL, NULL, 'cancel_1', 'key_0000000000e008000000000002', 1831884877000000, 1831884878000000, 1831884893000000, 1832338800000000, NULL, 8796093027458, 8796093028482),
	('ref_01na2dj210fnktmxb968pja0vz', 'pay_01na2dj02gecxab5aa7qt7052w', 'rob', 'toss', 'quo_01na2dj11rem2s34b97d690nbr', 'lot_01na2dj02gezk93dmbnqtp5yfs', 1000, 0, 91, 100, 'by_right', 'unused', NULL, 1000, 'declined', '{"kind":null,"code":"NOT_ALLOWED","message":"no"}', NULL, NULL, 'key_0000000000e008000000000002', 1831884884000000, 1831884885000000, 1831884894000000, 1832338800000000, NULL, 17592186049794, 17592186050434),
	('ref_01na2dkprgee8rv4g9ach3eyvr', 'pay_01na2dkmt0f00rwcz1qs4pztej', 'xena', 'toss', 'quo_01na2dkns8esjshjn9x9g301c3', 'lot_01na2dkmt0ehvtdr3p6f4nd3v6', 10000, 0, 906, 1000, 'by_right', 'unused', NULL, 10000, 'succeeded', NULL, NULL, 'cancel_1', 'key_0000000000e008000000000002', 1831884938000000, 1831884939000000, 1831884940000000, 1832338800000000, 9976, 17592186053250, 17592186053378),
	('ref_01na2dkyjgez2sn9xw3nfp485p', 'pay_01na2dkwm0fdpvyhr8jvevqngs', 'lara', 'toss', 'quo_01na2dkxk8e3gvnswv7w8wzjjh', 'lot_01na2dkwm0e4nr9a3htsrk0zcr', 1000, 0, 91, 100, 'by_right', 'unused', '{"bank":"088","account_number":"110123456789","holder":"홍길동"}', 1000, 'by_hand', '{"kind":null,"code":"EXCEED_CANCELABLE_DATE","message":"too late"}', NULL, NULL, 'key_0000000000e008000000000002', 1831884946000000, NULL, NULL, 1832338800000000, NULL, 8796093032194, 8796093032448);


--
-- Data for Name: spends; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.spends VALUES
	('spd_01na2dgq20f35vd8zv8bhnwd8a', 'alice', 300, 'video', 'r', '[{"lot":"lot_01na2dgq20fstsc85bs28e9qsy","kind":"purchased","credits":300,"expires_at":"2029-01-18T15:00:00Z","why":"first to expire, at 2029-01-19T00:00:00+09:00"}]', NULL, 1831884840000000, NULL, 8796093024768),
	('spd_01na2dgs0gf9ka4cqjt41zjjc4', 'alice', 60, 'video', 'r', '[{"lot":"lot_01na2dgq20fstsc85bs28e9qsy","kind":"purchased","credits":60,"expires_at":"2029-01-18T15:00:00Z","why":"first to expire, at 2029-01-19T00:00:00+09:00"}]', 'hld_01na2dgr18eqdba7v5kp1t5g8q', 1831884842000000, NULL, 8796093024896),
	('spd_01na2dgvy8fyqs8k5a4w8hxfxb', 'alice', 10, 'video', 'r', '[{"lot":"lot_01na2dgq20fstsc85bs28e9qsy","kind":"purchased","credits":10,"expires_at":"2029-01-18T15:00:00Z","why":"first to expire, at 2029-01-19T00:00:00+09:00"}]', NULL, 1831884845000000, 1831884846000000, 17592186047104),
	('spd_01na2dh0tgf6q9bj05ketszp34', 'busy', 2, 'video', 'r', '[{"lot":"lot_01na2dgyw0fc0rzvnk1p1yzwaz","kind":"membership","credits":2,"expires_at":"2028-02-18T15:00:00Z","why":"first to expire, at 2028-02-19T00:00:00+09:00"}]', NULL, 1831884850000000, NULL, 8796093025664),
	('spd_01na2dh0tge209v8z0kbwxrdc3', 'busy', 2, 'video', 'r', '[{"lot":"lot_01na2dgyw0fc0rzvnk1p1yzwaz","kind":"membership","credits":2,"expires_at":"2028-02-18T15:00:00Z","why":"first to expire, at 2028-02-19T00:00:00+09:00"}]', NULL, 1831884850000000, NULL, 17592186047616),
	('spd_01na2dh0tge2wrrd0q8txa99s9', 'busy', 2, 'video', 'r', '[{"lot":"lot_01na2dgyw0fc0rzvnk1p1yzwaz","kind":"membership","credits":2,"expires_at":"2028-02-18T15:00:00Z","why":"first to expire, at 2028-02-19T00:00:00+09:00"}]', NULL, 1831884850000000, NULL, 17592186047617),
	('spd_01na2dh0tge4v92vr0jf41smwd', 'busy', 2, 'video', 'r', '[{"lot":"lot_01na2dgyw0fc0rzvnk1p1yzwaz","kind":"membership","credits":2,"expires_at":"2028-02-18T15:00:00Z","why":"first to expire, at 2028-02-19T00:00:00+09:00"}]', NULL, 1831884850000000, NULL, 17592186047618),
	('spd_01na2dh0tge5n9s0055yctznar', 'busy', 2, 'video', 'r', '[{"lot":"lot_01na2dgyw0fc0rzvnk1p1yzwaz","kind":"membership","credits":2,"expires_at":"2028-02-18T15:00:00Z","why":"first to expire, at 2028-02-19T00:00:00+09:00"}]', NULL, 1831884850000000, NULL, 17592186047619),
	('spd_01na2dh0tge7jst2371k1ynfg7', 'busy', 2, 'video', 'r', '[{"lot":"lot_01na2dgyw0fc0rzvnk1p1yzwaz","kind":"membership","credits":2,"expires_at":"2028-02-18T15:00:00Z","why":"first to expire, at 2028-02-19T00:00:00+09:00"}]', NULL, 1831884850000000, NULL, 17592186047620),
	('spd_01na2dh0tgead96dmq1g6gavk7', 'busy', 2, 'video', 'r', '[{"lot":"lot_01na2dgyw0fc0rzvnk1p1yzwaz","kind":"membership","credits":2,"expires_at":"2028-02-18T15:00:00Z","why":"first to expire, at 2028-02-19T00:00:00+09:00"}]', NULL, 1831884850000000, NULL, 17592186047621),
	('spd_01na2dh0tgegzsk24x0rdzm5c3', 'busy', 2, 'video', 'r', '[{"lot":"lot_01na2dgyw0fc0rzvnk1p1yzwaz","kind":"membership","credits":2,"expires_at":"2028-02-18T15:00:00Z","why":"first to expire, at 2028-02-19T00:00:00+09:00"}]', NULL, 1831884850000000, NULL, 17592186047622),
	('spd_01na2dh0tgenhv3aewdhcv5vna', 'busy', 2, 'video', 'r', '[{"lot":"lot_01na2dgyw0fc0rzvnk1p1yzwaz","kind":"membership","credits":2,"expires_at":"2028-02-18T15:00:00Z","why":"first to expire, at 2028-02-19T00:00:00+09:00"}]', NULL, 1831884850000000, NULL, 17592186047623),
	('spd_01na2dh0tgeny90p6xa4e9928n', 'busy', 2, 'video', 'r', '[{"lot":"lot_01na2dgyw0fc0rzvnk1p1yzwaz","kind":"membership","credits":2,"expires_at":"2028-02-18T15:00:00Z","why":"first to expire, at 2028-02-19T00:00:00+09:00"}]', NULL, 1831884850000000, NULL, 17592186047624),
	('spd_01na2dh0tgeqbr4ms1mtm6ykrc', 'busy', 2, 'video', 'r', '[{"lot":"lot_01na2dgyw0fc0rzvnk1p1yzwaz","kind":"membership","credits":2,"expires_at":"2028-02-18T15:00:00Z","why":"first to expire, at 2028-02-19T00:00:00+09:00"}]', NULL, 1831884850000000, NULL, 17592186047625),
	('spd_01na2dh0tgesk83fmbdeew7kxg', 'busy', 2, 'video', 'r', '[{"lot":"lot_01na2dgyw0fc0rzvnk1p1yzwaz","kind":"membership","credits":2,"expires_at":"2028-02-18T15:00:00Z","why":"first to expire, at 2028-02-19T00:00:00+09:00"}]', NULL, 1831884850000000, NULL, 17592186047626),
	('spd_01na2dh0tgetftd6cjz0h07dy7', 'busy', 2, 'video', 'r', '[{"lot":"lot_01na2dgyw0fc0rzvnk1p1yzwaz","kind":"membership","credits":2,"expires_at":"2028-02-18T15:00:00Z","why":"first to expire, at 2028-02-19T00:00:00+09:00"}]', NULL, 1831884850000000, NULL, 17592186047627),
	('spd_01na2dh0tgf05tdg61js8r3vhn', 'busy', 2, 'video', 'r', '[{"lot":"lot_01na2dgyw0fc0rzvnk1p1yzwaz","kind":"membership","credits":2,"expires_at":"2028-02-18T15:00:00Z","why":"first to expire, at 2028-02-19T00:00:00+09:00"}]', NULL, 1831884850000000, NULL, 17592186047628),
	('spd_01na2dh0tgf4yb8tffw3wm4b5h', 'busy', 2, 'video', 'r', '[{"lot":"lot_01na2dgyw0fc0rzvnk1p1yzwaz","kind":"membership","credits":2,"expires_at":"2028-02-18T15:00:00Z","why":"first to expire, at 2028-02-19T00:00:00+09:00"}]', NULL, 1831884850000000, NULL, 17592186047629),
	('spd_01na2dh0tgf7jahf83tthy7tkt', 'busy', 2, 'video', 'r', '[{"lot":"lot_01na2dgyw0fc0rzvnk1p1yzwaz","kind":"membership","credits":2,"expires_at":"2028-02-18T15:00:00Z","why":"first to expire, at 2028-02-19T00:00:00+09:00"}]', NULL, 1831884850000000, NULL, 17592186047630),
	('spd_01na2dh0tgff09gzh51eqb7620', 'busy', 2, 'video', 'r', '[{"lot":"lot_01na2dgyw0fc0rzvnk1p1yzwaz","kind":"membership","credits":2,"expires_at":"2028-02-18T15:00:00Z","why":"first to expire, at 2028-02-19T00:00:00+09:00"}]', NULL, 1831884850000000, NULL, 17592186047631),
	('spd_01na2dh0tgffd83rh9grmct6jy', 'busy', 2, 'video', 'r', '[{"lot":"lot_01na2dgyw0fc0rzvnk1p1yzwaz","kind":"membership","credits":2,"expires_at":"2028-02-18T15:00:00Z","why":"first to expire, at 2028-02-19T00:00:00+09:00"}]', NULL, 1831884850000000, NULL, 17592186047632),
	('spd_01na2dh0tgfp5tnsswha425f0q', 'busy', 2, 'video', 'r', '[{"lot":"lot_01na2dgyw0fc0rzvnk1p1yzwaz","kind":"membership","credits":2,"expires_at":"2028-02-18T15:00:00Z","why":"first to expire, at 2028-02-19T00:00:00+09:00"}]', NULL, 1831884850000000, NULL, 17592186047633),
	('spd_01na2dh0tgfp6vmx7rmrda27hf', 'busy', 2, 'video', 'r', '[{"lot":"lot_01na2dgyw0fc0rzvnk1p1yzwaz","kind":"membership","credits":2,"expires_at":"2028-02-18T15:00:00Z","why":"first to expire, at 2028-02-19T00:00:00+09:00"}]', NULL, 1831884850000000, NULL, 17592186047634),
	('spd_01na2dh0tgfsssk83pdmtk1phw', 'busy', 2, 'video', 'r', '[{"lot":"lot_01na2dgyw0fc0rzvnk1p1yzwaz","kind":"membership","credits":2,"expires_at":"2028-02-18T15:00:00Z","why":"first to expire, at 2028-02-19T00:00:00+09:00"}]', NULL, 1831884850000000, NULL, 17592186047635),
	('spd_01na2dh0tgfwbvekmsfw88dhca', 'busy', 2, 'video', 'r', '[{"lot":"lot_01na2dgyw0fc0rzvnk1p1yzwaz","kind":"membership","credits":2,"expires_at":"2028-02-18T15:00:00Z","why":"first to expire, at 2028-02-19T00:00:00+09:00"}]', NULL, 1831884850000000, NULL, 17592186047636),
	('spd_01na2dh0tgfy5ad15tejmyq7h8', 'busy', 2, 'video', 'r', '[{"lot":"lot_01na2dgyw0fc0rzvnk1p1yzwaz","kind":"membership","credits":2,"expires_at":"2028-02-18T15:00:00Z","why":"first to expire, at 2028-02-19T00:00:00+09:00"}]', NULL, 1831884850000000, NULL, 17592186047637),
	('spd_01na2dh0tgfzjatpf2v2jvjfae', 'busy', 2, 'video', 'r', '[{"lot":"lot_01na2dgyw0fc0rzvnk1p1yzwaz","kind":"membership","credits":2,"expires_at":"2028-02-18T15:00:00Z","why":"first to expire, at 2028-02-19T00:00:00+09:00"}]', NULL, 1831884850000000, NULL, 17592186047638),
	('spd_01na2dh0tgfzwtw20by2c7znfb', 'busy', 2, 'video', 'r', '[{"lot":"lot_01na2dgyw0fc0rzvnk1p1yzwaz","kind":"membership","credits":2,"expires_at":"2028-02-18T15:00:00Z","why":"first to expire, at 2028-02-19T00:00:00+09:00"}]', NULL, 1831884850000000, NULL, 17592186047639),
	('spd_01na2dh1srf2j9wd1hyrhqwpp7', 'busy', 900, 'video', 'r', '[{"lot":"lot_01na2dgyw0fc0rzvnk1p1yzwaz","kind":"membership","credits":900,"expires_at":"2028-02-18T15:00:00Z","why":"first to expire, at 2028-02-19T00:00:00+09:00"}]', NULL, 1831884851000000, NULL, 8796093025792),
	('spd_01na2dh6p0edqr9vgj6h4fa5qt', 'wim', 40, 'video', 'r', '[{"lot":"lot_01na2dh5pre9t9c52ffznaymgj","kind":"promotional","credits":40,"expires_at":"2028-04-18T15:00:00Z","why":"first to expire, at 2028-04-19T00:00:00+09:00"}]', NULL, 1831884856000000, NULL, 17592186048000),
	('spd_01na2dhjd0f7ca7q9hc4jd5rqx', 'wes', 500, 'video', 'r', '[{"lot":"lot_01na2dhhdre0h8zv8cscmkb5qf","kind":"promotional","credits":100,"expires_at":"2028-04-18T15:00:00Z","why":"first to expire, at 2028-04-19T00:00:00+09:00"},{"lot":"lot_01na2dhhdrf1zbvstvn5fcvd3d","kind":"purchased","credits":400,"expires_at":"2029-01-18T15:00:00Z","why":"next to expire, at 2029-01-19T00:00:00+09:00"}]', NULL, 1831884868000000, NULL, 17592186048768),
	('spd_01na2djgnrewhr7dt2mddg8ga5', 'dave', 1500, 'video', 'r', '[{"lot":"lot_01na2djfpgfmw8yh1xn9czjwed","kind":"bulk","credits":1500,"expires_at":"2028-04-19T15:00:00Z","why":"first to expire, at 2028-04-20T00:00:00+09:00"}]', NULL, 1831884899000000, NULL, 8796093028864);


--
-- Data for Name: write_probes; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Name: _sqlx_migrations _sqlx_migrations_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public._sqlx_migrations
    ADD CONSTRAINT _sqlx_migrations_pkey PRIMARY KEY (version);


--
-- Name: api_keys api_keys_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_pkey PRIMARY KEY (id);


--
-- Name: approvals approvals_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.approvals
    ADD CONSTRAINT approvals_pkey PRIMARY KEY (id);


--
-- Name: audit_log audit_log_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_log
    ADD CONSTRAINT audit_log_pkey PRIMARY KEY (id);


--
-- Name: chains chains_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.chains
    ADD CONSTRAINT chains_pkey PRIMARY KEY (id);


--
-- Name: contradictions contradictions_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.contradictions
    ADD CONSTRAINT contradictions_pkey PRIMARY KEY (id);


--
-- Name: customers customers_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.customers
    ADD CONSTRAINT customers_pkey PRIMARY KEY (id);


--
-- Name: deposits deposits_key_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.deposits
    ADD CONSTRAINT deposits_key_key UNIQUE (key);


--
-- Name: deposits deposits_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.deposits
    ADD CONSTRAINT deposits_pkey PRIMARY KEY (id);


--
-- Name: entries entries_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.entries
    ADD CONSTRAINT entries_pkey PRIMARY KEY (customer_id, seq);


--
-- Name: events events_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (id);


--
-- Name: holds holds_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.holds
    ADD CONSTRAINT holds_pkey PRIMARY KEY (id);


--
-- Name: idempotency_keys idempotency_keys_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (key);


--
-- Name: inbox inbox_key_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.inbox
    ADD CONSTRAINT inbox_key_key UNIQUE (key);


--
-- Name: inbox inbox_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (id);


--
-- Name: jobs jobs_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.jobs
    ADD CONSTRAINT jobs_pkey PRIMARY KEY (id);


--
-- Name: journal journal_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.journal
    ADD CONSTRAINT journal_pkey PRIMARY KEY (id);


--
-- Name: lots lots_payment_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.lots
    ADD CONSTRAINT lots_payment_id_key UNIQUE (payment_id);


--
-- Name: lots lots_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.lots
    ADD CONSTRAINT lots_pkey PRIMARY KEY (id);


--
-- Name: orders orders_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_pkey PRIMARY KEY (id);


--
-- Name: payments payments_order_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_order_id_key UNIQUE (order_id);


--
-- Name: payments payments_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_pkey PRIMARY KEY (id);


--
-- Name: payments payments_provider_payment_key_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_provider_payment_key_key UNIQUE (provider, payment_key);


--
-- Name: policies policies_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.policies
    ADD CONSTRAINT policies_pkey PRIMARY KEY (version);


--
-- Name: quotes quotes_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quotes
    ADD CONSTRAINT quotes_pkey PRIMARY KEY (id);


--
-- Name: refunds refunds_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.refunds
    ADD CONSTRAINT refunds_pkey PRIMARY KEY (id);


--
-- Name: spends spends_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.spends
    ADD CONSTRAINT spends_pkey PRIMARY KEY (id);


--
-- Name: write_probes write_probes_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.write_probes
    ADD CONSTRAINT write_probes_pkey PRIMARY KEY (id);


--
-- Name: approvals_in_state; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX approvals_in_state ON public.approvals USING btree (state, id);


--
-- Name: audit_log_by_act; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX audit_log_by_act ON public.audit_log USING btree (act, id);


--
-- Name: contradictions_of_customer; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX contradictions_of_customer ON public.contradictions USING btree (customer_id);


--
-- Name: contradictions_of_order; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX contradictions_of_order ON public.contradictions USING btree (order_id);


--
-- Name: contradictions_open; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX contradictions_open ON public.contradictions USING btree (state, id) WHERE (state = ANY (ARRAY['open'::text, 'refunding'::text]));


--
-- Name: customers_owing; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX customers_owing ON public.customers USING btree (id) WHERE (debt > 0);


--
-- Name: deposits_by_amount; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX deposits_by_amount ON public.deposits USING btree (amount, moved_at);


--
-- Name: deposits_by_state; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX deposits_by_state ON public.deposits USING btree (state, id) WHERE (state <> 'matched'::text);


--
-- Name: deposits_of_others; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX deposits_of_others ON public.deposits USING btree (amount, moved_at) WHERE (source <> 'feed'::text);


--
-- Name: deposits_repeats; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX deposits_repeats ON public.deposits USING btree (repeat_of) WHERE (repeat_of IS NOT NULL);


--
-- Name: holds_lapsing; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX holds_lapsing ON public.holds USING btree (expires_at) WHERE (closed_at IS NULL);


--
-- Name: holds_of_customer; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX holds_of_customer ON public.holds USING btree (customer_id, id);


--
-- Name: holds_of_reference; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX holds_of_reference ON public.holds USING btree (customer_id, reference, id);


--
-- Name: holds_open; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX holds_open ON public.holds USING btree (customer_id, expires_at) WHERE (state = 'open'::text);


--
-- Name: idempotency_keys_by_age; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idempotency_keys_by_age ON public.idempotency_keys USING btree (answered_at);


--
-- Name: inbox_open; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX inbox_open ON public.inbox USING btree (id) WHERE ((verdict = ANY (ARRAY['unreadable'::text, 'contradictory'::text])) AND (settled_at IS NULL));


--
-- Name: jobs_due; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX jobs_due ON public.jobs USING btree (kind, run_at) WHERE (state = 'waiting'::text);


--
-- Name: jobs_leased; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX jobs_leased ON public.jobs USING btree (lease_until_at) WHERE (state = 'running'::text);


--
-- Name: jobs_parked; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX jobs_parked ON public.jobs USING btree (id) WHERE (state = 'parked'::text);


--
-- Name: jobs_parked_of; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX jobs_parked_of ON public.jobs USING btree (subject, kind) WHERE (state = 'parked'::text);


--
-- Name: jobs_running; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX jobs_running ON public.jobs USING btree (kind, subject) WHERE (state = 'running'::text);


--
-- Name: jobs_waiting; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX jobs_waiting ON public.jobs USING btree (kind, subject) WHERE (state = 'waiting'::text);


--
-- Name: lots_bonus; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX lots_bonus ON public.lots USING btree (bonus_of) WHERE (bonus_of IS NOT NULL);


--
-- Name: lots_held; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX lots_held ON public.lots USING btree (customer_id) WHERE (has_held = 1);


--
-- Name: lots_lapsing; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX lots_lapsing ON public.lots USING btree (expires_at) WHERE ((has_remaining + 0) = 1);


--
-- Name: lots_of_customer; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX lots_of_customer ON public.lots USING btree (customer_id, has_remaining, expires_at, rank, acquired_at, id);


--
-- Name: lots_paid_debts; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX lots_paid_debts ON public.lots USING btree (customer_id) WHERE (debt_paid > 0);


--
-- Name: orders_awaited; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX orders_awaited ON public.orders USING btree (depositor_key, amount) WHERE (state = 'awaiting_deposit'::text);


--
-- Name: orders_by_state; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX orders_by_state ON public.orders USING btree (state, id) WHERE (state <> 'completed'::text);


--
-- Name: orders_of_amount; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX orders_of_amount ON public.orders USING btree (amount, id);


--
-- Name: orders_of_customer; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX orders_of_customer ON public.orders USING btree (customer_id, id);


--
-- Name: orders_of_depositor; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX orders_of_depositor ON public.orders USING btree (depositor_key, id) WHERE (depositor_key IS NOT NULL);


--
-- Name: orders_unfinished; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX orders_unfinished ON public.orders USING btree (state, expires_at) WHERE (state = ANY (ARRAY['open'::text, 'confirming'::text, 'awaiting_deposit'::text]));


--
-- Name: payments_given_back; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX payments_given_back ON public.payments USING btree (customer_id) WHERE ((((credits_revoked + cancelled_outside) + refunded) + in_flight) > 0);


--
-- Name: payments_of_amount; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX payments_of_amount ON public.payments USING btree (amount, id);


--
-- Name: refunds_by_state; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX refunds_by_state ON public.refunds USING btree (state, id);


--
-- Name: refunds_given_short; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX refunds_given_short ON public.refunds USING btree (customer_id) WHERE (settled_amount IS NOT NULL);


--
-- Name: refunds_of_customer; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX refunds_of_customer ON public.refunds USING btree (customer_id, id);


--
-- Name: refunds_of_payment; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX refunds_of_payment ON public.refunds USING btree (payment_id);


--
-- Name: refunds_unsettled; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX refunds_unsettled ON public.refunds USING btree (state, requested_at) WHERE (state = ANY (ARRAY['requested'::text, 'sent'::text, 'by_hand'::text, 'bounced'::text]));


--
-- Name: spends_of_customer; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX spends_of_customer ON public.spends USING btree (customer_id, id);


--
-- Name: spends_of_reference; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX spends_of_reference ON public.spends USING btree (customer_id, reference, id);


--
-- Name: audit_log audit_log_append_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER audit_log_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_log FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: entries entries_append_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER entries_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.entries FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: inbox inbox_as_received; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER inbox_as_received BEFORE UPDATE OF id, provider, event_key, verdict, note, headers, body_form, body, received_at, key ON public.inbox FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: inbox inbox_kept; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER inbox_kept BEFORE DELETE OR TRUNCATE ON public.inbox FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: journal journal_append_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER journal_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.journal FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: policies policies_append_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER policies_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.policies FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- PostgreSQL database dump complete
--


