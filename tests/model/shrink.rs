//! A failing sequence made short: parts are left out, then numbers are made small, as long as it fails.

use crate::{
    run::{Mismatch, Runner},
    steps::{Sequence, Step},
};

/// Most runs of one shrinking, each of some milliseconds. From fifty steps it takes about a hundred.
const RUNS_MAX: u32 = 300;

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
    found.leave_out_the_idle(runner).await;
    loop {
        let before = found.sequence.steps.len();
        found.leave_out(runner).await;
        if found.sequence.steps.len() == before {
            break;
        }
    }
    found.make_small(runner).await;
    found.leave_out(runner).await;
    (found.sequence, found.mismatch)
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

    /// At once, because what did nothing is seldom missed.
    async fn leave_out_the_idle(&mut self, runner: &mut Runner) {
        let idle = &self.mismatch.idle;
        let steps = self.sequence.steps.iter().enumerate();
        let steps = steps.filter(|(number, _)| !idle.contains(number));
        let steps: Vec<Step> = steps.map(|(_, step)| *step).collect();
        if steps.len() < self.sequence.steps.len() {
            self.try_steps(runner, steps).await;
        }
    }

    /// The last step names things by their place among all. Where others are left out it may have to name the latest.
    async fn try_without(&mut self, runner: &mut Runner, mut steps: Vec<Step>) {
        let Some(last) = steps.last().copied() else {
            return;
        };
        if !self.try_steps(runner, steps.clone()).await && last.which != 0 {
            steps.pop();
            steps.push(Step { which: 0, ..last });
            self.try_steps(runner, steps).await;
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
                self.try_without(runner, steps).await;
                end = begin.min(self.sequence.steps.len());
            }
            size = if size == 1 { 0 } else { size.div_ceil(2) };
        }
    }

    /// Each number becomes nothing, or is halved as long as that fails too.
    async fn make_small(&mut self, runner: &mut Runner) {
        for at in 0..self.sequence.steps.len() {
            let none: [fn(Step) -> Step; 3] = [
                |step| Step { who: 0, ..step },
                |step| Step { which: 0, ..step },
                |step| Step { amount: 0, ..step },
            ];
            for none in none {
                self.change(runner, at, none).await;
            }
            let half: [fn(Step) -> Step; 2] = [
                |step| Step {
                    which: step.which / 2,
                    ..step
                },
                |step| Step {
                    amount: step.amount / 2,
                    ..step
                },
            ];
            for half in half {
                while self.change(runner, at, half).await {}
            }
        }
    }

    /// Whether one step is another now, and it still fails.
    async fn change(&mut self, runner: &mut Runner, at: usize, to: fn(Step) -> Step) -> bool {
        let mut steps = self.sequence.steps.clone();
        let Some(step) = steps.get_mut(at) else {
            return false;
        };
        let before = *step;
        *step = to(before);
        *step != before && self.try_steps(runner, steps).await
    }
}
