//! The systemd unit: it is one that systemd takes, it leaves the program little, and it gives it time to drain.

use super::{Installed, read, source, tool, well};

const UNIT: &str = "usr/lib/systemd/system/credit-gateway.service";
/// What systemd calls exposure, in tenths: the unit stands at 12 with systemd 252, and versions weigh differently.
const EXPOSURE_MAX: u32 = 20;
/// What the unit must not lose, whatever systemd thinks of it.
const HARDENED: [(&str, &str); 9] = [
    ("NoNewPrivileges", "yes"),
    ("CapabilityBoundingSet", ""),
    ("ProtectSystem", "strict"),
    ("ProtectHome", "yes"),
    ("PrivateDevices", "yes"),
    ("MemoryDenyWriteExecute", "yes"),
    ("RestrictNamespaces", "yes"),
    ("SystemCallFilter", "@system-service"),
    ("DynamicUser", "yes"),
];

fn setting(unit: &str, name: &str) -> String {
    let start = format!("{name}=");
    let line = unit.lines().find_map(|line| line.strip_prefix(&start));
    line.unwrap_or_else(|| panic!("no {name}")).to_owned()
}

#[test]
fn systemd_takes_the_unit_and_finds_it_hardened() {
    let installed = Installed::new();
    // Verified with the program where it is here.
    let program = installed
        .path("usr/bin/credit-gateway")
        .display()
        .to_string();
    let unit = installed
        .read(UNIT)
        .replace("/usr/bin/credit-gateway", &program);
    let file = installed.path("credit-gateway.service");
    std::fs::write(&file, unit).unwrap();
    let Some(mut systemd) = tool("systemd-analyze", "systemd") else {
        return;
    };
    let said = well(
        &systemd
            .args(["verify", "--man=no"])
            .arg(&file)
            .output()
            .unwrap(),
    );
    assert!(!said.contains("credit-gateway.service:"), "{said}");
    let mut systemd = tool("systemd-analyze", "systemd").unwrap();
    let threshold = format!("--threshold={EXPOSURE_MAX}");
    let judged = systemd
        .args(["security", "--offline=true", &threshold])
        .arg(&file)
        .output();
    well(&judged.unwrap());
}

#[test]
fn the_unit_lets_the_gateway_drain_and_keeps_secrets_out_of_its_environment() {
    let unit = read(&source("packaging/systemd/credit-gateway.service"));
    let stop: u64 = setting(&unit, "TimeoutStopSec").parse().unwrap();
    let code = read(&source("src/cli/serve.rs"));
    let (_, drain) = code
        .split_once("const STOP_WITHIN: Duration = Duration::from_secs(")
        .unwrap();
    let drain: u64 = drain.split_once(')').unwrap().0.parse().unwrap();
    assert!(
        stop >= drain + 5,
        "{stop} s to stop, and draining takes {drain} s"
    );
    assert!(setting(&unit, "LoadCredential").starts_with("gateway.toml:"));
    assert!(
        setting(&unit, "ExecStart").ends_with("--config ${CREDENTIALS_DIRECTORY}/gateway.toml")
    );
    for (name, value) in HARDENED {
        assert_eq!(setting(&unit, name), value, "{name}");
    }
    assert!(
        !unit.contains("\nEnvironment"),
        "a secret in the environment shows to who asks systemd"
    );
    let (bursts, within) = (
        setting(&unit, "StartLimitBurst"),
        setting(&unit, "StartLimitIntervalSec"),
    );
    assert!(bursts != "0" && within != "0", "restarts have a limit");
}
