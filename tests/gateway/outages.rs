//! A database that cannot be written, or does not answer: nothing is lost, callers get true answers, and the gateway
//! recovers by itself when the cause is gone.

mod disk;
mod program;
mod server;
mod silence;
