//! The configuration: a file and the environment, read once at start. Half a configuration is refused.
//!
//! Every value has a name in the file (`payback-panel.toml`, or the file that `PAYBACK_CONFIG` names)
//! and in the environment (`PAYBACK_` and the name in capitals; the environment wins).

mod database;

use crate::domain::letters::Letterhead;
use crate::ports::background::Background;
use crate::ports::photos::{Bucket, Shelving};
use crate::ports::post::Post;
use crate::web::brand::{self, Brand};
use crate::web::http::log::Format;
use crate::web::http::peer::Proxies;
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

pub use database::{database_url, sqlite_file};

/// What an operator sets.
#[derive(Clone)]
pub struct Config {
    /// The database's address, `sqlite:…` or `postgres:…`.
    pub database_url: String,
    /// Where the server listens.
    pub listen: SocketAddr,
    /// The address people use, without a slash at the end.
    pub address: String,
    /// The name of the deployment.
    pub service: String,
    /// The colours of the site, all made from one.
    pub brand: Brand,
    /// Who runs the deployment, and where people write to them.
    pub contact: Contact,
    /// Keys digests, tokens and sessions: 256 bits.
    pub secret: [u8; 32],
    /// Where letters go.
    pub post: Post,
    /// Where the files of photos stand.
    pub photos: Shelving,
    /// What lies under the marks of the maps, where an operator has given something.
    pub background: Option<Background>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Proxies,
    /// What the log says, like `info` or `warn,payback_panel=debug`, and how it is written.
    pub log: (String, Format),
    /// Whether this is the demonstration.
    pub demonstration: bool,
}

/// Who runs a deployment. The pages on privacy and accessibility name them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// The body that answers for the service, like a council or a probation region.
    pub run_by: String,
    /// The email address for questions and complaints.
    pub email: String,
}

/// Why the configuration does not stand.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(pub String);

fn refused<T>(why: impl Into<String>) -> Result<T, ConfigError> {
    Err(ConfigError(why.into()))
}

/// The values as written down, before they are understood.
struct Written {
    file: BTreeMap<String, toml::Value>,
}

impl Written {
    fn load() -> Result<Written, ConfigError> {
        let named = environment("PAYBACK_CONFIG");
        let path = named.clone().unwrap_or_else(|| "payback-panel.toml".into());
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(_) if named.is_none() => String::new(),
            Err(error) => return refused(format!("{path} cannot be read: {error}")),
        };
        let file: BTreeMap<String, toml::Value> = toml::from_str(&text)
            .map_err(|error| ConfigError(format!("{path} does not read: {error}")))?;
        for name in file.keys() {
            if !NAMES.contains(&name.as_str()) {
                return refused(format!("{path}: {name:?} is not a setting of this program"));
            }
        }
        Ok(Written { file })
    }

    fn get(&self, name: &str) -> Option<String> {
        let in_environment = environment(&format!("PAYBACK_{}", name.to_uppercase()));
        in_environment.or_else(|| match self.file.get(name)? {
            toml::Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        })
    }
}

const NAMES: [&str; 20] = [
    "database_url",
    "listen",
    "address",
    "service",
    "brand_colour",
    "run_by",
    "contact_email",
    "secret_file",
    "smtp",
    "sender",
    "photos",
    "photos_endpoint",
    "photos_region",
    "photos_access_key",
    "photos_secret_key",
    "map_background",
    "map_background_credit",
    "trusted_proxies",
    "log",
    "log_format",
];

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the environment"
)]
fn environment(name: &str) -> Option<String> {
    std::env::var(name)
        .ok()
        .filter(|value| !value.trim().is_empty())
}

