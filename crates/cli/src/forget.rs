//! `helplet forget`: deletes one person's data.

use crate::kept::{self, Kept};
use helplet_desk::store::{Belongings, Whose};
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

/// Options of `helplet forget`.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    kept: Kept,
    #[command(flatten)]
    whose: Chosen,
    /// Delete without asking.
    #[arg(long)]
    yes: bool,
}

#[derive(clap::Args)]
#[group(required = true, multiple = false)]
struct Chosen {
    /// Who left this e-mail address, or whose signed token told it.
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// Who left this telephone number.
    #[arg(long, value_name = "NUMBER")]
    phone: Option<String>,
    /// The user of this `sub` in signed tokens.
    #[arg(long, value_name = "SUB")]
    subject: Option<String>,
    /// The one ticket of this number.
    #[arg(long, value_name = "TICKET")]
    number: Option<String>,
}

/// Runs the command. Shows what is kept first; exit code 1 where nothing is, or nothing was deleted.
pub fn run(args: Args) -> ExitCode {
    let Chosen { email, phone, subject, number } = args.whose;
    let whose = email.map(Whose::Email).or(phone.map(Whose::Phone)).or(subject.map(Whose::Subject));
    let Some(whose) = whose.or(number.map(Whose::Number)) else { return ExitCode::FAILURE };
    kept::with(args.kept, async |archive| {
        let person = archive.store().person(&whose).await.map_err(|error| error.to_string())?;
        if person.is_empty() {
            return Err("nothing is kept of this person".to_owned());
        }
        show(&person);
        if !args.yes && !asked()? {
            return Err("nothing was deleted".to_owned());
        }
        archive.forget(&person).await.map_err(|error| error.to_string())?;
        archive.close().await;
        println!("deleted; it is in older backups until you delete those");
        Ok(())
    })
}

fn show(person: &Belongings) {
    for ticket in &person.threads {
        println!("{}  {}  {} messages", ticket.number, ticket.created_at, ticket.messages);
    }
    println!("{} tickets, {} files, {} signed-in users", person.threads.len(), person.files.len(), person.users());
}

/// Asks on the terminal.
fn asked() -> Result<bool, String> {
    if !std::io::stdin().is_terminal() {
        return Err("nothing was deleted: add --yes where nobody can be asked".to_owned());
    }
    print!("Delete all of this for good? Write yes: ");
    let mut answer = String::new();
    let read = std::io::stdout().flush().and_then(|()| std::io::stdin().read_line(&mut answer));
    read.map_err(|error| error.to_string())?;
    Ok(answer.trim() == "yes")
}
