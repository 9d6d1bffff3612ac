//! The image: every step of the Dockerfile is one that was run here, on files that are there.

use super::{Installed, read, source};

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
