//! Texts that callers write: their greatest lengths, and the check of each.

use super::FlowError;

/// Longest meter name and longest reference. They are indexed words, not documents.
pub const METER_MAX: usize = 100;
pub const REFERENCE_MAX: usize = 200;

pub(super) fn check_text(field: &'static str, text: &str, max: usize) -> Result<(), FlowError> {
    if text.trim().is_empty() || text.chars().count() > max || text.chars().any(char::is_control) {
        let rule = format!("has 1 to {max} characters, none of them a control character");
        return Err(FlowError::Invalid { field, rule });
    }
    Ok(())
}

/// Longest evidence of a transfer made by hand: a bank's reference, not a full text.
pub const EVIDENCE_MAX: usize = 100;
