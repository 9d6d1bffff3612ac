//! The program: it counts unless it is told to remove, and removes nothing for the future.

use std::process::Stdio;

use tempfile::TempDir;

use crate::support::{process::program, world::World};

both_engines!(the_program_counts_and_removes_only_when_told,);

fn run(world: &World, folder: &TempDir, args: &[&str]) -> (bool, String) {
    let log = folder.path().join("errors");
    let _none_yet = std::fs::remove_file(&log);
    let database = [("DATABASE_URL", world.database.url.as_str())];
    let mut command = program(&[&["retention", "run"], args].concat(), &database, &log);
    let output = command.stdout(Stdio::piped()).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let errors = std::fs::read_to_string(&log).unwrap();
    (output.status.success(), said + &errors)
}

async fn the_program_counts_and_removes_only_when_told(world: &World) {
    world
        .buy_by_transfer("c1", "direct-1000", "MARKpayer")
        .await;
    let folder = TempDir::new().unwrap();
    let later = ["--as-of", "2040-01-01T00:00:00+09:00"];
    for flag in [&[][..], &["--dry-run"]] {
        let (good, said) = run(world, &folder, &[flag, &later].concat());
        assert!(good, "{said}");
        for line in [
            "1  order_payer",
            "1  deposit_name",
            "1  inbox_content",
            "would be emptied",
        ] {
            assert!(said.contains(line), "{line}: {said}");
        }
    }
    let (good, said) = run(world, &folder, &[&["--confirm"][..], &later].concat());
    assert!(!good && said.contains("in the future"), "{said}");
    let names = "SELECT COUNT(*) FROM deposits WHERE name = 'MARKpayer'";
    assert_eq!(world.database.number(names).await, 1);
}
