//! A lean HTTP/1.1 client. It shares the machine with the gateway it measures, so it does as little as possible: one
//! connection, one request at a time, bytes in, status out.

use std::{io, net::SocketAddr};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// Buffer for one answer; most are below a kilobyte.
const ANSWER_BYTES: usize = 4096;

/// A connection that is kept open.
pub(crate) struct Connection {
    stream: TcpStream,
    answer: Vec<u8>,
    body_at: usize,
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            answer: Vec::with_capacity(ANSWER_BYTES),
            body_at: 0,
        })
    }

    /// Sends a whole request, reads the whole answer and returns its status.
    pub(crate) async fn call(&mut self, request: &[u8]) -> io::Result<u16> {
        self.stream.write_all(request).await?;
        self.answer.clear();
        loop {
            if self.stream.read_buf(&mut self.answer).await? == 0 {
                return Err(broken("the gateway closed the connection"));
            }
            let Some(head) = head_length(&self.answer) else {
                continue;
            };
            let length = body_length(&self.answer[..head])?;
            while self.answer.len() < head + length {
                if self.stream.read_buf(&mut self.answer).await? == 0 {
                    return Err(broken("the gateway closed the connection within an answer"));
                }
            }
            self.body_at = head;
            return status(&self.answer);
        }
    }

    /// The body of the last answer, for people.
    pub(crate) fn body(&self) -> String {
        String::from_utf8_lossy(&self.answer[self.body_at..]).into_owned()
    }
}

fn head_length(answer: &[u8]) -> Option<usize> {
    answer
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .map(|at| at + 4)
}

fn body_length(head: &[u8]) -> io::Result<usize> {
    let line = head.split(|byte| *byte == b'\n').find_map(|line| {
        let (name, value) = line.split_at_checked(b"content-length:".len())?;
        name.eq_ignore_ascii_case(b"content-length:")
            .then_some(value)
    });
    let value = line.ok_or_else(|| broken("an answer without content-length"))?;
    let text = std::str::from_utf8(value).unwrap_or_default();
    text.trim()
        .parse()
        .map_err(|_| broken("an answer with a content-length that is no number"))
}

/// `HTTP/1.1 200 OK`: the three digits after the first space.
fn status(answer: &[u8]) -> io::Result<u16> {
    let digits = answer
        .get(9..12)
        .and_then(|digits| std::str::from_utf8(digits).ok());
    digits
        .and_then(|digits| digits.parse().ok())
        .ok_or_else(|| broken("an answer without a status"))
}

fn broken(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}
