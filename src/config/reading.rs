//! Reading the settings of one process. Strict reading ends at the first fault. Lenient reading goes as far as it can,
//! for `check`, which names every fault.

use std::{
    collections::BTreeSet,
    ffi::{OsStr, OsString},
};

use clap::{ArgMatches, Command};

use super::file::{CONFIG, File, alone, everywhere, fault};

/// The variable that names the settings file.
const CONFIG_VARIABLE: &str = "CREDIT_GATEWAY_CONFIG";
/// The prefix of every variable of ours.
const PREFIX: &str = "CREDIT_GATEWAY_";
/// Kubernetes sets variables with these prefixes in every container of a namespace that has a service called
/// `credit-gateway`.
const OF_KUBERNETES: [&str; 2] = ["CREDIT_GATEWAY_SERVICE_", "CREDIT_GATEWAY_PORT"];
/// Stand-ins for settings that are required and cannot be read, so that the others can be checked. They never leave
/// `check`.
const STAND_INS: [(&str, &str); 2] = [
    ("public_url", "https://localhost"),
    ("signing_key", "stands for a key that could not be read"),
];

/// The settings given to a process, not yet read.
#[derive(Debug)]
pub struct GivenSettings {
    /// Without the file's values.
    bare: Command,
    given: Command,
    line: Vec<OsString>,
    file_wrong: Vec<String>,
    /// Names of variables that look like settings but are not.
    pub unknown_variables: Vec<String>,
}

/// The result of reading settings as far as possible.
#[derive(Debug, Default)]
pub struct Findings {
    /// The faults in how the settings were given, one line each.
    pub wrong: Vec<String>,
    /// The settings that could not be read. Stand-ins take their place.
    unread: BTreeSet<String>,
}

impl Findings {
    /// Whether the value of a setting, by its name in the file, was set by somebody.
    pub fn is_read(&self, setting: &str) -> bool {
        !self.unread.contains(setting)
    }
}

impl GivenSettings {
    /// `line` is the command line with the program's name in front, `variables` the environment.
    ///
    /// # Errors
    /// A settings file that cannot be read at all.
    pub fn new(
        command: Command,
        line: Vec<OsString>,
        variables: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Result<Self, String> {
        let variables: Vec<(OsString, OsString)> = variables.into_iter().collect();
        let file = match file_named(&line, &variables) {
            Some(path) => File::read(&path, &command)?,
            None => File::default(),
        };
        Ok(Self {
            unknown_variables: unknown(&command, variables.iter().map(|(name, _)| name)),
            given: file.give(command.clone()),
            file_wrong: file.wrong,
            bare: command,
            line,
        })
    }

    /// The command on the line, if it can be determined.
    pub fn act(&self) -> Option<String> {
        let command = alone(self.bare.clone(), "", &|arg| arg);
        let matches = command.try_get_matches_from(&self.line).ok()?;
        matches.subcommand_name().map(str::to_owned)
    }

    /// Ends the process where the command line or the environment is wrong, as `clap` does.
    ///
    /// # Errors
    /// All faults in the file.
    pub fn strictly(self) -> Result<ArgMatches, String> {
        if self.file_wrong.is_empty() {
            Ok(self.given.get_matches_from(self.line))
        } else {
            Err(self.file_wrong.join("\n       "))
        }
    }

    /// Reads what can be read for the command `act`.
    pub fn leniently(self, act: &str) -> (ArgMatches, Findings) {
        let mut wrong = self.file_wrong;
        wrong.extend(
            self.unknown_variables
                .iter()
                .map(|name| format!("{name}: is not a setting")),
        );
        let mut unread = BTreeSet::new();
        let (mut readable, mut line) = (self.given.clone(), self.line.clone());
        for (place, arg) in everywhere(&self.given) {
            let concerned = place.is_empty() || place == [act];
            if !concerned || arg.get_id() == CONFIG {
                continue;
            }
            let id = arg.get_id().to_string();
            let looked_at = alone(self.given.clone(), &id, &|arg| arg);
            let Some(rule) = fault(looked_at, &self.line) else {
                continue;
            };
            wrong.push(format!("{id}: {rule}"));
            readable = without(readable, &self.bare, &place, &id);
            if let Some(flag) = arg.get_long() {
                line = without_flag(line, flag);
            }
            unread.insert(id);
        }
        (readable.get_matches_from(line), Findings { wrong, unread })
    }
}

/// The command, with one argument as if nobody had set it. A stand-in takes its place where it is required.
fn without(command: Command, bare: &Command, place: &[String], id: &str) -> Command {
    let stand_in = STAND_INS.iter().find(|(known, _)| *known == id);
    let unset = |arg: clap::Arg| {
        let arg = arg.env(None::<&'static str>);
        match stand_in {
            Some((_, value)) => arg.required(false).default_value(*value),
            None => arg,
        }
    };
    let Some(original) = everywhere(bare)
        .into_iter()
        .find(|(known, arg)| known == place && arg.get_id() == id)
        .map(|(_, arg)| unset(arg))
    else {
        return command;
    };
    match place.first() {
        None => command.mut_arg(id, |_| original),
        Some(name) => command.mut_subcommand(name, |sub| sub.mut_arg(id, |_| original)),
    }
}

/// The line without a flag and its value.
fn without_flag(line: Vec<OsString>, flag: &str) -> Vec<OsString> {
    let (alone, joined) = (format!("--{flag}"), format!("--{flag}="));
    let mut kept = Vec::new();
    let mut rest = line.into_iter();
    while let Some(word) = rest.next() {
        if word == alone.as_str() {
            rest.next();
        } else if !word.to_string_lossy().starts_with(&joined) {
            kept.push(word);
        }
    }
    kept
}

/// The settings file, by flag or by environment.
fn file_named(line: &[OsString], variables: &[(OsString, OsString)]) -> Option<String> {
    let text = |value: &OsStr| value.to_string_lossy().into_owned();
    let joined = line
        .iter()
        .find_map(|word| text(word).strip_prefix("--config=").map(str::to_owned));
    let parted = || {
        let mut words = line.iter().skip_while(|word| *word != "--config");
        words.nth(1).map(|word| text(word))
    };
    let variable = || {
        let mut all = variables.iter();
        let (_, value) = all.find(|(name, _)| name == CONFIG_VARIABLE)?;
        Some(text(value)).filter(|path| !path.is_empty())
    };
    joined.or_else(parted).or_else(variable)
}

/// Names that look like settings but are not, in order.
fn unknown<'a>(command: &Command, names: impl Iterator<Item = &'a OsString>) -> Vec<String> {
    let known: BTreeSet<OsString> = everywhere(command)
        .iter()
        .filter_map(|(_, arg)| arg.get_env().map(OsStr::to_owned))
        .chain([OsString::from(CONFIG_VARIABLE)])
        .collect();
    let found: BTreeSet<String> = names
        .filter(|name| !known.contains(*name))
        .map(|name| name.to_string_lossy().into_owned())
        .filter(|name| name.starts_with(PREFIX))
        .filter(|name| !OF_KUBERNETES.iter().any(|theirs| name.starts_with(theirs)))
        .collect();
    found.into_iter().collect()
}
