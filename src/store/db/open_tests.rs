use super::{Location, Pooler};
use crate::store::db::sqlite::is_sqlite_fit;

fn place(url: &str) -> Result<Location, crate::store::StoreError> {
    super::place(url, Pooler::default())
}

#[test]
fn a_sqlite_that_may_corrupt_its_log_is_refused() {
    for (version, fit) in [
        ("3.51.3", true),
        ("3.51.2", false),
        ("3.40.1", false),
        ("3.52.0", true),
        ("4.0.0", true),
    ] {
        assert_eq!(is_sqlite_fit(version), fit, "{version}");
    }
}

#[test]
fn urls_name_a_server_or_a_file() {
    assert!(
        matches!(place("sqlite:./data/gateway.db"), Ok(Location::Sqlite(path)) if path == std::path::Path::new("./data/gateway.db"))
    );
    assert!(
        matches!(place("sqlite:///tmp/x.db?mode=rwc"), Ok(Location::Sqlite(path)) if path == std::path::Path::new("/tmp/x.db"))
    );
    assert!(matches!(
        place("postgres://u:p@localhost/db"),
        Ok(Location::Postgres(_))
    ));
    for url in ["sqlite::memory:", "sqlite:", "mysql://x", "gateway.db"] {
        assert!(place(url).is_err(), "{url}");
    }
}

#[test]
fn a_url_of_several_servers_is_refused() {
    for url in [
        "postgres://u:p@a,b/db",
        "postgres://u:p@a:5432,b:5432/db",
        "postgres://u@a/db?sslmode=disable&target_session_attrs=read-write",
        "postgresql:///db?host=a,b",
    ] {
        let refused = place(url).err().map(|error| error.to_string());
        assert!(
            refused.is_some_and(|why| why.contains("one server")),
            "{url}"
        );
    }
    // A comma elsewhere is none of that.
    for url in [
        "postgres://u:p,q@a/db",
        "postgres://u@a/d,b?application_name=a,b",
    ] {
        assert!(place(url).is_ok(), "{url}");
    }
}
