//! Operators of the desk, from the command line.

use std::io::Read as _;

use clap::{Args, Subcommand};
use domain::{calendar::rfc3339_seoul, id::Entropy};
use secrecy::{ExposeSecret as _, SecretString};

use crate::{
    access::Desk,
    clock::{Clock as _, SystemClock},
    config::Database,
    entropy::SystemEntropy,
    flows::operators::{self, By, NewOperator, Operator, SecondFactor, totp::Factors},
    store::Db,
};

#[derive(Debug, Args)]
pub(super) struct Operators {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Adds an operator, and prints a password that is replaced at the first sign-in.
    Add {
        /// What the operator signs in as: an address of mail, for example.
        name: String,
        /// support, approver, admin or auditor.
        #[arg(long)]
        role: Desk,
        #[command(flatten)]
        password: Given,
        #[command(flatten)]
        database: Database,
    },
    /// Lists operators.
    List {
        #[command(flatten)]
        database: Database,
    },
    /// Ends an operator for good, and signs it out everywhere at once.
    Disable {
        name: String,
        #[command(flatten)]
        database: Database,
    },
    /// Gives an operator a second factor, and prints the address of its key (otpauth) for an authenticator app. Signs the
    /// operator out everywhere. It is asked for once a sign-in has given its first code. `reset` takes it away.
    Totp {
        name: String,
        /// The signing key of the gateways, from which the secret follows.
        #[arg(long, env = "CREDIT_GATEWAY_SIGNING_KEY", hide_env_values = true)]
        signing_key: SecretString,
        #[command(flatten)]
        database: Database,
    },
    /// Gives an operator another password, takes its second factor away and signs it out everywhere.
    Reset {
        name: String,
        #[command(flatten)]
        password: Given,
        #[command(flatten)]
        database: Database,
    },
}

/// Where a password comes from.
#[derive(Debug, Clone, Args)]
struct Given {
    /// Reads the password from standard input instead of making one up. It is replaced at the first sign-in as well.
    #[arg(long)]
    password_stdin: bool,
}

impl Given {
    /// The password, and whether it has to be told.
    fn password(&self, entropy: &mut dyn Entropy) -> anyhow::Result<(SecretString, bool)> {
        if !self.password_stdin {
            return Ok((operators::given_password(entropy), true));
        }
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text)?;
        let line = text.trim_end_matches(['\r', '\n']);
        Ok((SecretString::from(line.to_owned()), false))
    }
}

pub(super) async fn run(asked: Operators) -> anyhow::Result<()> {
    let (clock, mut entropy) = (SystemClock::new(), SystemEntropy::new());
    match asked.act {
        Act::Add {
            name,
            role,
            password,
            database,
        } => {
            let (password, told) = password.password(&mut entropy)?;
            let db = Db::open_beside(&database).await?;
            let new = NewOperator {
                name: name.clone(),
                desk: role,
                password: password.clone(),
                once: true,
            };
            let by = By::machine(clock.now(), &mut entropy);
            let id = operators::make(&db, new, by, &mut entropy).await?;
            say!("{id}  {name}  {role}");
            tell(&password, told);
        }
        Act::List { database } => {
            let db = Db::open_read_only(&database).await?;
            for operator in operators::list(&db).await? {
                show(&operator);
            }
        }
        Act::Disable { name, database } => {
            let db = Db::open_beside(&database).await?;
            let operator = operators::named(&db, &name).await?;
            let by = By::machine(clock.now(), &mut entropy);
            if !operators::disable(&db, &operator, by).await? {
                anyhow::bail!("{name} was disabled before");
            }
            say!("{name} is disabled, and signed out everywhere");
        }
        Act::Totp {
            name,
            signing_key,
            database,
        } => {
            let db = Db::open_beside(&database).await?;
            let operator = operators::named(&db, &name).await?;
            anyhow::ensure!(operator.disabled_at.is_none(), "{name} is disabled");
            let factors = Factors::new(&signing_key);
            let by = By::machine(clock.now(), &mut entropy);
            let factor =
                operators::set_second_factor(&db, &operator, &factors, (by, &mut entropy)).await?;
            say!("{}", factor.uri.expose_secret());
        }
        Act::Reset {
            name,
            password,
            database,
        } => {
            let (password, told) = password.password(&mut entropy)?;
            let db = Db::open_beside(&database).await?;
            let operator = operators::named(&db, &name).await?;
            anyhow::ensure!(operator.disabled_at.is_none(), "{name} is disabled");
            let by = By::machine(clock.now(), &mut entropy);
            operators::reset(&db, &operator, &password, true, (by, &mut entropy)).await?;
            say!("{name} is signed out everywhere, and signs in with the other password");
            tell(&password, told);
        }
    }
    Ok(())
}

fn tell(password: &SecretString, told: bool) {
    if told {
        say!(
            "password until the first sign-in: {}",
            password.expose_secret()
        );
    }
}

fn show(operator: &Operator) {
    let ended = operator
        .disabled_at
        .map_or_else(String::new, |at| format!("disabled {}", rfc3339_seoul(at)));
    let factor = match operator.second_factor {
        SecondFactor::Off => "",
        SecondFactor::Pending => "2fa-not-proved",
        SecondFactor::On | SecondFactor::Replaced => "2fa",
    };
    say!(
        "{}  {:8}  {}  {} {factor} {ended}",
        operator.id,
        operator.desk,
        rfc3339_seoul(operator.created_at),
        operator.name
    );
}
