//! A way between two programs that a test disturbs: it leads elsewhere, swallows what is answered, or is cut. It
//! stands for a proxy, a virtual address or a network.

use std::{
    net::SocketAddr,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, copy_bidirectional},
    net::{TcpListener, TcpStream, UnixStream},
    sync::watch,
};
use tokio_util::task::TaskTracker;

/// The other end.
#[derive(Debug, Clone)]
pub enum Target {
    Tcp(SocketAddr),
    /// A PostgreSQL that listens on a socket of this machine.
    Unix(PathBuf),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weather {
    Fair,
    /// What is sent arrives, and no answer comes back; nor is anything closed.
    Silent,
}

/// One way, whose own address never changes. Whatever is under way ends with it.
#[derive(Debug)]
pub struct Forwarder {
    pub address: SocketAddr,
    target: Arc<Mutex<Target>>,
    weather: watch::Sender<Weather>,
    /// Counted up to end every connection that is open.
    cuts: watch::Sender<u64>,
    _tasks: AbortOnDrop,
}

#[derive(Debug)]
struct AbortOnDrop(tokio::task::AbortHandle);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Forwarder {
    pub async fn start(target: Target) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let target = Arc::new(Mutex::new(target));
        let (weather, seen) = watch::channel(Weather::Fair);
        let (cuts, cut) = watch::channel(0);
        let (to, tasks) = (target.clone(), TaskTracker::new());
        let accepting = tasks.clone().spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let to = to.lock().unwrap_or_else(PoisonError::into_inner).clone();
                tasks.spawn(pass(client, to, seen.clone(), cut.clone()));
            }
        });
        Self {
            address,
            target,
            weather,
            cuts,
            _tasks: AbortOnDrop(accepting.abort_handle()),
        }
    }

    /// From now on no answer comes back.
    pub fn hush(&self) {
        self.weather.send_replace(Weather::Silent);
    }

    /// Answers come again; what waited for one is cut off.
    pub fn heal(&self) {
        self.weather.send_replace(Weather::Fair);
        self.cut();
    }

    /// Ends every connection that is open. New ones are taken.
    pub fn cut(&self) {
        self.cuts.send_modify(|count| *count += 1);
    }

    /// New connections lead there, and those that are open end.
    pub fn lead_to(&self, target: Target) {
        *self.target.lock().unwrap_or_else(PoisonError::into_inner) = target;
        self.cut();
    }
}

async fn pass(
    mut client: TcpStream,
    target: Target,
    weather: watch::Receiver<Weather>,
    mut cut: watch::Receiver<u64>,
) {
    cut.mark_unchanged();
    let passing = async {
        match target {
            Target::Tcp(address) => {
                if let Ok(mut server) = TcpStream::connect(address).await {
                    let _small_messages = server.set_nodelay(true);
                    both_ways(&mut client, &mut server, weather).await;
                }
            }
            Target::Unix(path) => {
                if let Ok(mut server) = UnixStream::connect(path).await {
                    both_ways(&mut client, &mut server, weather).await;
                }
            }
        }
    };
    tokio::select! {
        () = passing => {}
        _ = cut.changed() => {}
    }
}

async fn both_ways(
    client: &mut TcpStream,
    server: &mut (impl AsyncRead + AsyncWrite + Unpin),
    mut weather: watch::Receiver<Weather>,
) {
    let _small_messages = client.set_nodelay(true);
    let fair = weather.wait_for(|weather| *weather == Weather::Silent);
    tokio::select! {
        _ = copy_bidirectional(client, server) => return,
        _ = fair => {}
    }
    swallow(client, server).await;
}

/// Passes on what is sent and drops what is answered, until the client goes or the connection is cut.
async fn swallow(client: &mut TcpStream, server: &mut (impl AsyncRead + AsyncWrite + Unpin)) {
    let (mut sent, mut answered) = (vec![0; 16 * 1024], vec![0; 16 * 1024]);
    let mut answers = true;
    loop {
        tokio::select! {
            read = client.read(&mut sent) => match read {
                Ok(read) if read > 0 => {
                    if server.write_all(&sent[..read]).await.is_err() {
                        answers = false;
                    }
                }
                _ => return,
            },
            read = server.read(&mut answered), if answers => answers = matches!(read, Ok(1..)),
        }
    }
}
