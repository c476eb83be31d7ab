//! What each name does.

use casekeep_media::{Limits, confine, confine_program};
use casekeep_model::limits;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, exit};

/// Acts as the name says under which this program was started, up to its first dot, if it is one of these.
pub fn misbehave_if_told() {
    let name = std::env::args_os().next();
    let name = name.as_deref().and_then(|name| Path::new(name).file_stem()?.to_str());
    match name {
        Some("try-everything") => try_everything(),
        Some("try-as-reader") => try_as_reader(),
        Some("spin") => confined(|| {
            loop {
                std::hint::spin_loop();
            }
        }),
        Some("take-memory") => confined(take_memory),
        Some("panic-outside") => confined(|| panic!("a planted panic")),
        Some("read-nothing") => wait_for_ever(),
        Some("answer-nothing") => {
            read_job();
            wait_for_ever();
        }
        Some("end-at-once") => exit(0),
        Some("answer-in-part") => answer(&shown(&[1, 2, 3])),
        Some("end-too-early") => answer(&[shown(&[1, 2, 3]), vec![2, 0]].concat()),
        Some("claim-too-much") => answer(&[&[1, 17, 0, 0, 0, 4][..], &[255; 16]].concat()),
        Some("say-too-much") => answer(&[&[1, 255, 255, 3, 0][..], &[9; 0x3_ffff]].concat().repeat(3)),
        Some("ask-outside") => answer(&[0, 255, 255, 255, 255, 255, 255, 255, 255, 9, 0, 0, 0]),
        Some("ask-without-end") => answer(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0].repeat(64)),
        Some("talk-nonsense") => answer(&[7; 64]),
        Some("leave-a-grandchild") => {
            let _ = Command::new("/bin/sleep").arg("3").spawn();
            exit(0);
        }
        _ => {}
    }
}

/// What the decoder of a picture is held to.
const LIMITS: Limits = Limits { memory: limits::DECODER_MEMORY, cpu_seconds: limits::DECODER_CPU_SECONDS };

fn confined(act: impl FnOnce()) -> ! {
    confine(LIMITS).expect("this kernel can confine");
    act();
    exit(0)
}

fn take_memory() {
    let mut kept = Vec::new();
    for filled in 0..=255_u8 {
        kept.push(vec![filled; 64 << 20]);
    }
    std::hint::black_box(kept);
}

/// Reads what comes before the pieces of the file.
fn read_job() {
    let mut head = [0; 12];
    std::io::stdin().read_exact(&mut head).expect("a head");
    let mut json = vec![0; u32::from_le_bytes([head[0], head[1], head[2], head[3]]) as usize];
    std::io::stdin().read_exact(&mut json).expect("the job");
}

fn wait_for_ever() -> ! {
    loop {
        std::thread::park();
    }
}

/// Returns a part that says three channels, 64 × 64 of as many, and these of their bytes.
fn shown(bytes: &[u8]) -> Vec<u8> {
    let sides = [64, 0, 0, 0].repeat(4);
    [&[1, 17 + bytes.len() as u8, 0, 0, 0, 3][..], &sides, bytes].concat()
}

fn answer(bytes: &[u8]) -> ! {
    read_job();
    std::io::stdout().write_all(bytes).expect("the pipe");
    exit(0)
}

/// Confines itself, then tries what a decoder must not be able to do, and prints a line for each.
fn try_everything() -> ! {
    let landlock = confine(LIMITS).expect("this kernel can confine");
    println!("landlock {landlock:?}");
    say("open a file", std::fs::File::open("/etc/passwd"));
    say("open itself", std::fs::File::open("/proc/self/status"));
    say("look at a file", std::fs::metadata("/etc/passwd"));
    say("list a folder", std::fs::read_dir("/"));
    say("create a file", std::fs::File::create("/tmp/casekeep-decode-trial"));
    say("make a folder", std::fs::create_dir("/tmp/casekeep-decode-trial-folder"));
    say("remove a file", std::fs::remove_file("/tmp/casekeep-decode-trial"));
    say("connect by TCP", std::net::TcpStream::connect("127.0.0.1:9"));
    say("make a UDP socket", std::net::UdpSocket::bind("127.0.0.1:0"));
    say("make a local socket", std::os::unix::net::UnixStream::pair());
    say("start a program", Command::new("/bin/true").spawn());
    say("start a thread", std::thread::Builder::new().spawn(|| {}));
    // SAFETY: each call takes integers only, or a null address that asks the kernel to choose one; what it may map is
    // never used.
    unsafe {
        say_result("fork", libc::fork().into());
        say_result("signal the parent", libc::kill(libc::getppid(), 0).into());
        say_result("signal itself otherwise", libc::raise(libc::SIGUSR1).into());
        say_result("trace", libc::ptrace(libc::PTRACE_TRACEME, 0, 0, 0));
        let exec = libc::PROT_READ | libc::PROT_EXEC;
        let anonymous = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
        let mapped = libc::mmap(std::ptr::null_mut(), 4096, exec, anonymous, -1, 0);
        say_result("map code", if mapped == libc::MAP_FAILED { -1 } else { 0 });
        let plain = libc::mmap(std::ptr::null_mut(), 4096, libc::PROT_READ, anonymous, -1, 0);
        say_result("make memory code", libc::mprotect(plain, 4096, exec).into());
        println!("take plain memory {}", if plain == libc::MAP_FAILED { "refused" } else { "allowed" });
    }
    exit(0)
}

/// Confines itself as the program that reads text is, then tries what that must not be able to do, and what it needs.
fn try_as_reader() -> ! {
    confine_program().expect("this kernel can confine");
    say("read the language data", std::fs::read_dir("/usr/share"));
    say("take memory", Ok::<_, std::io::Error>(vec![1_u8; 1 << 20]));
    say("start a thread", std::thread::Builder::new().spawn(|| {}));
    say("read an account's file", std::fs::File::open("/etc/passwd"));
    say("list the home folders", std::fs::read_dir("/home"));
    say("create a file", std::fs::File::create("/tmp/casekeep-reader-trial"));
    say("create a file in /var/tmp", std::fs::File::create("/var/tmp/casekeep-reader-trial"));
    say("write to shared memory", std::fs::File::create("/dev/shm/casekeep-reader-trial"));
    say("look at another process", std::fs::File::open("/proc/1/environ"));
    say("connect by TCP", std::net::TcpStream::connect("127.0.0.1:9"));
    say("make a UDP socket", std::net::UdpSocket::bind("127.0.0.1:0"));
    say("make a local socket", std::os::unix::net::UnixStream::pair());
    // SAFETY: the calls take integers only, and a name that outlives the call.
    unsafe {
        say_result("signal the parent", libc::kill(libc::getppid(), 0).into());
        say_result("trace", libc::ptrace(libc::PTRACE_TRACEME, 0, 0, 0));
        say_result("make a file in memory", libc::memfd_create(c"x".as_ptr(), 0).into());
    }
    exit(0)
}

fn say<T>(what: &str, outcome: std::io::Result<T>) {
    match outcome {
        Ok(_) => println!("{what} allowed"),
        Err(error) => println!("{what} refused {}", error.raw_os_error().unwrap_or(0)),
    }
}

fn say_result(what: &str, result: i64) {
    say(what, if result == -1 { Err(std::io::Error::last_os_error()) } else { Ok(()) });
}
