//! Whether a mistake is noticed. It is armed in a process of its own, which draws the acts of the mistake alone: so it
//! shows soon, however many acts there are.

use std::{
    io::Write as _,
    process::{Command, Stdio},
    sync::{Mutex, PoisonError},
    time::Instant,
};

use kit::process::CANARY;

use crate::canaries::Mistake;

/// A mistake that is shown in more steps is hard to understand.
const STEPS_BELOW: usize = 15;

/// Processes at one time.
const AT_ONCE: usize = 2;

/// Sequences until the mistake must have shown.
const SEQUENCES: &str = "1000";

/// In how many steps the test shows a mistake.
fn shown_in(said: &str) -> Option<usize> {
    let (_, rest) = said.split_once("the product disagree in ")?;
    rest.split_whitespace().next()?.parse().ok()
}

/// The error in a mistake's run, if any.
fn judge(mistake: &Mistake) -> Result<(), String> {
    let Mistake {
        name,
        what,
        acts,
        caught_by: test,
    } = mistake;
    let began = Instant::now();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", test])
        .env(CANARY, name)
        .env("MODEL", SEQUENCES)
        .env("MODEL_ACTS", acts.join(","))
        .stdin(Stdio::null());
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("running 1 test"), "no such test: {said}");
    let seconds = began.elapsed().as_secs_f32();
    if output.status.success() {
        return Err(format!(
            "{name} lives: {test} did not notice in {seconds:.1} s"
        ));
    }
    let Some(steps) = shown_in(&said) else {
        return Err(format!("{name}: {test} fails for another reason: {said}"));
    };
    // Directly to the terminal: the output of a passing test is suppressed.
    let _nobody_reads = writeln!(
        std::io::stderr(),
        "canary {name} ({what}): shown in {steps} steps after {seconds:.1} s"
    );
    if steps < STEPS_BELOW {
        Ok(())
    } else {
        Err(format!("{name} is shown in {steps} steps: {said}"))
    }
}

/// What is wrong with any of them.
pub(crate) fn all<'a>(mistakes: impl Iterator<Item = &'a Mistake> + Send) -> Vec<String> {
    let (next, wrong) = (Mutex::new(mistakes), Mutex::new(Vec::new()));
    let locked = |mistakes: &Mutex<_>| {
        let mut mistakes = mistakes.lock().unwrap_or_else(PoisonError::into_inner);
        Iterator::next(&mut *mistakes)
    };
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(mistake) = locked(&next) {
                    if let Err(why) = judge(mistake) {
                        let mut wrong = wrong.lock().unwrap_or_else(PoisonError::into_inner);
                        wrong.push(why);
                    }
                }
            });
        }
    });
    wrong.into_inner().unwrap_or_else(PoisonError::into_inner)
}
