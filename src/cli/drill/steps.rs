//! The steps of a drill, with the time that each took.

use std::time::{Duration, Instant};

/// How a step ended.
#[derive(Debug)]
struct Step {
    name: &'static str,
    took: Duration,
    ended: Result<String, String>,
}

#[derive(Debug, Default)]
pub(super) struct Steps(Vec<Step>);

impl Steps {
    /// Runs one step and notes how it ended. `None` when it failed.
    pub(super) async fn run<T>(
        &mut self,
        name: &'static str,
        step: impl Future<Output = anyhow::Result<(T, String)>>,
    ) -> Option<T> {
        let started = Instant::now();
        let ended = step.await;
        let took = started.elapsed();
        let (made, ended) = match ended {
            Ok((made, said)) => (Some(made), Ok(said)),
            Err(error) => (None, Err(format!("{error:#}"))),
        };
        self.0.push(Step { name, took, ended });
        made
    }

    /// Prints them as a table, and returns whether all went well.
    pub(super) fn print(&self) -> bool {
        say!("{:12}{:>10}  {}", "step", "took", "result");
        for Step { name, took, ended } in &self.0 {
            let (mark, said) = match ended {
                Ok(said) => ("ok", said),
                Err(said) => ("FAILED", said),
            };
            say!("{name:12}{:>10}  {mark:8}{said}", shown(*took));
        }
        let failed: Vec<&str> = self
            .0
            .iter()
            .filter(|step| step.ended.is_err())
            .map(|step| step.name)
            .collect();
        let total = shown(self.0.iter().map(|step| step.took).sum());
        if failed.is_empty() {
            say!("the copy is sound: {total} in all");
        } else {
            say!(
                "the copy is not to be trusted: {} failed after {total}",
                failed.join(", ")
            );
        }
        failed.is_empty()
    }
}

/// Seconds with three places.
fn shown(took: Duration) -> String {
    format!("{}.{:03} s", took.as_secs(), took.subsec_millis())
}
