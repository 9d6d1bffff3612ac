//! Completions for shells and manual pages, made from the definition of the commands, so that neither can be out of date.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, Command};
use clap_complete::Shell;
use clap_mangen::Man;

#[derive(Debug, Args)]
pub(super) struct Completions {
    /// For which shell.
    #[arg(value_enum)]
    shell: Shell,
}

#[derive(Debug, Args)]
pub(super) struct Manual {
    /// A folder for the pages of all commands, which is made where it is missing.
    #[arg(long, value_name = "FOLDER")]
    pages_in: Option<PathBuf>,
}

/// The program's name in its own definition.
const NAME: &str = "credit-gateway";

/// Prints the completions of a shell.
pub(super) fn completions(asked: &Completions, mut command: Command) {
    let mut script = Vec::new();
    clap_complete::generate(asked.shell, &mut command, NAME, &mut script);
    say!("{}", String::from_utf8_lossy(&script).trim_end());
}

/// Prints the page of the program, or writes the pages of the program and of every command below it.
///
/// # Errors
/// A folder that cannot be written.
pub(super) fn pages(asked: &Manual, command: Command) -> anyhow::Result<()> {
    let Some(folder) = &asked.pages_in else {
        let mut page = Vec::new();
        // The pages of a folder have none of the help command either.
        Man::new(command.disable_help_subcommand(true)).render(&mut page)?;
        say!("{}", String::from_utf8_lossy(&page).trim_end());
        return Ok(());
    };
    let named = || format!("{}", folder.display());
    std::fs::create_dir_all(folder).with_context(named)?;
    clap_mangen::generate_to(command, folder).with_context(named)?;
    Ok(())
}
