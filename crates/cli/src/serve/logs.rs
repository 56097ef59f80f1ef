//! What a desk logs, to standard error.

use clap::ValueEnum;
use std::io::IsTerminal;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// The options of the log.
#[derive(clap::Args)]
pub struct LogArgs {
    /// The log's form: lines to read, or a JSON object a line.
    #[arg(long, env = "HELPLET_LOG_FORMAT", value_name = "FORMAT", default_value = "text")]
    log_format: Format,
    /// The least that is logged. Requests and deliveries are `info`.
    #[arg(long, env = "HELPLET_LOG_LEVEL", value_name = "LEVEL", default_value = "info")]
    log_level: Level,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Level {
    Error,
    Warn,
    Info,
    Debug,
}

impl LogArgs {
    /// Logs from now on. Of libraries, warnings at most: what they tell of more may be people's words.
    pub fn start(&self) {
        let level = match self.log_level {
            Level::Error => LevelFilter::ERROR,
            Level::Warn => LevelFilter::WARN,
            Level::Info => LevelFilter::INFO,
            Level::Debug => LevelFilter::DEBUG,
        };
        let others = level.min(LevelFilter::WARN);
        let wanted = Targets::new().with_target("helplet", level).with_default(others);
        let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
        let registry = tracing_subscriber::registry();
        match self.log_format {
            Format::Text => {
                let lines = lines.with_ansi(std::io::stderr().is_terminal()).with_target(false);
                registry.with(lines.with_filter(wanted)).init();
            }
            Format::Json => {
                let lines = lines.json().flatten_event(true).with_target(false).with_current_span(true);
                registry.with(lines.with_span_list(false).with_filter(wanted)).init();
            }
        }
    }
}
