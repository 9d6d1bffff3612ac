//! Databases and books that the program finds.

use std::path::Path;

use super::{Laptop, stopped};

#[tokio::test]
async fn books_that_make_no_sense_stop_it_with_their_name() {
    let laptop = Laptop::new();
    let (first, _) = laptop.start().await;
    stopped(first).await;
    std::fs::write(laptop.file("gateway.db.simulators.json"), "{").unwrap();
    let said = laptop.refused().await;
    assert!(said.contains("gateway.db.simulators.json"), "{said}");
    assert!(said.contains("move the file away"), "{said}");
}

#[tokio::test]
async fn a_key_that_somebody_made_does_not_bar_it_and_another_database_does() {
    let laptop = Laptop::new();
    let (first, _) = laptop.start().await;
    let make = |name: &str| laptop.command(&["key", "create", "--role", "service", "--name", name]);
    make("my laptop");
    stopped(first).await;
    make("demo");
    let (second, _) = laptop.start().await;
    stopped(second).await;

    // Without the keys that dev made, nothing shows that the database is its own.
    let keys = laptop.file("dev.env");
    let kept = std::fs::read_to_string(&keys).unwrap();
    std::fs::remove_file(&keys).unwrap();
    let said = laptop.refused().await;
    assert!(said.contains("not for simulated providers"), "{said}");
    assert!(
        said.contains("dev.env") && !Path::new(&keys).exists(),
        "{said}"
    );

    // Keys of another folder prove nothing.
    let other = Laptop::new();
    let (process, _) = other.start().await;
    stopped(process).await;
    std::fs::copy(other.file("dev.env"), &keys).unwrap();
    assert!(
        laptop
            .refused()
            .await
            .contains("not for simulated providers")
    );
    std::fs::write(&keys, kept).unwrap();
    let (third, _) = laptop.start().await;
    stopped(third).await;
}

/// A seller's database has keys that people made, and no key of `dev`.
#[tokio::test]
async fn a_sellers_database_is_left_alone() {
    let laptop = Laptop::new();
    laptop.command(&["migrate"]);
    laptop.command(&["key", "create", "--role", "checkout", "--name", "shop"]);
    let said = laptop.refused().await;
    assert!(said.contains("not for simulated providers"), "{said}");
    assert!(!laptop.file("dev.env").exists());
}
