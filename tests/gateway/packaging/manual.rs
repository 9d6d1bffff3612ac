//! Completions and manual pages name every command, and their readers take them.

use super::{Installed, tool, well};
use crate::support::process::built;

const COMPLETIONS: [(&str, &str); 3] = [
    (
        "bash",
        "usr/share/bash-completion/completions/credit-gateway",
    ),
    ("zsh", "usr/share/zsh/vendor-completions/_credit-gateway"),
    (
        "fish",
        "usr/share/fish/vendor_completions.d/credit-gateway.fish",
    ),
];

/// The commands as `--help` lists them.
fn commands() -> Vec<String> {
    let help = std::process::Command::new(built()).arg("--help").output();
    let help = well(&help.unwrap());
    let (_, list) = help.split_once("Commands:\n").unwrap();
    let (list, _) = list.split_once("\n\n").unwrap();
    let names = list
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = names.map(|line| line.split_whitespace().next().unwrap().to_owned());
    names.filter(|name| name != "help").collect()
}

#[test]
fn completions_name_every_command_and_their_shell_reads_them() {
    let installed = Installed::new();
    let commands = commands();
    assert!(commands.len() > 20, "{commands:?}");
    for (shell, file) in COMPLETIONS {
        let script = installed.read(file);
        for command in &commands {
            assert!(
                script.contains(command.as_str()),
                "{shell} does not complete {command}"
            );
        }
    }
    let bash = installed.path(COMPLETIONS[0].1);
    let read = std::process::Command::new("bash")
        .arg("-n")
        .arg(bash)
        .output();
    well(&read.unwrap());
}

#[test]
fn there_is_a_sound_manual_page_for_every_command() {
    let installed = Installed::new();
    let page = installed.read("usr/share/man/man1/credit-gateway.1");
    let folder = installed.path("usr/share/man/man1");
    for command in commands() {
        // A hyphen of a name is written so that it is none at which a line may break.
        let written = command.replace('-', "\\-");
        assert!(
            page.contains(&format!("credit\\-gateway\\-{written}(1)")),
            "{command}: {page}"
        );
        assert!(
            folder.join(format!("credit-gateway-{command}.1")).is_file(),
            "{command}"
        );
    }
    let printed = std::process::Command::new(built()).arg("man").output();
    assert_eq!(well(&printed.unwrap()).trim_end(), page.trim_end());
    let Some(mut reader) = tool("mandoc", "mandoc") else {
        return;
    };
    let pages = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let read = reader
        .args(["-T", "lint", "-W", "error"])
        .args(pages)
        .output();
    well(&read.unwrap());
}
