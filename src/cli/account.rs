//! `account add`: an account with a grant, and the link to set it up. How the first administrator gets in.

use crate::actions::Person;
use crate::actions::Refusal;
use crate::actions::identity::accounts::{self, Invitee};
use crate::cli::{Failure, Outcome, open_configured};
use crate::domain::identity::email::EmailAddress;
use crate::domain::mistakes;
use crate::domain::policy::{Grant, Role};
use clap::Subcommand;

/// What to do with accounts.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Add an account with a grant, or give a grant to one that there is, and print a one-time link to
    /// set it up. Panel members sign in by email: for them the sign-in page is printed.
    Add(Add),
}

#[derive(Debug, clap::Args)]
struct Add {
    /// Where letters to the person go
    #[arg(long, value_name = "E")]
    email: EmailAddress,
    /// What the person is called
    #[arg(long, value_name = "N", value_parser = read_name)]
    name: String,
    /// panel-member, probation, council or administrator
    #[arg(long, value_name = "R", value_parser = read_role)]
    role: Role,
    /// The code of the area that the role is for; none for an administrator
    #[arg(long, value_name = "CODE")]
    area: Option<String>,
}

fn read_name(text: &str) -> Result<String, String> {
    mistakes::line(text, 100, "Enter a name")
}

fn read_role(text: &str) -> Result<Role, String> {
    Role::parse(text).ok_or_else(|| {
        let known = Role::GRANTED.map(Role::code).join(", ");
        format!("the role must be one of {known}")
    })
}

fn wrong_use(line: &str) -> Failure {
    Failure {
        line: line.to_string(),
        code: 2,
    }
}

/// Runs it.
pub async fn run(args: Args) -> Outcome {
    let What::Add(add) = args.what;
    match (add.role, &add.area) {
        (Role::Administrator, Some(_)) => {
            return Err(wrong_use(
                "--area: an administrator looks after all areas, leave it out",
            ));
        }
        (Role::Administrator, None) => {}
        (_, None) => return Err(wrong_use("--area: this role needs the code of its area")),
        (_, Some(_)) => {}
    }
    let invitee = Invitee {
        address: add.email,
        name: add.name,
        grant: Grant {
            role: add.role,
            area: add.area.unwrap_or_default(),
        },
    };
    let app = open_configured().await?;
    let invited = accounts::invite(&app.desk, &Person::operator(), invitee, None).await;
    let printed = match invited {
        Ok(invited) => Ok(format!("{}{}", app.config.address, invited.path)),
        Err(Refusal::Mistaken(mistakes)) => Err(Failure::new(one_line(&mistakes))),
        Err(other) => Err(Failure::new(other)),
    };
    app.desk.db.close().await;
    println!("{}", printed?);
    Ok(())
}

fn one_line(mistakes: &mistakes::Mistakes) -> String {
    let all: Vec<String> = mistakes
        .iter()
        .map(|mistake| format!("--{}: {}", mistake.field, mistake.message))
        .collect();
    all.join("; ")
}
