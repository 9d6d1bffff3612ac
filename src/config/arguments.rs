//! The tree of commands and their arguments, read one argument at a time, because `clap` itself stops at the first that
//! is wrong.

use std::ffi::OsString;

use clap::{Arg, ArgAction, Command, builder::ValueParser, error::ErrorKind};

/// Every argument of `command` and of the commands below it, each with the names of the commands that lead to it.
pub(super) fn everywhere(command: &Command) -> Vec<(Vec<String>, Arg)> {
    let mut found: Vec<(Vec<String>, Arg)> = command
        .get_arguments()
        .map(|arg| (Vec::new(), arg.clone()))
        .collect();
    for sub in command.get_subcommands() {
        let below = everywhere(sub).into_iter().map(|(mut place, arg)| {
            place.insert(0, sub.get_name().to_owned());
            (place, arg)
        });
        found.extend(below);
    }
    found
}

/// Whether it takes no value on the command line.
pub(super) fn is_flag(arg: &Arg) -> bool {
    !arg.get_action().takes_values()
}

/// The same commands, in which only the argument of this id can be wrong. Every other argument takes anything and is
/// required nowhere.
pub(super) fn alone(command: Command, id: &str, kept: &dyn Fn(Arg) -> Arg) -> Command {
    command
        .mut_args(|arg| {
            if arg.get_id() == id {
                kept(arg)
            } else {
                anything(arg)
            }
        })
        .mut_subcommands(|sub| alone(sub, id, kept))
}

fn anything(arg: Arg) -> Arg {
    let arg = arg.required(false).env(None::<&'static str>);
    match arg.get_action() {
        ArgAction::Set | ArgAction::Append => arg.value_parser(ValueParser::os_string()),
        _ => arg,
    }
}

/// The fault in the values of a command line, in one line. `None` when they can be taken. Other results of `clap`
/// (help, an argument that is not there) do not count here.
pub(super) fn fault(command: Command, line: &[OsString]) -> Option<String> {
    let failure = command.try_get_matches_from(line).err()?;
    match failure.kind() {
        ErrorKind::MissingRequiredArgument => Some("is missing".to_owned()),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation | ErrorKind::InvalidUtf8 => {
            let text = failure.to_string();
            let first = text.lines().next().unwrap_or_default();
            Some(first.trim_start_matches("error: ").to_owned())
        }
        _ => None,
    }
}
