//! Children that never outlive the bench, however it ends. A shell beside each child waits for the end of its
//! standard input, which ends with the process that holds it. The shell then ends the child.

use std::{
    io::Read as _,
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use anyhow::Context as _;

/// Arguments: signal, log file, program and its arguments. The first line out is the child's id.
const KEEPER: &str = r#"
signal=$1 log=$2
shift 2
"$@" >>"$log" 2>&1 &
child=$!
echo $child
exec >/dev/null 2>&1
cat >/dev/null
kill -"$signal" $child
wait $child
"#;

/// Arguments: a folder. The pause lets a killed server end before its files are removed.
const BROOM: &str = r#"
cat >/dev/null
sleep 1
rm -rf "$1"
"#;

/// User and group of the process.
pub(crate) type Account = Option<(u32, u32)>;

/// A watched child. Dropping it ends the child.
pub(crate) struct Kept {
    keeper: Child,
    /// The child's own process id.
    pub(crate) pid: u32,
}

impl Kept {
    /// `signal` is the name of the signal that ends it.
    pub(crate) fn start(
        signal: &str,
        log: &Path,
        account: Account,
        command: &Command,
    ) -> anyhow::Result<Self> {
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", KEEPER, "keeper", signal]).arg(log);
        shell.arg(command.get_program()).args(command.get_args());
        if let Some(folder) = command.get_current_dir() {
            shell.current_dir(folder);
        }
        become_account(&mut shell, account);
        let mut keeper = shell
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // An interrupt from the keyboard is for the bench; the keeper notices its end by itself.
            .process_group(0)
            .spawn()
            .context("a shell cannot be started")?;
        let mut line = String::new();
        if let Some(mut out) = keeper.stdout.take() {
            out.read_to_string(&mut line)?;
        }
        let pid = line.trim().parse().context("the child was not started")?;
        Ok(Self { keeper, pid })
    }

    /// Most memory it ever held, in KiB (`VmHWM`).
    pub(crate) fn memory_peak(&self) -> anyhow::Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let digits = line
            .context("no VmHWM")?
            .trim()
            .trim_end_matches("kB")
            .trim();
        digits.parse().context("VmHWM is no number")
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ended = self.keeper.wait();
    }
}

pub(crate) fn become_account(command: &mut Command, account: Account) {
    if let Some((user, group)) = account {
        command.uid(user).gid(group);
    }
}

/// A folder that is removed when the bench ends.
pub(crate) struct Folder {
    pub(crate) path: PathBuf,
    broom: Child,
}

impl Folder {
    /// Owned by `account`, under the system's folder for temporary files.
    pub(crate) fn new(account: Account) -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("throughput-")
            .tempdir()?
            .keep();
        let broom = Command::new("/bin/sh")
            .args(["-c", BROOM, "broom"])
            .arg(&folder)
            .stdin(Stdio::piped())
            .process_group(0)
            .spawn()
            .context("a shell cannot be started")?;
        let folder = Self {
            path: folder,
            broom,
        };
        if let Some((user, group)) = account {
            std::os::unix::fs::chown(&folder.path, Some(user), Some(group))?;
        }
        Ok(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(self.broom.stdin.take());
        let _ended = self.broom.wait();
    }
}
