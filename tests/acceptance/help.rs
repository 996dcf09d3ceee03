//! Every command that other programs rely on is there and says what it does.

use crate::world::Operator;

/// The commands with the options that stay fixed.
const COMMANDS: [(&str, &[&str]); 25] = [
    ("demo", &["--listen", "--data"]),
    ("serve", &["--listen"]),
    ("migrate", &[]),
    ("account add", &["--email", "--name", "--role", "--area"]),
    (
        "areas import",
        &["--kind", "--set", "--code", "--name", "--parent"],
    ),
    ("postcodes import", &[]),
    ("locate", &["--lat", "--lon", "--postcode"]),
    ("nominations import", &["--dry-run"]),
    ("projects import", &["--dry-run"]),
    ("returns import", &["--dry-run"]),
    ("attendances import", &["--dry-run"]),
    (
        "figures",
        &["--area", "--from", "--to", "--by", "--format", "--staff"],
    ),
    ("figures refresh", &[]),
    ("figures verify", &[]),
    (
        "count",
        &["--method", "--seats", "--budget", "--tie-order", "--json"],
    ),
    ("round", &[]),
    ("round keygen", &["--out"]),
    ("round verify", &[]),
    ("audit", &[]),
    ("audit verify", &[]),
    ("backup", &[]),
    ("restore", &[]),
    ("generate", &["--returns", "--years", "--seed"]),
    ("categories import", &[]),
    ("places import", &[]),
];

#[tokio::test]
async fn every_command_says_what_it_does_and_what_it_takes() {
    let operator = Operator::new();
    for (command, options) in COMMANDS {
        let help = operator.gets(&format!("{command} --help"));
        let first = help.lines().next().unwrap_or_default();
        assert!(
            first.len() > 10 && !first.starts_with("Usage"),
            "{command}: {first}"
        );
        assert!(
            help.contains(&format!("Usage: payback-panel {command}")),
            "{help}"
        );
        for option in options {
            assert!(help.contains(option), "{command} {option}: {help}");
        }
    }
    operator.clears_up().await;
}

#[tokio::test]
async fn every_command_of_the_list_has_help_and_wrong_use_is_told_apart_from_failure() {
    let operator = Operator::new();
    let help = operator.gets("--help");
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let listed: Vec<&str> = listed
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|command| *command != "help")
        .collect();
    assert!(listed.len() > 15, "{listed:?}");
    for command in &listed {
        let known = |(name, _): &(&str, _)| name.split(' ').next() == Some(*command);
        assert!(
            COMMANDS.iter().any(known),
            "{command} is not looked at here"
        );
        operator.fails(&format!("{command} --nothing-like-it"), 2);
    }
    operator.fails("dance", 2);
    operator.clears_up().await;
}
