//! The image: every step of the Dockerfile is one that was run here, on files that are there.

use std::{
    fs::Permissions,
    os::unix::fs::{PermissionsExt as _, chown},
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use tempfile::TempDir;

use super::{Installed, read, source, well};
use crate::support::process::{Process, built, free_port};

/// What `gcr.io/distroless/cc-debian12` has of libraries, as far as a program of Rust could ask for them.
const LIBRARIES: [&str; 7] = [
    "ld-linux-",
    "libc.so.6",
    "libm.so.6",
    "libgcc_s.so.1",
    "libpthread.so.0",
    "libdl.so.2",
    "librt.so.1",
];
/// The user of the image.
const USER: u32 = 65_532;

/// The instructions of the Dockerfile, without comments.
fn instructions() -> Vec<String> {
    let text = read(&source("packaging/Dockerfile"));
    let lines = text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(str::to_owned).collect()
}

fn of<'a>(instructions: &'a [String], word: &str) -> Vec<&'a str> {
    let start = format!("{word} ");
    instructions
        .iter()
        .filter_map(|line| line.strip_prefix(&start))
        .collect()
}

#[test]
fn the_images_steps_run_here_without_docker() {
    let instructions = instructions();
    // The one command is the script that lays out the tree below; here it takes the program that is tested.
    assert_eq!(of(&instructions, "RUN"), ["packaging/build.sh /out"]);
    let installed = Installed::new();
    let copies = of(&instructions, "COPY");
    assert_eq!(copies.len(), 2, "{copies:?}");
    assert_eq!(copies[0], ". .", "the build sees the source tree");
    let from_build = copies[1].strip_prefix("--from=build ").unwrap();
    let (made, program) = from_build.split_once(' ').unwrap();
    let made = installed.path(made.strip_prefix("/out").unwrap());
    assert!(made.is_file(), "{}", made.display());
    // What the image starts, and what says that it is alive, is what was copied, and needs no shell.
    let [entry] = of(&instructions, "ENTRYPOINT")[..] else {
        panic!("one entry point");
    };
    assert_eq!(entry, format!("[\"{program}\"]"));
    let [health] = of(&instructions, "HEALTHCHECK")[..] else {
        panic!("one health check");
    };
    assert!(
        health.ends_with(&format!("CMD [\"{program}\", \"health\"]")),
        "{health}"
    );
}

#[test]
fn the_image_runs_as_nobody_and_its_build_sees_no_secret() {
    let instructions = instructions();
    assert_eq!(of(&instructions, "USER"), ["65532:65532"]);
    let ignored = read(&source("packaging/Dockerfile.dockerignore"));
    for name in ["target", "data", ".git", "**/*.env", "**/*.key"] {
        assert!(ignored.lines().any(|line| line == name), "{name}");
    }
    let toolchain = of(&instructions, "FROM")[0];
    let version = toolchain
        .split_once("rust:1.")
        .unwrap()
        .1
        .split_once('-')
        .unwrap()
        .0;
    let least = read(&source("Cargo.toml"));
    let least = least
        .split_once("rust-version = \"1.")
        .unwrap()
        .1
        .split_once('"')
        .unwrap()
        .0;
    let number = |text: &str| text.parse::<u32>().unwrap();
    assert!(
        number(version) >= number(least),
        "{toolchain} is too old for {least}"
    );
}

/// The libraries that the program asks for, where they are here.
fn libraries() -> Vec<PathBuf> {
    let said = well(&Command::new("ldd").arg(built()).output().unwrap());
    let paths = said.split_whitespace().filter(|word| word.starts_with('/'));
    paths.map(PathBuf::from).collect()
}

#[test]
fn the_program_needs_no_library_that_the_image_lacks() {
    let libraries = libraries();
    assert!(libraries.len() >= 2, "{libraries:?}");
    for library in libraries {
        let name = library.file_name().unwrap().to_str().unwrap();
        let there = LIBRARIES.iter().any(|known| name.starts_with(known));
        assert!(there, "{} is not in the image", library.display());
    }
}

/// A root with what the image has, as far as the program asks for it, and with its volume.
fn root() -> TempDir {
    let root = TempDir::new().unwrap();
    let inside = |path: &Path| root.path().join(path.strip_prefix("/").unwrap());
    let mut files = vec![(built(), inside(Path::new("/usr/bin/credit-gateway")))];
    files.extend(libraries().into_iter().map(|it| (it.clone(), inside(&it))));
    for (from, to) in files {
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(from, to).unwrap();
    }
    let data = inside(Path::new("/data"));
    std::fs::create_dir(&data).unwrap();
    chown(data, Some(USER), Some(USER)).unwrap();
    root
}

#[tokio::test]
async fn the_program_serves_as_nobody_from_a_root_without_anything_else() {
    if !rustix::process::geteuid().is_root() {
        eprintln!("SKIPPED: only root can change what a program sees as its root");
        return;
    }
    let root = root();
    let permissions = Permissions::from_mode(0o755);
    std::fs::set_permissions(root.path(), permissions).unwrap();
    let listen = format!("127.0.0.1:{}", free_port());
    let inside = |args: &[&str]| {
        let mut command = Command::new("chroot");
        command
            .arg(format!("--userspec={USER}:{USER}"))
            .arg(root.path())
            .arg("/usr/bin/credit-gateway")
            .args(args)
            .env_clear()
            .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
            .env("DATABASE_URL", "sqlite:/data/gateway.db")
            .env("CREDIT_GATEWAY_LISTEN", &listen)
            .env("CREDIT_GATEWAY_PUBLIC_URL", format!("http://{listen}"))
            .env("CREDIT_GATEWAY_LOG", "json")
            .env(
                "CREDIT_GATEWAY_SIGNING_KEY",
                "a key that signs return URLs in tests",
            )
            .env("CREDIT_GATEWAY_BANK_ACCOUNT_NUMBER", "110123456789")
            .env("CREDIT_GATEWAY_BANK_HOLDER", "크레딧")
            .env("CREDIT_GATEWAY_BANK_STATEMENTS_ONLY", "true");
        command
    };
    well(&inside(&["migrate"]).output().unwrap());
    let log = root.path().join("data/log");
    let file = std::fs::File::create(&log).unwrap();
    let mut serve = inside(&["serve"]);
    serve.stderr(file);
    let mut serving = Process::of(serve, "serve", &log);
    let http = crate::support::client::http();
    serving
        .ready(&http, &format!("http://{listen}/healthz"))
        .await;
    well(&inside(&["health"]).output().unwrap());
    serving.terminate();
    let ended = tokio::time::timeout(Duration::from_secs(20), serving.ended()).await;
    assert!(ended.unwrap().success(), "{}", serving.said());
}
