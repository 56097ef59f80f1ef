//! Files in an S3-compatible store: the program against a store of the test's own, which speaks as
//! much of the protocol as it needs and checks that requests are signed.

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

const SECRET: &str = "hv1_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Objects by their path, and uploads under way by their id: part number to bytes.
#[derive(Default)]
struct Kept {
    objects: BTreeMap<String, Vec<u8>>,
    uploads: HashMap<String, BTreeMap<u32, Vec<u8>>>,
    begun: u32,
    most_parts: usize,
}

type Bucket = Arc<Mutex<Kept>>;

async fn object(
    State(bucket): State<Bucket>,
    method: Method,
    Path(path): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let signed = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !signed.starts_with("AWS4-HMAC-SHA256 Credential=tester/") {
        return StatusCode::FORBIDDEN.into_response();
    }
    let query: HashMap<String, String> = query
        .unwrap_or_default()
        .split('&')
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let mut kept = bucket.lock().expect("no panic");
    let etag = [("etag", "\"tag\"")];
    match (method, query.get("uploadId").cloned()) {
        (Method::POST, None) if query.contains_key("uploads") => {
            kept.begun += 1;
            let id = format!("upload-{}", kept.begun);
            kept.uploads.insert(id.clone(), BTreeMap::new());
            format!(
                "<InitiateMultipartUploadResult><Bucket>b</Bucket><Key>{path}</Key><UploadId>{id}</UploadId>\
                 </InitiateMultipartUploadResult>"
            )
            .into_response()
        }
        (Method::PUT, Some(id)) => {
            let part = query["partNumber"].parse().expect("a number");
            kept.uploads.get_mut(&id).expect("an upload").insert(part, body.to_vec());
            etag.into_response()
        }
        (Method::POST, Some(id)) => {
            let parts = kept.uploads.remove(&id).expect("an upload");
            kept.most_parts = kept.most_parts.max(parts.len());
            kept.objects.insert(path.clone(), parts.into_values().flatten().collect());
            format!(
                "<CompleteMultipartUploadResult><Bucket>b</Bucket><Key>{path}</Key><ETag>\"tag\"</ETag>\
                 </CompleteMultipartUploadResult>"
            )
            .into_response()
        }
        (Method::DELETE, Some(id)) => {
            kept.uploads.remove(&id);
            StatusCode::NO_CONTENT.into_response()
        }
        (Method::PUT, None) => {
            kept.objects.insert(path, body.to_vec());
            etag.into_response()
        }
        (Method::GET | Method::HEAD, None) => match kept.objects.get(&path) {
            None => StatusCode::NOT_FOUND.into_response(),
            Some(bytes) => {
                let facts = [("etag", "\"tag\""), ("last-modified", "Mon, 23 Nov 2026 08:00:00 GMT")];
                (facts, bytes.clone()).into_response()
            }
        },
        (Method::DELETE, None) => {
            kept.objects.remove(&path);
            StatusCode::NO_CONTENT.into_response()
        }
        other => panic!("{other:?} {path} {query:?}"),
    }
}

/// The store, and the address it listens on.
fn store() -> (Bucket, String) {
    let bucket = Bucket::default();
    let (told, address) = std::sync::mpsc::channel();
    let router = axum::Router::new().route("/{*path}", axum::routing::any(object)).with_state(Arc::clone(&bucket));
    let router = router.layer(axum::extract::DefaultBodyLimit::disable());
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
            told.send(listener.local_addr().expect("an address")).expect("heard");
            axum::serve(listener, router).await.expect("serves");
        });
    });
    let address = address.recv().expect("an address");
    (bucket, format!("http://{address}"))
}

struct Desk {
    process: Child,
    address: String,
}

impl Drop for Desk {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Desk {
    fn start(name: &str, endpoint: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        let mut process = Command::new(env!("CARGO_BIN_EXE_helplet"))
            .args(["serve", "--listen", "127.0.0.1:0", "--files", "s3://bucket/some/prefix", "--data"])
            .arg(folder.join("helplet.db"))
            .args(["--content", concat!(env!("CARGO_MANIFEST_DIR"), "/../../content")])
            .env("AWS_ENDPOINT", endpoint)
            .env("AWS_ALLOW_HTTP", "true")
            .env("AWS_REGION", "somewhere")
            .env("AWS_ACCESS_KEY_ID", "tester")
            .env("AWS_SECRET_ACCESS_KEY", "secret")
            .stdout(Stdio::piped())
            .spawn()
            .expect("starts");
        let mut line = String::new();
        BufReader::new(process.stdout.take().expect("piped")).read_line(&mut line).expect("a line");
        let address = line.trim().strip_prefix("Helplet is ready at http://").and_then(|rest| rest.strip_suffix('/'));
        Self { address: address.unwrap_or_else(|| panic!("{line:?}")).to_owned(), process }
    }

    /// The status and the body of the answer.
    fn ask(&self, method: &str, path: &str, body: &[u8]) -> (u16, Vec<u8>) {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: desk\r\nconnection: close\r\nauthorization: Bearer {SECRET}\r\n\
             content-type: text/plain\r\ncontent-length: {}\r\n\r\n",
            body.len()
        )
        .expect("sent");
        stream.write_all(body).expect("sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head") + 4;
        let status = String::from_utf8_lossy(&answer[9..12]).parse().expect("a status");
        (status, answer.split_off(end))
    }
}

fn hash(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

#[test]
fn files_are_kept_in_the_store_and_read_from_it() {
    let (bucket, endpoint) = store();
    let desk = Desk::start("s3", &endpoint);
    // Longer than one part, and shorter.
    let long: Vec<u8> = (0u32..10 << 20).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    for bytes in [&long[..], b"a log"] {
        let path = format!("/v1/attachments/{}", hash(bytes));
        assert_eq!(desk.ask("GET", &path, b"").0, 404);
        assert_eq!(desk.ask("PUT", &path, bytes).0, 201);
        let kept = bucket.lock().expect("no panic").objects[&format!("bucket/some/prefix/{}", hash(bytes))].clone();
        assert!(kept == bytes, "{} bytes", kept.len());
        let (status, answer) = desk.ask("GET", &path, b"");
        assert!(status == 200 && answer == bytes, "{status}, {} bytes", answer.len());
        assert_eq!(desk.ask("HEAD", &path, b""), (200, Vec::new()));
    }
    let kept = bucket.lock().expect("no panic");
    assert!(kept.most_parts > 1 && kept.uploads.is_empty(), "{} parts", kept.most_parts);
}

#[test]
fn what_is_refused_leaves_nothing_in_the_store() {
    let (bucket, endpoint) = store();
    let desk = Desk::start("s3-refused", &endpoint);
    assert_eq!(desk.ask("PUT", &format!("/v1/attachments/{}", hash(b"other")), b"a log").0, 422);
    let kept = bucket.lock().expect("no panic");
    assert!(kept.begun == 1 && kept.objects.is_empty() && kept.uploads.is_empty(), "{} objects", kept.objects.len());
}

#[test]
fn a_file_that_the_store_has_lost_is_not_there() {
    let (bucket, endpoint) = store();
    let desk = Desk::start("s3-lost", &endpoint);
    let path = format!("/v1/attachments/{}", hash(b"a log"));
    assert_eq!(desk.ask("PUT", &path, b"a log").0, 201);
    bucket.lock().expect("no panic").objects.clear();
    assert_eq!(desk.ask("GET", &path, b"").0, 404);
    assert_eq!(desk.ask("PUT", &path, b"a log").0, 200);
    assert_eq!(desk.ask("GET", &path, b"").1, b"a log");
}
