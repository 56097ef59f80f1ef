//! The options of `helplet serve` from a TOML file: its keys are their long names. An option on the
//! command line comes first, then the environment, then the file.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// The command whose options it is about.
const SERVE: &str = "serve";
/// The option that names the file; not an option of the file.
const CONFIG: &str = "config";

/// The command line with what the file says and neither it nor the environment does.
///
/// # Errors
/// A sentence that names file and key.
pub fn with_file(command: &Command, mut line: Vec<OsString>) -> Result<Vec<OsString>, String> {
    let Some(serve) = command.find_subcommand(SERVE) else { return Ok(line) };
    // What is wrong on the line itself, or in want of the file, the proper reading tells.
    let Ok(said) = command.clone().ignore_errors(true).try_get_matches_from(&line) else { return Ok(line) };
    let Some((SERVE, said)) = said.subcommand() else { return Ok(line) };
    let Some(file) = said.get_one::<PathBuf>(CONFIG) else { return Ok(line) };
    line.extend(options(serve, said, file)?);
    Ok(line)
}

fn options(serve: &Command, said: &ArgMatches, file: &Path) -> Result<Vec<OsString>, String> {
    let fail = |reason: String| format!("{}: {reason}", file.display());
    let text = std::fs::read_to_string(file).map_err(|error| fail(format!("can't be read: {error}")))?;
    // Its own text would show the line, which may hold a secret.
    let table: Table = text.parse().map_err(|error: toml::de::Error| {
        let before = error.span().map_or("", |span| &text[..span.start]);
        fail(format!("line {}: {}", before.matches('\n').count() + 1, error.message()))
    })?;
    let mut options = Vec::new();
    for (key, value) in &table {
        let Some(argument) = settings(serve).find(|argument| argument.get_long() == Some(key)) else {
            return Err(fail(format!("{key:?} is no setting{}", nearest(serve, key))));
        };
        let told = if argument.is_hide_env_values_set() { key.clone() } else { format!("{key} = {value}") };
        let values =
            values(argument, value).ok_or_else(|| fail(format!("{told}: {} is expected", expected(argument))))?;
        let given: Vec<OsString> = values.iter().filter_map(|value| flag(argument, key, value)).collect();
        for option in &given {
            tried(serve, key, option).map_err(|reason| fail(format!("{told}: {reason}")))?;
        }
        let source = said.value_source(argument.get_id().as_str());
        if !matches!(source, Some(ValueSource::CommandLine | ValueSource::EnvVariable)) {
            options.extend(given);
        }
    }
    Ok(options)
}

/// The settings, in the order of the help.
fn settings(serve: &Command) -> impl Iterator<Item = &Arg> {
    serve.get_arguments().filter(|argument| argument.get_env().is_some() && argument.get_long() != Some(CONFIG))
}

fn nearest(serve: &Command, key: &str) -> String {
    let names = settings(serve).filter_map(Arg::get_long);
    let near = names.map(|name| (strsim::osa_distance(name, key), name)).min().filter(|(slips, _)| *slips <= 3);
    let near = near.map_or(String::new(), |(_, name)| format!("; did you mean {name}?"));
    format!("{near}; `helplet serve --help` lists them")
}

/// The values as texts; `None` where they are of another kind than the option's.
fn values(argument: &Arg, value: &Value) -> Option<Vec<String>> {
    let one = |value: &Value| match (value, expected(argument)) {
        (Value::String(text), kind) if kind != NUMBER && kind != TRUTH => Some(text.clone()),
        (Value::Integer(number), NUMBER) => Some(number.to_string()),
        (Value::Boolean(truth), TRUTH) => Some(truth.to_string()),
        _ => None,
    };
    match value {
        Value::Array(values) if expected(argument) == LIST => values.iter().map(one).collect(),
        value => Some(vec![one(value)?]),
    }
}

const TRUTH: &str = "true or false";
const NUMBER: &str = "a whole number";
const LIST: &str = "a text or a list of texts";
const TEXT: &str = "a text in quotes";

fn expected(argument: &Arg) -> &'static str {
    match argument.get_action() {
        ArgAction::SetTrue => TRUTH,
        ArgAction::Append => LIST,
        _ if argument.get_value_parser().type_id() == std::any::TypeId::of::<u32>() => NUMBER,
        _ => TEXT,
    }
}

/// The option on a command line; `None` where that is as without it.
fn flag(argument: &Arg, key: &str, value: &str) -> Option<OsString> {
    match (argument.get_action(), value) {
        (ArgAction::SetTrue, "true") => Some(format!("--{key}").into()),
        (ArgAction::SetTrue, _) => None,
        _ => Some(format!("--{key}={value}").into()),
    }
}