impl Config {
    /// Reads the file and the environment.
    pub fn load() -> Result<Config, ConfigError> {
        let written = Written::load()?;
        let database_url = database::named(&written);
        let listen = written
            .get("listen")
            .unwrap_or_else(|| "127.0.0.1:8000".into());
        let listen: SocketAddr = listen.parse().map_err(|_| {
            ConfigError(format!(
                "listen must be an address and a port like 127.0.0.1:8000, not {listen:?}"
            ))
        })?;
        let address = written
            .get("address")
            .unwrap_or_else(|| format!("http://{listen}"));
        let secret_file = written
            .get("secret_file")
            .map_or_else(|| beside(&database_url, "payback-panel.key"), PathBuf::from);
        Ok(Config {
            secret: secret(&secret_file)?,
            post: post(&written)?,
            photos: photos(&written, &database_url)?,
            background: background(&written, &database_url)?,
            brand: brand(&written)?,
            contact: Contact {
                run_by: written.get("run_by").unwrap_or_default(),
                email: written.get("contact_email").unwrap_or_default(),
            },
            address: address.trim_end_matches('/').to_string(),
            service: written
                .get("service")
                .unwrap_or_else(|| "Payback Panel".into()),
            trusted_proxies: proxies(&written)?,
            log: log(&written)?,
            demonstration: false,
            database_url,
            listen,
        })
    }

    /// The demonstration's own: the file decides nothing in it but colours, what lies under the map, and
    /// the log.
    pub fn for_demonstration(database: &Path, listen: SocketAddr) -> Result<Config, ConfigError> {
        let written = Written::load()?;
        let database_url = format!("sqlite:{}", database.display());
        Ok(Config {
            background: background(&written, &database_url)?,
            database_url,
            listen,
            address: format!("http://{listen}"),
            service: "Payback Panel".into(),
            brand: brand(&written)?,
            secret: [0; 32],
            post: Post::Kept,
            photos: Shelving::Folder(database.with_file_name("photos")),
            trusted_proxies: Proxies::none(),
            log: match written.get("log") {
                Some(_) => log(&written)?,
                None => ("warn".into(), Format::Text),
            },
            contact: Contact {
                run_by: "the people who run this demonstration".into(),
                email: "panel@demonstration.example".into(),
            },
            demonstration: true,
        })
    }

    /// Listens elsewhere. Unless another address was set for people, it is the one they use.
    pub fn listen_at(&mut self, listen: SocketAddr) {
        if self.address == format!("http://{}", self.listen) {
            self.address = format!("http://{listen}");
        }
        self.listen = listen;
    }

    /// How letters name this deployment.
    pub fn letterhead(&self) -> Letterhead {
        Letterhead {
            service: self.service.clone(),
            address: self.address.clone(),
        }
    }

    /// Whether people reach the site over https, so that cookies are marked for it alone.
    pub fn is_https(&self) -> bool {
        self.address.starts_with("https://")
    }
}

/// A file or folder beside the database's file; in `./data` where the database is a server's.
fn beside(database_url: &str, name: &str) -> PathBuf {
    sqlite_file(database_url)
        .and_then(|file| file.parent().map(Path::to_path_buf))
        .unwrap_or_else(|| PathBuf::from("./data"))
        .join(name)
}

/// Reads the key, or makes one the first time. Whoever has it can sign in as anybody: it is not in
/// the database, so that a backup does not carry it.
pub fn secret(file: &Path) -> Result<[u8; 32], ConfigError> {
    if let Some(secret) = kept_secret(file)? {
        return Ok(secret);
    }
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).map_err(|error| {
            ConfigError(format!("{} cannot be made: {error}", folder.display()))
        })?;
    }
    let secret: [u8; 32] = crate::ports::dice::Dice::Fair.bytes();
    write_private(file, &crate::domain::ids::hex(&secret))
        .map_err(|error| ConfigError(format!("{} cannot be written: {error}", file.display())))?;
    // Another process may have been first: what stands in the file is the key.
    kept_secret(file)?.ok_or_else(|| ConfigError(format!("{} cannot be read back", file.display())))
}

fn kept_secret(file: &Path) -> Result<Option<[u8; 32]>, ConfigError> {
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return refused(format!("{} cannot be read: {error}", file.display())),
    };
    match unhex(text.trim()) {
        Some(secret) => Ok(Some(secret)),
        None => refused(format!(
            "{} must hold 64 hexadecimal digits",
            file.display()
        )),
    }
}

