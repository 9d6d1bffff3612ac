//! Places in the journal: a block's id and the number of an element in it.

/// Ids of blocks go up by this, and chains by this many blocks.
pub(super) const PLACES: i64 = 1 << 7;
pub(super) const BLOCKS: i64 = 1 << 36;

/// The chain of a place, and the number of its block there.
pub(super) const fn block_of(place: i64) -> (i64, i64) {
    (place / (PLACES * BLOCKS), (place / PLACES) % BLOCKS)
}

/// The id of the block of a place, and the number of its element there.
pub(super) const fn element_at(place: i64) -> (i64, i64) {
    (place - place % PLACES, place % PLACES)
}
