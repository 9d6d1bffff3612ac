//! A failing sequence made short: parts are left out, then numbers are made small, as long as it fails.

use crate::{
    run::{Mismatch, Runner},
    steps::{Sequence, Step},
};

/// Most runs of one shrinking. Each takes some milliseconds.
const RUNS_MAX: u32 = 500;

/// The shortest sequence that was found, and how it fails.
pub(crate) async fn shrink(
    runner: &mut Runner,
    failing: Sequence,
    mismatch: Mismatch,
) -> (Sequence, Mismatch) {
    let mut found = Found {
        sequence: failing,
        mismatch,
        runs: 0,
    };
    // Nothing after the step that failed matters.
    found.sequence.steps.truncate(found.mismatch.step + 1);
    loop {
        let before = found.sequence.steps.clone();
        found.leave_out(runner).await;
        found.make_small(runner).await;
        if found.sequence.steps == before || found.runs >= RUNS_MAX {
            return (found.sequence, found.mismatch);
        }
    }
}

struct Found {
    sequence: Sequence,
    mismatch: Mismatch,
    runs: u32,
}

impl Found {
    /// Takes other steps, if they fail too.
    async fn try_steps(&mut self, runner: &mut Runner, steps: Vec<Step>) -> bool {
        self.runs += 1;
        if self.runs > RUNS_MAX {
            return false;
        }
        let mut sequence = Sequence {
            steps,
            ..self.sequence
        };
        match runner.run(&sequence).await {
            Ok(()) => false,
            Err(mismatch) => {
                sequence.steps.truncate(mismatch.step + 1);
                (self.sequence, self.mismatch) = (sequence, *mismatch);
                true
            }
        }
    }

    /// Chunks are left out, from halves down to single steps, from the end to the beginning.
    async fn leave_out(&mut self, runner: &mut Runner) {
        let mut size = self.sequence.steps.len().div_ceil(2);
        while size > 0 {
            let mut end = self.sequence.steps.len();
            while end > 0 {
                let begin = end.saturating_sub(size);
                let mut steps = self.sequence.steps.clone();
                steps.drain(begin..end.min(steps.len()));
                if !steps.is_empty() {
                    self.try_steps(runner, steps).await;
                }
                end = begin.min(self.sequence.steps.len());
            }
            size = if size == 1 { 0 } else { size.div_ceil(2) };
        }
    }

    async fn make_small(&mut self, runner: &mut Runner) {
        for at in 0..self.sequence.steps.len() {
            let smaller: [fn(Step) -> Step; 6] = [
                |step| Step { who: 0, ..step },
                |step| Step { which: 0, ..step },
                |step| Step {
                    which: step.which / 2,
                    ..step
                },
                |step| Step { amount: 0, ..step },
                |step| Step {
                    amount: step.amount / 2,
                    ..step
                },
                |step| Step {
                    amount: (step.amount - 1).max(0),
                    ..step
                },
            ];
            for smaller in smaller {
                let mut steps = self.sequence.steps.clone();
                let Some(step) = steps.get_mut(at) else {
                    return;
                };
                let before = *step;
                *step = smaller(before);
                if *step != before {
                    self.try_steps(runner, steps).await;
                }
            }
        }
    }
}
