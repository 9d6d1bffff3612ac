//! SQLite's file: on a full disk, removed while it is open, damaged.

use std::{
    fs::File,
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

use super::program::Gateway;

/// Size of the small disk, in KiB: several times the size of a fresh database.
const DISK_KIB: u32 = 12 * 1024;
const PAGE: usize = 4096;
/// Grants after which a full disk must have been met: each adds some pages to SQLite's log.
const GRANTS_MAX: usize = 300;

/// Mounts a small disk in a namespace of the program's own, where no other process sees it.
fn on_small_disk(folder: &Path, program: &Command) -> Command {
    let rootless = std::fs::metadata("/proc/self").unwrap();
    let rootless = std::os::unix::fs::MetadataExt::uid(&rootless) != 0;
    let mut command = Command::new("unshare");
    if rootless {
        command.arg("--user").arg("--map-root-user");
    }
    command
        .args(["--mount", "sh", "-c"])
        .arg(format!(
            "mount -t tmpfs -o size={DISK_KIB}k tmpfs \"$0\" && exec \"$@\""
        ))
        .arg(folder)
        .arg(program.get_program())
        .args(program.get_args())
        .env_clear();
    for (name, value) in program.get_envs() {
        if let Some(value) = value {
            command.env(name, value);
        }
    }
    command.env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    command
}

/// Writes until no further page fits.
fn fill(ballast: &Path) {
    let mut file = File::options()
        .append(true)
        .create(true)
        .open(ballast)
        .unwrap();
    while file.write_all(&[1; PAGE]).is_ok() {}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_stops_writes_until_there_is_room_again() {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite:{}", folder.path().join("gateway.db").display());
    let gateway = Gateway::start(&url, |program| on_small_disk(folder.path(), &program)).await;
    let inside = PathBuf::from(format!("/proc/{}/root", gateway.process.id()));
    let disk = inside.join(folder.path().strip_prefix("/").unwrap());
    gateway.until("/readyz", 200).await;
    let mut acknowledged = 0;
    for round in 0..3 {
        gateway.granted("alice").await;
        acknowledged += 1;
        let ballast = disk.join("ballast");
        let mut refused = false;
        for _ in 0..GRANTS_MAX {
            fill(&ballast);
            let answer = gateway.grant("alice").await.unwrap();
            if answer.status == 201 {
                acknowledged += 1;
                continue;
            }
            answer.refused(503, "unavailable");
            assert!(answer.header("retry-after").is_some(), "{answer:?}");
            refused = true;
            break;
        }
        assert!(refused, "round {round}: the disk is not full");
        fill(&ballast);
        gateway.until("/readyz", 503).await;
        assert_eq!(gateway.status("/healthz").await, 200);
        assert_eq!(gateway.status("/metrics").await, 200);
        assert_eq!(gateway.balance("alice").await, acknowledged, "reads go on");
        std::fs::remove_file(&ballast).unwrap();
        gateway.until("/readyz", 200).await;
    }
    gateway.granted("alice").await;
    assert_eq!(gateway.balance("alice").await, acknowledged + 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_was_removed_or_replaced_is_not_written() {
    let folder = TempDir::new().unwrap();
    let (file, away) = (folder.path().join("gateway.db"), folder.path().join("away"));
    let url = format!("sqlite:{}", file.display());
    let gateway = Gateway::start(&url, |program| program).await;
    gateway.granted("alice").await;
    std::fs::rename(&file, &away).unwrap();
    for replaced in [false, true] {
        if replaced {
            std::fs::copy(&away, &file).unwrap();
        }
        gateway
            .grant("alice")
            .await
            .unwrap()
            .refused(503, "unavailable");
        gateway.until("/readyz", 503).await;
    }
    std::fs::rename(&away, &file).unwrap();
    gateway.until("/readyz", 200).await;
    gateway.granted("alice").await;
    assert_eq!(gateway.balance("alice").await, 2);
}
