//! Forms with a file in them, as browsers send them (RFC 7578). They are read from a body that is there already, within its limits.

use axum::{
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, FromRequest as _, Multipart, Request},
    http::{HeaderMap, Method, header},
};

use super::{
    error::{INVALID_FIELD, INVALID_QUERY, Problem},
    limits::{FILE_BYTES_MAX, PAIRS_MAX},
};
use crate::flows::settlements::FILE_NAME_MAX;

/// A file of a form.
#[derive(Clone)]
pub(super) struct SentFile {
    /// Its own name, without folders and control characters.
    pub(super) name: String,
    pub(super) bytes: Bytes,
}

/// Never its content: it says what people paid.
impl std::fmt::Debug for SentFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SentFile({} bytes)", self.bytes.len())
    }
}

/// What a form says, and its file where one was chosen.
#[derive(Debug, Default)]
pub(super) struct Upload {
    pub(super) pairs: Vec<(String, String)>,
    pub(super) file: Option<SentFile>,
}

/// Reads a form.
pub(super) async fn read(headers: &HeaderMap, body: Bytes) -> Result<Upload, Problem> {
    let broken = || Problem::bad_request("the form breaks off, or is no form");
    let mut request = Request::new(Body::from(body));
    *request.method_mut() = Method::POST;
    if let Some(kind) = headers.get(header::CONTENT_TYPE) {
        let kind = kind.clone();
        request.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    // The pipeline has limited the body.
    DefaultBodyLimit::disable().apply(&mut request);
    let parts = Multipart::from_request(request, &()).await;
    let mut parts = parts.map_err(|_| broken())?;
    let mut upload = Upload::default();
    while let Some(part) = parts.next_field().await.map_err(|_| broken())? {
        let name = part.name().unwrap_or_default().to_owned();
        if let Some(file) = part.file_name().map(plain) {
            let bytes = part.bytes().await.map_err(|_| broken())?;
            add_file(&mut upload, &name, file, bytes)?;
        } else {
            let text = part.text().await.map_err(|_| broken())?;
            add(&mut upload.pairs, name, text)?;
        }
    }
    Ok(upload)
}

fn add(pairs: &mut Vec<(String, String)>, name: String, text: String) -> Result<(), Problem> {
    let refused = if pairs.len() >= PAIRS_MAX {
        Some("is one field too many")
    } else if pairs.iter().any(|(known, _)| *known == name) {
        Some("stands there twice")
    } else if name.contains('\0') || text.contains('\0') {
        Some("holds a NUL character")
    } else {
        None
    };
    if let Some(rule) = refused {
        let name: String = name.chars().filter(|c| !c.is_control()).take(100).collect();
        return Err(Problem::field(&INVALID_QUERY, name, rule));
    }
    pairs.push((name, text));
    Ok(())
}

fn add_file(upload: &mut Upload, name: &str, file: String, bytes: Bytes) -> Result<(), Problem> {
    let wrong = |rule: String| Err(Problem::field(&INVALID_FIELD, "file", rule));
    if name != "file" || upload.file.is_some() {
        return wrong("is one file".to_owned());
    }
    if bytes.len() > FILE_BYTES_MAX {
        return wrong(format!("has at most {FILE_BYTES_MAX} bytes"));
    }
    // A form in which no file was chosen has one without a name and a content.
    if !(file.is_empty() && bytes.is_empty()) {
        let name = file;
        upload.file = Some(SentFile { name, bytes });
    }
    Ok(())
}

/// The last part of a file's name. Browsers send no folders, other programs do.
fn plain(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain = last.chars().filter(|c| !c.is_control());
    plain.take(FILE_NAME_MAX).collect()
}

#[cfg(test)]
#[path = "upload_tests.rs"]
mod tests;
