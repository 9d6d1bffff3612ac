//! `credit-gateway operator` as a program.

use std::{
    io::Write as _,
    process::{Command, Output, Stdio},
};

use tempfile::TempDir;

use crate::support::process::built;

/// A folder with a database.
struct Machine(TempDir);

impl Machine {
    fn new() -> Self {
        let machine = Self(TempDir::new().unwrap());
        let done = machine.run(&["migrate"], "");
        assert!(done.status.success(), "{done:?}");
        machine
    }

    fn run(&self, args: &[&str], input: &str) -> Output {
        let mut child = Command::new(built())
            .args(args)
            .current_dir(self.0.path())
            .env_clear()
            .env("DATABASE_URL", "sqlite:gateway.db")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Where nobody reads it, the pipe is closed.
        let _unread = child.stdin.take().unwrap().write_all(input.as_bytes());
        child.wait_with_output().unwrap()
    }

    /// What a command says that must end well.
    #[track_caller]
    fn says(&self, args: &[&str]) -> String {
        let output = self.run(args, "");
        assert!(output.status.success(), "{args:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Why a command fails.
    #[track_caller]
    fn fails(&self, args: &[&str], input: &str) -> String {
        let output = self.run(args, input);
        assert!(!output.status.success(), "{args:?}: {output:?}");
        assert!(output.stdout.is_empty(), "{args:?}: {output:?}");
        String::from_utf8(output.stderr).unwrap()
    }

    fn lines(&self) -> Vec<String> {
        let list = self.says(&["operator", "list"]);
        list.lines().map(str::to_owned).collect()
    }
}

/// The password that a command tells.
#[track_caller]
fn password(said: &str) -> &str {
    let told = "password until the first sign-in: ";
    let line = said.lines().find_map(|line| line.strip_prefix(told));
    let password = line.unwrap_or_else(|| panic!("{said}"));
    assert_eq!(password.len(), 19, "{said}");
    password
}

const SIGNING_KEY: &str = "a-signing-key-of-the-tests-with-32-bytes-and-more";

#[test]
fn operators_are_added_listed_and_disabled() {
    let machine = Machine::new();
    let said = machine.says(&["operator", "add", "minji@example.com", "--role", "admin"]);
    assert!(
        said.starts_with("key_") && said.contains("  minji@example.com  admin\n"),
        "{said}"
    );
    let first = password(&said).to_owned();
    let said = machine.says(&["operator", "add", "bob", "--role", "support"]);
    assert_ne!(password(&said), first);
    let lines = machine.lines();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(
        lines[0].contains("support") && lines[0].contains("bob"),
        "newest first: {lines:?}"
    );
    let shown = lines.concat();
    assert!(
        !shown.contains(&first) && !shown.contains("argon2"),
        "{shown}"
    );
    let said = machine.says(&["operator", "disable", "bob"]);
    assert_eq!(said, "bob is disabled, and signed out everywhere\n");
    assert!(
        machine.lines()[0].contains("disabled 20"),
        "{:?}",
        machine.lines()
    );
}

#[test]
fn a_password_is_replaced_and_a_second_factor_given() {
    let machine = Machine::new();
    let said = machine.says(&["operator", "add", "ann", "--role", "auditor"]);
    let first = password(&said).to_owned();
    let totp = ["operator", "totp", "ann", "--signing-key", SIGNING_KEY];
    let [one, other] = [(); 2].map(|()| machine.says(&totp));
    assert!(
        one.starts_with("otpauth://totp/credit-gateway:ann?secret="),
        "{one}"
    );
    assert_ne!(one, other, "each time another");
    assert!(
        machine.lines()[0].contains(" 2fa-not-proved "),
        "{:?}",
        machine.lines()
    );
    let said = machine.says(&["operator", "reset", "ann"]);
    assert!(said.starts_with("ann is signed out everywhere"), "{said}");
    assert_ne!(password(&said), first);
    assert!(!machine.lines()[0].contains("2fa"), "{:?}", machine.lines());
    // One that is read is not told.
    let given = ["operator", "reset", "ann", "--password-stdin"];
    let done = machine.run(&given, "correct horse battery\r\n");
    assert!(done.status.success(), "{done:?}");
    let said = String::from_utf8(done.stdout).unwrap();
    assert!(
        !said.contains("password until") && !said.contains("horse"),
        "{said}"
    );
}

#[test]
fn what_cannot_be_done_is_said_and_nothing_is_done() {
    let machine = Machine::new();
    for (name, role, input, why) in [
        ("Minji", "admin", None, "name: is 1 to 60 characters"),
        ("minji", "owner", None, "is not a role at the desk"),
        (
            "minji",
            "admin",
            Some("too short"),
            "has fewer than 12 characters",
        ),
        (
            "minji",
            "admin",
            Some("hello minji, hello"),
            "holds the operator's name",
        ),
        ("minji", "admin", Some(""), "has fewer than 12 characters"),
    ] {
        let mut args = vec!["operator", "add", name, "--role", role];
        args.extend(input.map(|_| "--password-stdin"));
        let said = machine.fails(&args, input.unwrap_or_default());
        assert!(said.contains(why), "{name} {role}: {said}");
        assert!(
            input.is_none_or(|text| text.is_empty() || !said.contains(text)),
            "{said}"
        );
    }
    assert!(machine.lines().is_empty());
    machine.says(&["operator", "add", "minji", "--role", "admin"]);
    let again = machine.fails(&["operator", "add", "minji", "--role", "support"], "");
    assert!(again.contains("was given before"), "{again}");
    let last = machine.fails(&["operator", "disable", "minji"], "");
    assert!(last.contains("the last admin"), "{last}");
    assert!(
        !machine.lines()[0].contains("disabled"),
        "{:?}",
        machine.lines()
    );
    for act in ["disable", "reset"] {
        let said = machine.fails(&["operator", act, "nobody"], "");
        assert!(said.contains("no operator of that name"), "{said}");
    }
    let keyless = machine.fails(&["operator", "totp", "minji"], "");
    assert!(keyless.contains("--signing-key"), "{keyless}");
    machine.says(&["operator", "add", "bob", "--role", "admin"]);
    machine.says(&["operator", "disable", "bob"]);
    let totp = ["operator", "totp", "bob", "--signing-key", SIGNING_KEY];
    for args in [&["operator", "reset", "bob"][..], &totp] {
        let said = machine.fails(args, "");
        assert!(said.contains("bob is disabled"), "{said}");
    }
    let twice = machine.fails(&["operator", "disable", "bob"], "");
    assert!(twice.contains("was disabled before"), "{twice}");
    let again = machine.fails(&["operator", "add", "bob", "--role", "admin"], "");
    assert!(again.contains("was given before"), "{again}");
}
