//! Named points where a test can kill the process, as a power cut would. The tests prove that nothing acknowledged is
//! lost and nothing is done twice. Armed by a setting. Inert in release builds without the feature `crash-points`.

use std::sync::{
    OnceLock,
    atomic::{AtomicU64, Ordering},
};

/// Every point by name, with the state that a crash there must leave behind.
pub const POINTS: &[(&str, &str)] = &[
    (
        "writer.before_commit",
        "everything of the batch is written, nothing is committed: nobody was answered, nothing changed",
    ),
    (
        "writer.after_commit",
        "the batch is committed and nobody was answered: repeating a request gives the stored answer",
    ),
    (
        "checkout.before_begin",
        "the order is on disk, the provider knows nothing of it: repeating the request begins it",
    ),
    (
        "checkout.after_begin",
        "the provider has a session that we did not write down: repeating the request finds it under the order's key",
    ),
    (
        "payment.before_confirm",
        "the order is confirming, the provider was not asked: the job asks",
    ),
    (
        "payment.after_confirm",
        "the money was taken and nothing of it is on disk: the job looks and mints",
    ),
    (
        "refund.before_send",
        "the refund is written down as sent and was not: the job looks and sends it",
    ),
    (
        "refund.after_send",
        "the money went back and nothing of it is on disk: the job looks and books it",
    ),
    (
        "receipt.after_ask",
        "the provider issued a cash receipt or took one back, and nothing of it is on disk: the job finds it there",
    ),
    (
        "outbox.after_claim",
        "jobs are leased and not begun: they run when the lease ends",
    ),
    (
        "webhooks.after_answer",
        "a receiver took an event and nothing of it is on disk: it goes out again under the same id when the lease ends",
    ),
];

/// Whether this build can be killed at its points.
const BUILT: bool = cfg!(any(debug_assertions, feature = "crash-points"));

static ARMED: OnceLock<Armed> = OnceLock::new();

struct Armed {
    name: &'static str,
    left: AtomicU64,
}

/// Why a point could not be armed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotArmed {
    #[error("no crash point `{0}`")]
    Unknown(String),
    #[error("`{0}` is not a number of hits from 1 on")]
    Hits(String),
    #[error("a crash point is armed already")]
    Twice,
    #[error("this build has no crash points: build it with the feature crash-points")]
    NotBuilt,
}

/// Arms `name` or `name:n`. The process kills itself at the first, or the n-th, hit of that point.
pub fn arm(spec: &str) -> Result<(), NotArmed> {
    let (name, left) = parse(spec)?;
    if !BUILT {
        return Err(NotArmed::NotBuilt);
    }
    ARMED
        .set(Armed {
            name,
            left: AtomicU64::new(left),
        })
        .map_err(|_| NotArmed::Twice)
}

fn parse(spec: &str) -> Result<(&'static str, u64), NotArmed> {
    let (name, hits) = spec.split_once(':').unwrap_or((spec, "1"));
    let known = POINTS.iter().find(|(point, _)| *point == name);
    let (name, _) = known.ok_or_else(|| NotArmed::Unknown(name.to_owned()))?;
    let left = hits
        .parse::<u64>()
        .ok()
        .filter(|left| *left > 0)
        .ok_or_else(|| NotArmed::Hits(hits.to_owned()))?;
    Ok((name, left))
}

/// Ends the process here if this point is armed and its hits are counted down.
///
/// # Panics
/// When the name is not in [`POINTS`] (builds with assertions only).
pub fn point(name: &'static str) {
    if !BUILT {
        return;
    }
    debug_assert!(
        POINTS.iter().any(|(point, _)| *point == name),
        "crash point {name} is not in the list"
    );
    if let Some(armed) = ARMED.get()
        && armed.name == name
        && armed.left.fetch_sub(1, Ordering::SeqCst) == 1
    {
        die();
    }
}

fn die() -> ! {
    // SIGKILL cannot be caught: no destructor runs and no buffer is flushed, as in a power cut.
    let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
    loop {
        std::thread::park();
    }
}

#[cfg(test)]
mod tests {
    use super::{NotArmed, parse};

    #[test]
    fn points_are_armed_by_name_and_hit() {
        assert_eq!(
            parse("writer.before_commit"),
            Ok(("writer.before_commit", 1))
        );
        assert_eq!(
            parse("writer.after_commit:12"),
            Ok(("writer.after_commit", 12))
        );
        assert_eq!(parse("nowhere"), Err(NotArmed::Unknown("nowhere".into())));
        assert_eq!(
            parse("writer.after_commit:0"),
            Err(NotArmed::Hits("0".into()))
        );
    }
}
