//! A PostgreSQL of the tests' own: a fresh cluster in a temporary folder, on a free port, not as root.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

pub(crate) struct Cluster {
    folder: TempDir,
    port: u16,
    server: Option<Child>,
    databases: u32,
}

impl Cluster {
    pub(crate) fn start() -> Cluster {
        let folder = tempfile::Builder::new().prefix("exeat-pg-").tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut cluster = Cluster { folder, port, server: None, databases: 0 };
        if root() {
            let owned = Command::new("chown").arg("postgres").arg(cluster.folder.path()).status().unwrap();
            assert!(owned.success());
        }
        let data = cluster.data();
        let made = as_nobody("initdb")
            .args(["-A", "trust", "-U", "exeat", "-E", "UTF8", "--locale=C.UTF-8", "-D"])
            .arg(&data)
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        cluster.resume();
        cluster
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Starts the server, after a kill too, and waits until it answers.
    pub(crate) fn resume(&mut self) {
        let log = std::fs::File::create(self.folder.path().join("log")).unwrap();
        let mut command = as_nobody("postgres");
        command.arg("-D").arg(self.data()).args(["-p", &self.port.to_string(), "-c", "max_connections=200", "-k"]);
        command.arg(self.folder.path()).args(["-c", "listen_addresses=127.0.0.1"]);
        command.current_dir("/").stdout(Stdio::null()).stderr(log);
        self.server = Some(command.spawn().unwrap());
        let start = Instant::now();
        while postgres::Client::connect(&self.url("postgres"), postgres::NoTls).is_err() {
            assert!(start.elapsed() < Duration::from_secs(60), "the server does not answer");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn url(&self, database: &str) -> String {
        format!("postgres://exeat@127.0.0.1:{}/{database}", self.port)
    }

    /// A new, empty database.
    pub(crate) fn database(&mut self) -> String {
        self.databases += 1;
        let name = format!("store{}", self.databases);
        let mut client = postgres::Client::connect(&self.url("postgres"), postgres::NoTls).unwrap();
        client.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
        self.url(&name)
    }

    pub(crate) fn key(&self) -> PathBuf {
        self.folder.path().join(format!("log-{}.key", self.databases))
    }

    /// Kills the server and all its children with -9, as a power cut would.
    pub(crate) fn kill(&mut self) {
        let pid_file = std::fs::read_to_string(self.data().join("postmaster.pid")).unwrap();
        let postmaster: u32 = pid_file.lines().next().unwrap().parse().unwrap();
        let mut victims = vec![postmaster];
        victims.extend(children(postmaster));
        for victim in victims {
            let _ = Command::new("kill").args(["-9", &victim.to_string()]).stderr(Stdio::null()).status();
        }
        if let Some(mut server) = self.server.take() {
            server.wait().unwrap();
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(mut server) = self.server.take() {
            let pid_file = std::fs::read_to_string(self.data().join("postmaster.pid")).unwrap_or_default();
            if let Some(postmaster) = pid_file.lines().next() {
                let _ = Command::new("kill").args(["-INT", postmaster]).status();
            }
            let _ = server.wait();
        }
    }
}

/// The children of a process, by Linux's own account.
fn children(parent: u32) -> Vec<u32> {
    let path = format!("/proc/{parent}/task/{parent}/children");
    let text = std::fs::read_to_string(path).unwrap_or_default();
    text.split_whitespace().filter_map(|pid| pid.parse().ok()).collect()
}

fn root() -> bool {
    std::os::unix::fs::MetadataExt::uid(&std::fs::metadata("/proc/self").unwrap()) == 0
}

/// A program of PostgreSQL; it refuses to run as root.
fn as_nobody(program: &str) -> Command {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|list| list.filter_map(|entry| Some(entry.ok()?.path().join("bin").join(program))).collect())
        .unwrap_or_default();
    found.retain(|path| path.exists());
    found.sort();
    let path = found.pop().unwrap_or_else(|| PathBuf::from(program));
    if !root() {
        return Command::new(path);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(path);
    command.current_dir("/");
    command
}
