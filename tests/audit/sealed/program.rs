//! Sealing by the program, with a key.

use crate::databases;

fn program(arguments: &[&str]) -> (bool, String) {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_credit-gateway"))
        .args(arguments)
        .env_remove("DATABASE_URL")
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_seal_is_made_and_believed_by_its_key_alone() {
    let test = databases().await.remove(0);
    let folder = test.database.folder();
    let file = |name: &str| folder.join(name).display().to_string();
    let (key, other, seal) = (file("seal.key"), file("other.key"), file("seal.json"));
    for key in [&key, &other] {
        assert!(program(&["seal-key", "--out", key]).0);
    }
    let database = test.database.url.clone();
    let sealing = [
        "seal",
        "--key",
        &key,
        "--out",
        &seal,
        "--database-url",
        &database,
    ];
    let (sealed, said) = program(&sealing);
    assert!(sealed, "{said}");
    assert!(!program(&sealing).0, "a seal is never overwritten");
    let public = format!("{key}.pub");
    let audit = [
        "audit",
        "--seal",
        &seal,
        "--seal-public-key",
        &public,
        "--database-url",
        &database,
    ];
    // The story goes on beyond the machine's own clock, which another check reports.
    let (_, said) = program(&audit);
    assert!(said.contains("holds   sealed"), "{said}");

    let stranger = format!("{other}.pub");
    let by_stranger = [
        "audit",
        "--seal",
        &seal,
        "--seal-public-key",
        &stranger,
        "--database-url",
        &database,
    ];
    let (believed, said) = program(&by_stranger);
    assert!(
        !believed && said.contains("not signed with this key"),
        "{said}"
    );

    test.rewrite_an_act().await;
    let (sound, said) = program(&audit);
    assert!(!sound && said.contains("BROKEN  sealed"), "{said}");

    let written = std::fs::read_to_string(&seal).unwrap();
    std::fs::write(&seal, written.replacen("\"blocks\": ", "\"blocks\": 1", 1)).unwrap();
    let (believed, said) = program(&audit);
    assert!(!believed && said.contains("was changed"), "{said}");
}
