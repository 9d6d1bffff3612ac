//! Statements by the program: made of any length, connected with a seal, and verified where no database is.

use std::process::Stdio;

use tempfile::TempDir;

use super::month;
use crate::support::{process::program, settings::statement_key, world::World};

both_engines!(
    a_statement_is_verified_offline_by_chain_seal_and_signature,
    a_seal_that_does_not_fit_is_not_believed,
);

struct Desk(TempDir);

impl Desk {
    fn file(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }

    /// Runs a command; whether it ended well, and what it said.
    fn run(&self, args: &[&str], environment: &[(&str, &str)]) -> (bool, String) {
        let log = self.0.path().join("errors");
        let _none_yet = std::fs::remove_file(&log);
        let mut command = program(args, environment, &log);
        let output = command.stdout(Stdio::piped()).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        (
            output.status.success(),
            said + &std::fs::read_to_string(&log).unwrap(),
        )
    }

    #[track_caller]
    fn well(&self, args: &[&str], environment: &[(&str, &str)]) -> String {
        let (good, said) = self.run(args, environment);
        assert!(good, "{args:?}: {said}");
        said
    }

    #[track_caller]
    fn badly(&self, args: &[&str]) -> String {
        let (good, said) = self.run(args, &[]);
        assert!(!good, "{args:?}: {said}");
        said
    }

    /// A new pair of keys of this use (`seal-key` or `statement key`).
    fn keys(&self, of: &[&str], name: &str) -> (String, String) {
        let file = self.file(name);
        self.well(&[of, &["--out", &file]].concat(), &[]);
        let public = format!("{file}.pub");
        (file, public)
    }

    fn sealed(&self, world: &World, key: &str, name: &str) -> String {
        let (out, database) = (
            self.file(name),
            [("DATABASE_URL", world.database.url.as_str())],
        );
        self.well(&["seal", "--key", key, "--out", &out], &database);
        out
    }

    /// The statement of all that happened in the world.
    fn made(&self, world: &World, name: &str, seal: &[&str], key: Option<&str>) -> String {
        let out = self.file(name);
        let mut environment = vec![("DATABASE_URL", world.database.url.as_str())];
        environment.extend(key.map(|key| ("CREDIT_GATEWAY_STATEMENT_KEY", key)));
        let until = domain::calendar::rfc3339_seoul(world.now());
        let args = [
            "statement",
            "make",
            "--customer",
            "c1",
            "--from",
            "2026-01-01T00:00:00+09:00",
            "--until",
            &until,
            "--out",
            &out,
        ];
        self.well(&[&args[..], seal].concat(), &environment);
        out
    }
}

async fn a_statement_is_verified_offline_by_chain_seal_and_signature(world: &World) {
    month(world).await;
    let desk = Desk(TempDir::new().unwrap());
    let (seal_key, seal_public) = desk.keys(&["seal-key"], "seal.key");
    let (statement_file, public) = desk.keys(&["statement", "key"], "statement.key");
    let secret = std::fs::read_to_string(&statement_file).unwrap();
    let seal = desk.sealed(world, &seal_key, "seal.json");
    let with_seal = ["--seal", &seal, "--seal-public-key", &seal_public];
    let made = desk.made(world, "made.json", &with_seal, Some(secret.trim()));
    let verify = ["statement", "verify", &made, "--key", &public];
    let said = desk.well(&[&verify[..], &with_seal].concat(), &[]);
    for proved in [
        "12 entries",
        "signed by the owner",
        "in the journal when it was sealed",
        "first entry",
    ] {
        assert!(said.contains(proved), "{proved}: {said}");
    }
    // The text of the public key does as well as its file; and without the seal less is claimed.
    let text = std::fs::read_to_string(&public).unwrap();
    let said = desk.well(&["statement", "verify", &made, "--key", text.trim()], &[]);
    assert!(said.contains("give --seal"), "{said}");
    let said = desk.well(&["statement", "verify", &made], &[]);
    assert!(said.contains("give --key"), "{said}");

    let document = std::fs::read_to_string(&made).unwrap();
    let changed = desk.file("changed.json");
    std::fs::write(
        &changed,
        document.replacen("\"amount\":70,", "\"amount\":71,", 1),
    )
    .unwrap();
    let said = desk.badly(&["statement", "verify", &changed, "--key", &public]);
    assert!(said.contains("WRONG  entry 8: amount: "), "{said}");
    // Another's key, and none.
    let (_, other) = desk.keys(&["statement", "key"], "other.key");
    let said = desk.badly(&["statement", "verify", &made, "--key", &other]);
    assert!(said.contains("not by the owner of this key"), "{said}");
    let unsigned = desk.made(world, "unsigned.json", &[], None);
    let said = desk.well(&["statement", "verify", &unsigned], &[]);
    assert!(
        said.contains("not signed") && said.contains("not connected with a seal"),
        "{said}"
    );
    desk.badly(&["statement", "verify", &unsigned, "--key", &public]);
}

async fn a_seal_that_does_not_fit_is_not_believed(world: &World) {
    let desk = Desk(TempDir::new().unwrap());
    let (key, public) = desk.keys(&["seal-key"], "seal.key");
    world.grant("c1", "promotional", 50).await;
    let early = desk.sealed(world, &key, "early.json");
    month(world).await;
    let late = desk.sealed(world, &key, "late.json");
    let with = |seal: &str| ["--seal", seal, "--seal-public-key", &public].map(str::to_owned);
    let [early, late] = [&early, &late].map(|seal| with(seal));
    let [early, late] = [&early, &late].map(|args| args.each_ref().map(String::as_str));
    let secret = statement_key();
    // A statement that goes on after the seal is connected by the last entry that was there.
    let made = desk.made(world, "made.json", &early, Some(&secret));
    let said = desk.well(&[&["statement", "verify", &made][..], &early].concat(), &[]);
    assert!(
        said.contains("entry 1, and all before it, were in the journal"),
        "{said}"
    );
    let said = desk.badly(&[&["statement", "verify", &made][..], &late].concat());
    assert!(said.contains("do not lead to what was sealed"), "{said}");
    let unconnected = desk.made(world, "unconnected.json", &[], Some(&secret));
    let said = desk.badly(&[&["statement", "verify", &unconnected][..], &late].concat());
    assert!(said.contains("is not connected with a seal"), "{said}");
    // A block that was changed.
    let document = std::fs::read_to_string(&made).unwrap();
    let at = document.find("\"content\":\"").unwrap() + 12;
    let other = if &document[at..=at] == "A" { "B" } else { "A" };
    let changed = desk.file("changed.json");
    std::fs::write(
        &changed,
        document[..at].to_owned() + other + &document[at + 1..],
    )
    .unwrap();
    let said = desk.badly(&["statement", "verify", &changed]);
    assert!(said.contains("WRONG  block "), "{said}");
    let said = desk.run(
        &[
            "statement",
            "make",
            "--customer",
            "nobody",
            "--from",
            "2026-01-01T00:00:00+09:00",
            "--until",
            "2026-02-01T00:00:00+09:00",
            "--out",
            &desk.file("nobody.json"),
        ],
        &[("DATABASE_URL", &world.database.url)],
    );
    assert!(
        !said.0 && said.1.contains("no customer nobody"),
        "{}",
        said.1
    );
}
