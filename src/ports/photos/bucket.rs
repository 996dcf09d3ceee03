//! A bucket that speaks S3, reached with the HTTP client and the TLS that are in this program already.
//!
//! `object_store` knows the language; here is only the wire: one connection a request, each in a given
//! time. Photos are small and seldom written, so nothing is kept open.

use super::shelf::ShelfError;
use http_body_util::BodyExt;
use hyper::header::{HOST, HeaderValue};
use hyper_util::rt::TokioIo;
use object_store::ClientOptions;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse,
    HttpResponseBody, HttpService,
};
use object_store::prefix::PrefixStore;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// How long one request may take, from the first byte out to the last byte in.
const PATIENCE: Duration = Duration::from_secs(20);

/// A bucket as an operator names it.
#[derive(Clone, PartialEq, Eq)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// What all names in it begin with; empty for none.
    pub prefix: String,
    /// Where it is, like `https://s3.eu-west-2.amazonaws.com`.
    pub endpoint: String,
    /// Its region.
    pub region: String,
    /// Who asks.
    pub access_key: String,
    /// What proves it.
    pub secret_key: String,
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without its keys.
        write!(f, "bucket {} at {}", self.name, self.endpoint)
    }
}

/// The bucket, ready to be asked. Nothing is asked yet.
pub fn open(bucket: &Bucket) -> Result<PrefixStore<AmazonS3>, ShelfError> {
    let store = AmazonS3Builder::new()
        .with_bucket_name(&bucket.name)
        .with_endpoint(&bucket.endpoint)
        .with_region(&bucket.region)
        .with_access_key_id(&bucket.access_key)
        .with_secret_access_key(&bucket.secret_key)
        .with_allow_http(bucket.endpoint.starts_with("http://"))
        .with_http_connector(Wire)
        .build()?;
    Ok(PrefixStore::new(store, bucket.prefix.as_str()))
}

/// Makes clients that reach a bucket.
#[derive(Debug)]
struct Wire;

impl HttpConnector for Wire {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        let roots: RootCertStore = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
        let config = ClientConfig::builder()
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(HttpClient::new(Client {
            tls: TlsConnector::from(Arc::new(config)),
        }))
    }
}

struct Client {
    tls: TlsConnector,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Client")
    }
}

type Asking<'a> = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'a>>;

impl HttpService for Client {
    fn call<'s, 'a>(&'s self, request: HttpRequest) -> Asking<'a>
    where
        's: 'a,
        Self: 'a,
    {
        Box::pin(async move {
            match tokio::time::timeout(PATIENCE, self.ask(request)).await {
                Ok(answer) => answer,
                Err(late) => Err(HttpError::new(HttpErrorKind::Timeout, late)),
            }
        })
    }
}

fn unreached(error: impl std::error::Error + Send + Sync + 'static) -> HttpError {
    HttpError::new(HttpErrorKind::Connect, error)
}

fn broken(error: hyper::Error) -> HttpError {
    HttpError::new(HttpErrorKind::Request, error)
}

impl Client {
    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let uri = request.uri().clone();
        let host = uri.host().unwrap_or_default().to_string();
        let is_https = uri.scheme_str() == Some("https");
        let port = uri.port_u16().unwrap_or(if is_https { 443 } else { 80 });
        let bare = host.trim_matches(['[', ']']).to_string();
        let stream = TcpStream::connect((bare.as_str(), port)).await;
        let stream = stream.map_err(unreached)?;
        if !is_https {
            return exchanged(stream, request).await;
        }
        let name = ServerName::try_from(bare).map_err(unreached)?;
        let stream = self.tls.connect(name, stream).await.map_err(unreached)?;
        exchanged(stream, request).await
    }
}

/// Sends one request over a connection of its own and takes the whole answer.
async fn exchanged(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    mut request: HttpRequest,
) -> Result<HttpResponse, HttpError> {
    let uri = request.uri().clone();
    let authority = uri.authority().map(|authority| authority.as_str());
    let host = HeaderValue::from_str(authority.unwrap_or_default()).map_err(unreached)?;
    request.headers_mut().insert(HOST, host);
    if let Some(path) = uri.path_and_query() {
        *request.uri_mut() = path.as_str().parse().map_err(unreached)?;
    }
    let shaken = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = shaken.map_err(broken)?;
    let running = tokio::spawn(connection);
    let answer = sender.send_request(request).await.map_err(broken)?;
    let (parts, body) = answer.into_parts();
    let body = body.collect().await.map_err(broken)?.to_bytes();
    running.abort();
    Ok(HttpResponse::from_parts(
        parts,
        HttpResponseBody::from(body),
    ))
}
