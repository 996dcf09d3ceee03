//! Which database the settings name.

use super::{ConfigError, Written, environment};
use std::path::PathBuf;

/// The database that the environment and the file name. Nothing is made, neither a key nor a folder.
pub fn database_url() -> Result<String, ConfigError> {
    Ok(named(&Written::load()?))
}

pub(super) fn named(written: &Written) -> String {
    environment("DATABASE_URL")
        .or_else(|| written.get("database_url"))
        .unwrap_or_else(|| "sqlite:./data/payback-panel.db".into())
}

/// The file of a `sqlite:` address.
pub fn sqlite_file(url: &str) -> Option<PathBuf> {
    let rest = url.strip_prefix("sqlite:")?;
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let file = rest.split('?').next().unwrap_or(rest);
    Some(PathBuf::from(file))
}
