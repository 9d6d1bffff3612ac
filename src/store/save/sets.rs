//! Writing the new and the changed things of one kind as a set of rows.

use std::sync::{Mutex, PoisonError};

use futures_util::future::join;

use crate::store::{
    StoreError, Tx, columns::Rows, engine::Engine, journal::draft::Draft, rows::Stored,
    table::Table,
};

/// Makes the rows of one kind of thing; `None` when there are none.
type Make<'a> = &'a (dyn Fn() -> Option<Rows> + Sync);

/// Writes sets of rows in their order. While the database writes one, the next is made.
pub(super) async fn put(tx: &mut Tx, sets: &[Make<'_>]) -> Result<(), StoreError> {
    let mut made = sets.iter().filter_map(|make| make());
    let mut next = made.next();
    while let Some(rows) = next {
        // The first is polled first: the statement is sent before the next rows are made.
        let (written, following) = join(tx.conn().insert(rows), async { made.next() }).await;
        written?;
        next = following;
    }
    Ok(())
}

/// The draft, as the makers of rows share it.
pub(super) type Shared<'a> = Mutex<&'a mut Draft>;

pub(super) fn of<T: Stored>(engine: Engine, draft: &Shared<'_>, things: &[T]) -> Option<Rows> {
    rows_of(engine, draft, T::table(), things.iter(), T::write)
}

/// Rows that are new, or that may not exist yet.
pub(super) fn new<T: Stored>(
    engine: Engine,
    draft: &Shared<'_>,
    things: &[T],
    id: impl Fn(&T) -> String,
) -> Option<Rows> {
    let new = these(draft, things, id, false);
    rows_of(engine, draft, T::table(), new.into_iter(), T::write)
}

/// New values of existing rows.
pub(super) fn known<T: Stored>(
    engine: Engine,
    draft: &Shared<'_>,
    things: &[T],
    id: impl Fn(&T) -> String,
) -> Option<Rows> {
    let known = these(draft, things, id, true);
    if known.is_empty() {
        return None;
    }
    let rows = Rows::known(engine, T::table(), known.len());
    Some(written(draft, rows, known.into_iter(), T::write))
}

/// The existing rows, or the others. A row that was loaded exists; a customer's is made before it is locked.
fn these<'t, T: Stored>(
    draft: &Shared<'_>,
    things: &'t [T],
    id: impl Fn(&T) -> String,
    there: bool,
) -> Vec<&'t T> {
    let draft = draft.lock().unwrap_or_else(PoisonError::into_inner);
    let recorded = T::table().letter.is_some();
    let is_there = |thing: &&T| !recorded || draft.knows(&id(thing));
    things
        .iter()
        .filter(|thing| is_there(thing) == there)
        .collect()
}

pub(super) fn rows_of<'a, T: 'a>(
    engine: Engine,
    draft: &Shared<'_>,
    table: &'static Table,
    things: impl ExactSizeIterator<Item = &'a T>,
    write: impl Fn(&T, &mut Rows),
) -> Option<Rows> {
    if things.len() == 0 {
        return None;
    }
    let rows = Rows::new(engine, table, things.len());
    Some(written(draft, rows, things, write))
}

fn written<'a, T: 'a>(
    draft: &Shared<'_>,
    mut rows: Rows,
    things: impl Iterator<Item = &'a T>,
    write: impl Fn(&T, &mut Rows),
) -> Rows {
    let mut draft = draft.lock().unwrap_or_else(PoisonError::into_inner);
    for thing in things {
        rows.recorded(&mut draft, |row| write(thing, row));
    }
    rows
}
