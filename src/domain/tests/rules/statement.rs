//! Statements: what they say, and that whatever is changed in one is found and named.

mod changed;
mod forged;
mod golden;
mod ledger;
mod totals;

use domain::statement::verify::{Fault, Verified, Verifier};

/// Verifies a whole document.
pub(crate) fn verify(document: &[u8]) -> Result<Verified, Fault> {
    let mut verifier = Verifier::default();
    for line in document.split_inclusive(|byte| *byte == b'\n') {
        verifier.line(line)?;
    }
    verifier.end()
}

/// What is found in a document that is not as it was made.
#[track_caller]
pub(crate) fn found(document: &str) -> String {
    match verify(document.as_bytes()) {
        Ok(_) => panic!("nothing was found: {document}"),
        Err(fault) => fault.in_words(),
    }
}
