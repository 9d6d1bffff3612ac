//! Children and folders that never outlive the test or the bench, however it ends. A shell beside each waits for the
//! end of its standard input, which ends with the process that holds it. The shell then ends the child or removes the
//! folder.

use std::{
    io::Read as _,
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// Arguments: signal, log file, program and its arguments. The first line out is the child's id. It does not keep the
/// output of the test open, so that a reader of the output need not wait for the clean-up.
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

/// Arguments: a folder. A killed server may still write into it, so it is removed until nothing is left.
const BROOM: &str = r#"
exec >/dev/null 2>&1
cat
for _ in 1 2 3 4 5; do
    sleep 1
    rm -rf "$1" && exit
done
"#;

/// User and group of a process; those of this process without.
pub type Account = Option<(u32, u32)>;

/// The account for programs that refuse to run as root: the user `postgres`, or nobody, if this process is root's.
pub fn account() -> Account {
    if !rustix::process::geteuid().is_root() {
        return None;
    }
    let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let line = users.lines().find(|line| line.starts_with("postgres:"));
    let mut fields = line.unwrap_or_default().split(':').skip(2).map(str::parse);
    match (fields.next(), fields.next()) {
        (Some(Ok(user)), Some(Ok(group))) => Some((user, group)),
        _ => Some((65534, 65534)),
    }
}

/// The folder that has all of these programs: `$PG_BIN`, else the newest of Debian's folders of PostgreSQL, else the
/// first on PATH or in `/usr/sbin`. `None` where there is none and `REQUIRE_PG` is not 1; the message is then that
/// `what` is not installed.
#[expect(
    clippy::disallowed_methods,
    reason = "the environment says what the machine has"
)]
pub fn installed(what: &str, programs: &[&str]) -> Option<PathBuf> {
    let named = std::env::var("PG_BIN").ok().map(PathBuf::from);
    let debian = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let mut debian: Vec<PathBuf> = debian.map(|version| version.path().join("bin")).collect();
    debian.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = named
        .into_iter()
        .chain(debian.into_iter().rev())
        .chain(std::env::split_paths(&path))
        .chain([PathBuf::from("/usr/sbin")])
        .find(|folder| programs.iter().all(|name| folder.join(name).is_file()));
    if found.is_none() {
        assert!(
            std::env::var("REQUIRE_PG").as_deref() != Ok("1"),
            "REQUIRE_PG=1, and {what} is not installed"
        );
        eprintln!("SKIPPED: {what} is not installed, so nothing is tested with it");
    }
    found
}

/// A watched child. Dropping it ends the child.
#[derive(Debug)]
pub struct Kept {
    keeper: Child,
    /// The child's own process id.
    pub pid: u32,
}

impl Kept {
    /// `signal` is the name of the signal that ends it. Of the command, program, arguments and folder are used.
    pub fn start(signal: &str, log: &Path, account: Account, command: &Command) -> Self {
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
            // An interrupt from the keyboard is for the test; the keeper notices its end by itself.
            .process_group(0)
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut out = keeper.stdout.take().unwrap();
        out.read_to_string(&mut line).unwrap();
        let pid = line.trim().parse().expect("the child was started");
        Self { keeper, pid }
    }

    /// Most memory it ever held, in KiB (`VmHWM`).
    pub fn memory_peak(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid)).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let digits = line.unwrap().trim().trim_end_matches("kB").trim();
        digits.parse().unwrap()
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ended = self.keeper.wait();
    }
}

/// Has the command run as `account`.
pub fn become_account(command: &mut Command, account: Account) {
    if let Some((user, group)) = account {
        command.uid(user).gid(group);
    }
}

/// A folder that is removed when it is dropped or this process ends.
#[derive(Debug)]
pub struct Folder {
    pub path: PathBuf,
    broom: Child,
}

impl Folder {
    /// Owned by `account`, under the system's folder for temporary files.
    pub fn new(account: Account) -> Self {
        let folder = tempfile::Builder::new().prefix("credit-gateway-").tempdir();
        let path = folder.unwrap().keep();
        let broom = Command::new("/bin/sh")
            .args(["-c", BROOM, "broom"])
            .arg(&path)
            .stdin(Stdio::piped())
            .process_group(0)
            .spawn()
            .unwrap();
        if let Some((user, group)) = account {
            std::os::unix::fs::chown(&path, Some(user), Some(group)).unwrap();
        }
        Self { path, broom }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(self.broom.stdin.take());
        let _ended = self.broom.wait();
    }
}
