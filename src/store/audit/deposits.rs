//! Reports of movements: which of them are of the same movement, and that each movement is counted once.

use super::sets::{Set, sets};

pub(super) static SETS: [Set; 2] = sets! {
    deposits_repeated "a report that repeats another's money, surely or perhaps, names that deposit, of the same account and amount, and pays nothing" = "\
        SELECT d.id, d.state || ' of ' || COALESCE(d.repeat_of, 'nothing') AS detail \
        FROM deposits d LEFT JOIN deposits m ON m.id = d.repeat_of \
        WHERE (d.state IN ('repeated', 'possible_repeat')) <> (d.repeat_of IS NOT NULL) \
            OR (d.repeat_of IS NOT NULL AND (m.id IS NULL OR m.repeat_of IS NOT NULL OR m.account <> d.account \
                OR m.amount <> d.amount OR d.order_id IS NOT NULL))";

    deposits_told_once "what two sources report alike of one minute is one deposit, unless a source reported both or a person says that they are two" = "\
        SELECT a.id, 'the same money as ' || b.id || ': of ' || a.source || ' and of ' || b.source AS detail \
        FROM deposits a JOIN deposits b ON b.amount = a.amount AND b.account = a.account \
            AND b.moved_at > a.moved_at - 60000000 AND b.moved_at < a.moved_at + 60000000 \
            AND b.name = a.name AND b.source <> a.source AND a.id < b.id \
        WHERE a.repeat_of IS NULL AND b.repeat_of IS NULL \
            AND (a.balance IS NULL OR b.balance IS NULL OR a.balance = b.balance) \
            AND NOT EXISTS (SELECT 1 FROM deposits r WHERE r.repeat_of = a.id AND r.source = b.source) \
            AND NOT EXISTS (SELECT 1 FROM deposits r WHERE r.repeat_of = b.id AND r.source = a.source) \
            AND NOT EXISTS (SELECT 1 FROM audit_log WHERE act = 'deposit.new' AND subject IN (a.id, b.id))";
};
