use std::ffi::OsString;

use clap::CommandFactory as _;

use crate::{cli::Cli, config::GivenSettings};

fn given(line: &[&str], variables: &[(&str, &str)]) -> GivenSettings {
    let line = std::iter::once(&"credit-gateway").chain(line);
    let variables = variables
        .iter()
        .map(|(name, value)| (OsString::from(name), OsString::from(value)));
    GivenSettings::new(
        Cli::command(),
        line.map(OsString::from).collect(),
        variables,
    )
    .unwrap()
}

#[test]
fn variables_that_look_like_settings_and_are_none_are_named() {
    let variables = [
        ("CREDIT_GATEWAY_TOSS_SECRETKEY", "x"),
        ("CREDIT_GATEWAY_LISTEN", "127.0.0.1:1"),
        ("CREDIT_GATEWAY_CONFIG", ""),
        ("CREDIT_GATEWAY_CANARY", ""),
        ("CREDIT_GATEWAY_PORT_8080_TCP_ADDR", "10.0.0.1"),
        ("CREDIT_GATEWAY_SERVICE_HOST", "10.0.0.1"),
        ("PATH", "/bin"),
    ];
    let given = given(&["check"], &variables);
    assert_eq!(given.unknown_variables, ["CREDIT_GATEWAY_TOSS_SECRETKEY"]);
}

#[test]
fn every_value_that_cannot_be_read_is_named_and_the_others_are_read() {
    let line = [
        "check",
        "--listen=nowhere",
        "--toss-virtual-account-hours",
        "soon",
        "--signing-key",
        "a key of at least thirty-two bytes",
        "--bank-code=088",
    ];
    let given = given(&line, &[]);
    assert_eq!(given.act().as_deref(), Some("check"));
    let (matches, found) = given.leniently("check");
    let text = found.wrong.join("\n");
    assert_eq!(found.wrong.len(), 3, "{text}");
    for setting in ["listen: ", "toss_virtual_account_hours: ", "public_url: "] {
        assert!(text.contains(setting), "{setting} in {text}");
    }
    assert!(!found.is_read("listen") && found.is_read("bank_code"));
    let (_, check) = matches.subcommand().unwrap();
    assert_eq!(check.get_one::<String>("bank_code").unwrap(), "088");
}
