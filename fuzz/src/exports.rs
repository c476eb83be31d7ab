//! Exports of messages: whatever the bytes, reading ends, and what is told can be found again in them.

use casekeep_exports::read;
use casekeep_model::messages::{Columns, DateOrder, Reading, Told};
use casekeep_model::{Moment, limits};
use std::io::Cursor;
use std::ops::ControlFlow;

/// Checks what is told of a file, read in each order of its dates and with the first columns of a table.
///
/// # Panics
/// When a place is not in the file, places do not go on, a time is none, or a text is longer than what is kept.
pub fn check(data: &[u8]) {
    let columns = Some(Columns { time: 0, sender: 1, text: 2 });
    let first = told(data, Reading::default());
    check_told(data, &first);
    for order in DateOrder::ALL {
        let again = told(data, Reading { order: Some(*order), columns });
        check_told(data, &again);
        let kinds = |all: &[Told]| {
            all.iter().find_map(|told| match told {
                Told::Begins { kind, .. } => Some(*kind),
                _ => None,
            })
        };
        assert_eq!(kinds(&first), kinds(&again), "what a file is does not depend on how it is read");
    }
}

fn told(data: &[u8], reading: Reading) -> Vec<Told> {
    let mut all = Vec::new();
    let ended = read(&mut Cursor::new(data), &reading, &mut |event| {
        all.push(event);
        ControlFlow::Continue(())
    });
    assert!(ended.is_ok(), "bytes in memory can be read: {ended:?}");
    all
}

fn check_told(data: &[u8], all: &[Told]) {
    assert!(matches!(all.first(), Some(Told::Begins { .. } | Told::None { .. })), "it is said first what it is");
    let (mut n, mut end) = (0, 0);
    for event in all {
        match event {
            Told::Message(message) => {
                assert!(message.n > n && message.at >= end, "message {} does not go on", message.n);
                (n, end) = (message.n, message.at + message.length);
                assert!(end <= data.len() as u64, "message {n} is not in the file");
                assert!(message.text.len() <= limits::TEXT);
                if let Some(time) = &message.time {
                    assert!(Moment::parse(time, "UTC").is_ok(), "{time:?} is no time");
                }
            }
            Told::Unread { at, length, .. } => assert!(at + length <= data.len() as u64, "a part is not in the file"),
            Told::Begins { .. } | Told::None { .. } => {}
        }
    }
}
