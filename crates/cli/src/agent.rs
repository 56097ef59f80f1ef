//! `helplet agent`: the accounts of those who answer tickets.

use helplet_desk::{AccountError, Agents};
use std::io::{BufRead, IsTerminal};
use std::process::ExitCode;
use tokio::runtime::Runtime;

/// Options of `helplet agent`.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
    /// The desk's database, as `helplet serve` has it; the desk may be running.
    #[arg(
        long,
        global = true,
        env = "HELPLET_DATA",
        value_name = "FILE|URL",
        default_value = "helplet.db",
        hide_env_values = true
    )]
    data: String,
}

#[derive(clap::Subcommand)]
enum Action {
    /// Make an account. The password is asked for, or is one line of standard input.
    Add {
        /// What the agent signs in with; upper and lower case are the same.
        name: String,
        /// What people read above the agent's answers; the name when not given.
        #[arg(long, value_name = "TEXT")]
        shown_as: Option<String>,
    },
    /// List all accounts, with their teams.
    List,
    /// Let an agent sign in no more, and end their sessions. Their answers stay.
    Disable {
        /// Whom.
        name: String,
    },
    /// Put an agent into teams and no others. They take these teams' chats; of no team, all.
    Team {
        /// Whom.
        name: String,
        /// The teams, as the rules of --routing name them.
        teams: Vec<String>,
    },
    /// Give an agent a new password, and end their sessions. A disabled agent may sign in again.
    Password {
        /// Whom.
        name: String,
    },
}

/// Runs the command; says on standard error why where it can't.
pub fn run(args: Args) -> ExitCode {
    match Runtime::new().map_err(|error| error.to_string()).and_then(|runtime| runtime.block_on(work(args))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("helplet: {reason}");
            ExitCode::FAILURE
        }
    }
}

async fn work(args: Args) -> Result<(), String> {
    let agents = Agents::open(&args.data).await.map_err(|error| error.to_string())?;
    let done = act(&agents, args.action).await;
    agents.close().await;
    done
}

async fn act(agents: &Agents, action: Action) -> Result<(), String> {
    let told = |error: AccountError| error.to_string();
    match action {
        Action::Add { name, shown_as } => {
            agents.add(&name, shown_as.as_deref(), &password()?).await.map_err(told)?;
            println!("{name} can sign in at /desk/ now");
        }
        Action::List => {
            let accounts = agents.list().await.map_err(told)?;
            for account in &accounts {
                let state = if account.disabled { "disabled" } else { "active" };
                let teams = account.teams.iter().map(|team| format!("\t{team}")).collect::<String>();
                println!("{}\t{}\t{state}{teams}", account.name, account.shown_as);
            }
            if accounts.is_empty() {
                println!("there are no agents: `helplet agent add NAME` makes one");
            }
        }
        Action::Disable { name } => {
            agents.disable(&name).await.map_err(told)?;
            println!("{name} can't sign in any more");
        }
        Action::Team { name, teams } => {
            agents.set_teams(&name, &teams).await.map_err(told)?;
            match teams.as_slice() {
                [] => println!("{name} takes all chats"),
                teams => println!("{name} takes the chats of {}", teams.join(", ")),
            }
        }
        Action::Password { name } => {
            agents.set_password(&name, &password()?).await.map_err(told)?;
            println!("{name} has a new password");
        }
    }
    Ok(())
}

/// Asks twice at a terminal; elsewhere reads one line.
fn password() -> Result<String, String> {
    let unreadable = |error: std::io::Error| format!("the password can't be read: {error}");
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        let mut line = String::new();
        stdin.lock().read_line(&mut line).map_err(unreadable)?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    let first = rpassword::prompt_password("Password: ").map_err(unreadable)?;
    let again = rpassword::prompt_password("The same again: ").map_err(unreadable)?;
    if first == again { Ok(first) } else { Err("the two passwords differ: nothing was changed".to_owned()) }
}
