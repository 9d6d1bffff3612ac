//! Writing the new and the changed things of one kind as a set of rows.

use std::sync::{Mutex, PoisonError};

use futures_util::future::join;

use crate::store::{
    StoreError, Tx, columns::Rows, engine::Engine, journal::draft::Draft, rows::Stored,
    table::Table,
};

/// Makes the sets of rows of one kind of thing. None of them is empty.
type Make<'a> = &'a (dyn Fn() -> Vec<Rows> + Sync);

/// Writes sets of rows in their order. While the database writes one, the next is made.
pub(super) async fn put(tx: &mut Tx, sets: &[Make<'_>]) -> Result<(), StoreError> {
    let mut made = sets.iter().flat_map(|make| make());
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

pub(super) fn of<T: Stored>(engine: Engine, draft: &Shared<'_>, things: &[T]) -> Vec<Rows> {
    rows_of(engine, draft, T::table(), things.iter(), T::write)
}

/// New values of existing rows, and rows that are new. A row that was loaded exists; a customer's is made before it is
/// locked.
pub(super) fn known_and_new<T: Stored>(
    engine: Engine,
    draft: &Shared<'_>,
    things: &[T],
    id: impl Fn(&T) -> String,
) -> Vec<Rows> {
    let table = T::table();
    let (known, new): (Vec<&T>, Vec<&T>) = {
        let draft = draft.lock().unwrap_or_else(PoisonError::into_inner);
        let is_there = |thing: &&T| table.letter.is_none() || draft.knows(&id(thing));
        things.iter().partition(is_there)
    };
    let mut sets = Vec::new();
    if !known.is_empty() {
        let rows = Rows::known(engine, table, known.len());
        sets.push(written(draft, rows, known.into_iter(), T::write));
    }
    sets.extend(rows_of(engine, draft, table, new.into_iter(), T::write));
    sets
}

pub(super) fn rows_of<'a, T: 'a>(
    engine: Engine,
    draft: &Shared<'_>,
    table: &'static Table,
    things: impl ExactSizeIterator<Item = &'a T>,
    write: impl Fn(&T, &mut Rows),
) -> Vec<Rows> {
    if things.len() == 0 {
        return Vec::new();
    }
    let rows = Rows::new(engine, table, things.len());
    vec![written(draft, rows, things, write)]
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