/// Reads one option, to tell of its value where it is wrong. What else may be wrong, or in want of
/// others, the proper reading tells.
fn tried(serve: &Command, key: &str, option: &OsString) -> Result<(), String> {
    let Err(error) = serve.clone().no_binary_name(true).try_get_matches_from([option]) else { return Ok(()) };
    let ours = matches!(error.get(ContextKind::InvalidArg), Some(ContextValue::String(name)) if {
        name.trim_start_matches('-').split([' ', '=']).next() == Some(key)
    });
    if !ours || error.kind() == ErrorKind::MissingRequiredArgument {
        return Ok(());
    }
    let told = error.to_string();
    let first = told.trim_start_matches("error: ").lines().next().unwrap_or_default().to_owned();
    Err(std::error::Error::source(&error).map_or(first, ToString::to_string))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;
    use std::fs;

    /// The command line that a file makes of this one.
    fn read(name: &str, text: &str, line: &[&str]) -> Result<Vec<OsString>, String> {
        let file = std::env::temp_dir().join(format!("helplet-settings-{}-{name}.toml", std::process::id()));
        fs::write(&file, text).expect("written");
        let config = format!("--config={}", file.display());
        let line = ["helplet", "serve", &config].iter().chain(line).map(OsString::from).collect();
        let read = with_file(&crate::Command::command(), line);
        fs::remove_file(file).expect("removed");
        read.map(|line| line.into_iter().skip(3).collect())
    }

    #[test]
    fn every_kind_of_setting_is_read_and_the_command_line_comes_first() {
        let text = "listen = \"127.0.0.1:0\"\nquiet = true\nno-feedback = false\nmax-streams = 7\n\
                    allow-origin = [\"https://a.cn\", \"https://b.cn\"]\ntrusted-proxy = \"10.0.0.1\"\n\
                    smtp = \"smtp://localhost\"";
        let line = read("kinds", text, &["--max-streams=9"]).expect("read");
        let expected = [
            "--max-streams=9",
            "--allow-origin=https://a.cn",
            "--allow-origin=https://b.cn",
            "--listen=127.0.0.1:0",
            "--quiet",
            "--smtp=smtp://localhost",
            "--trusted-proxy=10.0.0.1",
        ];
        assert_eq!(line, expected);
    }

    #[test]
    fn what_is_wrong_is_told_with_file_and_key() {
        for (name, text, words) in [
            ("unknown", "lisetn = 1", vec!["\"lisetn\" is no setting", "did you mean listen?"]),
            ("self", "config = \"a\"", vec!["\"config\" is no setting"]),
            ("text", "listen = 8787", vec!["listen = 8787: a text in quotes is expected"]),
            ("number", "max-streams = \"7\"", vec!["max-streams = \"7\": a whole number is expected"]),
            ("truth", "quiet = 1", vec!["quiet = 1: true or false is expected"]),
            ("list", "allow-origin = [1]", vec!["allow-origin = [1]: a text or a list of texts is expected"]),
            ("value", "listen = \"here\"", vec!["listen = \"here\": invalid socket address"]),
            ("range", "max-connections = 0", vec!["max-connections = 0: 0 is not in 1.."]),
            ("choice", "identity-algorithm = \"none\"", vec!["identity-algorithm = \"none\"", "invalid value"]),
            ("secret", "webhook-secret = \"hush\"", vec!["webhook-secret: ", "whsec_ and 24 to 64"]),
            ("form", "quiet = true\ndata = \"secret", vec!["line 2: "]),
        ] {
            let message = read(name, text, &[]).expect_err(name);
            assert!(message.contains(&format!("-{name}.toml: ")), "{message}");
            assert!(words.iter().all(|word| message.contains(word)), "{words:?} in {message}");
            assert!(
                !message.contains("hush") && !message.contains("secret\"") && !message.contains("= \"secret"),
                "{message}"
            );
        }
        let none = ["helplet", "serve", "--config=none.toml"].map(OsString::from).to_vec();
        let message = with_file(&crate::Command::command(), none).expect_err("no file");
        assert!(message.starts_with("none.toml: can't be read"), "{message}");
    }

    #[test]
    fn the_docs_list_every_setting() {
        let command = crate::Command::command();
        let serve = command.find_subcommand(SERVE).expect("the command");
        let mut table = String::from("| key | variable | what it is | default |\n|---|---|---|---|\n");
        for argument in settings(serve) {
            let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
            let default = argument.get_default_values().first().and_then(|default| default.to_str());
            let shown = default.filter(|_| expected(argument) != TRUTH).map_or(String::new(), |it| format!("`{it}`"));
            let variable = argument.get_env().and_then(|variable| variable.to_str()).unwrap_or_default();
            let key = argument.get_long().unwrap_or_default();
            let help = help.replace('\n', " ").replace('<', "&lt;").replace('|', "\\|");
            table += &format!("| `{key}` | `{variable}` | {help} | {shown} |\n");
        }
        let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/DESK.md")).expect("the page");
        assert!(page.contains(&table), "put this into docs/DESK.md, under Settings:\n{table}");
    }
}