/// Writes a file that only its owner reads, unless it is there already. It appears whole or not at
/// all: written under another name, then given its own.
fn write_private(file: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    let mut unfinished = file.as_os_str().to_owned();
    unfinished.push(format!(".{}", crate::ports::dice::Dice::Fair.token()));
    let unfinished = PathBuf::from(unfinished);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut open = options.open(&unfinished)?;
    open.write_all(text.as_bytes())?;
    open.write_all(b"\n")?;
    open.sync_all()?;
    let named = std::fs::hard_link(&unfinished, file);
    std::fs::remove_file(&unfinished)?;
    match named {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut bytes = [0; 32];
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[index * 2..index * 2 + 2], 16).ok()?;
    }
    Some(bytes)
}

fn post(written: &Written) -> Result<Post, ConfigError> {
    match (written.get("smtp"), written.get("sender")) {
        (None, _) => Ok(Post::Kept),
        (Some(_), None) => refused("smtp is set but sender is not: say who letters are from"),
        (Some(url), Some(from)) => Post::smtp(&url, &from).map_err(ConfigError),
    }
}

/// A file of tiles, named as it stands beside the database or by its whole path.
fn background(written: &Written, database_url: &str) -> Result<Option<Background>, ConfigError> {
    let named = |name: &str| written.get(name).filter(|value| !value.trim().is_empty());
    match (named("map_background"), named("map_background_credit")) {
        (None, None) => Ok(None),
        (None, Some(_)) => refused(
            "map_background_credit is set but map_background is not: name the file of tiles",
        ),
        (Some(_), None) => {
            refused("map_background is set but map_background_credit is not: say whose map it is")
        }
        (Some(name), Some(credit)) => {
            let file = beside(database_url, name.trim());
            let opened = Background::open(&file, credit.trim());
            let refusal =
                |error| ConfigError(format!("map_background: {} {error}", file.display()));
            opened.map(Some).map_err(refusal)
        }
    }
}

/// A folder, by default one beside the database; or a bucket, where it begins with `s3://`.
fn photos(written: &Written, database_url: &str) -> Result<Shelving, ConfigError> {
    let wanted = written.get("photos").unwrap_or_default();
    let Some(bucket) = wanted.trim().strip_prefix("s3://") else {
        return Ok(Shelving::Folder(match wanted.trim() {
            "" => beside(database_url, "photos"),
            folder => PathBuf::from(folder),
        }));
    };
    let (name, prefix) = bucket.split_once('/').unwrap_or((bucket, ""));
    let needed = |setting: &str| {
        let value = written.get(setting).filter(|value| !value.is_empty());
        value.ok_or_else(|| ConfigError(format!("photos names a bucket but {setting} is not set")))
    };
    let endpoint = needed("photos_endpoint")?;
    if name.is_empty()
        || !["http://", "https://"]
            .iter()
            .any(|start| endpoint.starts_with(start))
    {
        return refused(
            "photos must be like s3://bucket/prefix and photos_endpoint like https://s3.eu-west-2.amazonaws.com",
        );
    }
    Ok(Shelving::Bucket(Bucket {
        name: name.to_string(),
        prefix: prefix.trim_matches('/').to_string(),
        endpoint: endpoint.trim_end_matches('/').to_string(),
        region: written
            .get("photos_region")
            .unwrap_or_else(|| "us-east-1".into()),
        access_key: needed("photos_access_key")?,
        secret_key: needed("photos_secret_key")?,
    }))
}

fn brand(written: &Written) -> Result<Brand, ConfigError> {
    let colour = written.get("brand_colour");
    Brand::parse(colour.as_deref().unwrap_or(brand::DEFAULT_COLOUR))
        .map_err(|error| ConfigError(format!("brand_colour: {error}")))
}

fn proxies(written: &Written) -> Result<Proxies, ConfigError> {
    let list = written.get("trusted_proxies").unwrap_or_default();
    let list = list.replace(['[', ']', '"'], "");
    list.parse()
        .map_err(|error| ConfigError(format!("trusted_proxies: {error}")))
}

fn log(written: &Written) -> Result<(String, Format), ConfigError> {
    let filter = written.get("log").unwrap_or_else(|| "info".into());
    match written.get("log_format").as_deref() {
        None | Some("text") => Ok((filter, Format::Text)),
        Some("json") => Ok((filter, Format::Json)),
        Some(other) => refused(format!("log_format must be text or json, not {other:?}")),
    }
}

#[cfg(test)]
mod tests;
