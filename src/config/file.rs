//! The settings file: TOML, one key per flag of any command, words joined by `_`. Its values become the defaults of the
//! arguments of the same name, so flags and environment take precedence over it.

use std::{collections::BTreeMap, ffi::OsString};

use clap::{Arg, ArgAction, Command, builder::ValueParser, error::ErrorKind};

/// The path of the file. It is the only argument that the file itself cannot hold.
pub(super) const CONFIG: &str = "config";

/// The content of a file, as far as it can be used.
#[derive(Debug, Default)]
pub(super) struct File {
    values: BTreeMap<String, Vec<String>>,
    /// Every key that cannot be used, with the reason.
    pub(super) wrong: Vec<String>,
}

impl File {
    /// Reads the values in the file at `path` for the arguments of `command` and of all commands below it.
    ///
    /// # Errors
    /// When it cannot be read, or is not TOML.
    pub(super) fn read(path: &str, command: &Command) -> Result<Self, String> {
        let text = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
        let table: toml::Table = text.parse().map_err(|error| format!("{path}: {error}"))?;
        let arguments = everywhere(command);
        let mut file = Self::default();
        for (key, value) in &table {
            let known: Vec<&(Vec<String>, Arg)> = arguments
                .iter()
                .filter(|(_, arg)| is_setting(arg) && arg.get_id() == key.as_str())
                .collect();
            let values = values_of(value, &known).map_err(str::to_owned);
            let values = values.and_then(|values| {
                let mut places = known.iter();
                places.try_for_each(|(place, arg)| taken(command, place, arg, &values))?;
                Ok(values)
            });
            match values {
                Ok(values) => {
                    file.values.insert(key.clone(), values);
                }
                Err(rule) => file.wrong.push(format!("{path}: {key}: {rule}")),
            }
        }
        Ok(file)
    }

    /// Gives the values to the arguments of `command` and of all commands below it.
    pub(super) fn give(&self, command: Command) -> Command {
        command
            .mut_args(|arg| self.give_one(arg))
            .mut_subcommands(|sub| self.give(sub))
    }

    fn give_one(&self, arg: Arg) -> Arg {
        match self.values.get(arg.get_id().as_str()) {
            Some(values) if is_setting(&arg) => {
                let hidden = !is_flag(&arg);
                let arg = arg.default_values(values.clone()).required(false);
                // Only an argument that takes a value can have it hidden from the help.
                if hidden {
                    arg.hide_default_value(true)
                } else {
                    arg
                }
            }
            Some(_) | None => arg,
        }
    }
}

fn is_setting(arg: &Arg) -> bool {
    arg.get_long().is_some() && arg.get_id() != CONFIG
}

/// The value in the form of the command line.
fn values_of(
    value: &toml::Value,
    known: &[&(Vec<String>, Arg)],
) -> Result<Vec<String>, &'static str> {
    const TEXT: &str = "is a text, a number or a list of texts";
    if known.is_empty() {
        return Err("is not a setting");
    }
    let switch = known.iter().all(|(_, arg)| is_flag(arg));
    match value {
        toml::Value::Boolean(on) if switch => Ok(vec![on.to_string()]),
        _ if switch => Err("is true or false"),
        toml::Value::String(text) => Ok(vec![text.clone()]),
        toml::Value::Integer(number) => Ok(vec![number.to_string()]),
        toml::Value::Array(items)
            if known
                .iter()
                .all(|(_, arg)| matches!(arg.get_action(), ArgAction::Append)) =>
        {
            items
                .iter()
                .map(|item| item.as_str().map(str::to_owned).ok_or(TEXT))
                .collect()
        }
        toml::Value::Array(_) => Err("is one value"),
        toml::Value::Float(_)
        | toml::Value::Boolean(_)
        | toml::Value::Datetime(_)
        | toml::Value::Table(_) => Err(TEXT),
    }
}

/// Whether the argument takes the values. They are tried on a command line.
fn taken(command: &Command, place: &[String], arg: &Arg, values: &[String]) -> Result<(), String> {
    if is_flag(arg) {
        return Ok(());
    }
    let id = arg.get_id().as_str();
    let bare = |arg: Arg| arg.required(false).env(None::<&'static str>);
    let flag = arg.get_long().unwrap_or(id);
    let name = std::iter::once(command.get_name().to_owned());
    let flags = values.iter().map(|value| format!("--{flag}={value}"));
    let line = name.chain(place.iter().cloned()).chain(flags);
    let line: Vec<OsString> = line.map(OsString::from).collect();
    fault(alone(command.clone(), id, &bare), &line).map_or(Ok(()), Err)
}

// The tree of commands is read one argument at a time, because `clap` itself stops at the first that is wrong.

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

/// The same commands, in which only the argument of this id can be wrong. Every other argument takes anything, and
/// neither arguments nor groups of these are required.
pub(super) fn alone(command: Command, id: &str, kept: &dyn Fn(Arg) -> Arg) -> Command {
    let groups: Vec<_> = command
        .get_groups()
        .map(|group| group.get_id().clone())
        .collect();
    let command = groups.into_iter().fold(command, |command, group| {
        command.mut_group(group, |group| group.required(false))
    });
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
