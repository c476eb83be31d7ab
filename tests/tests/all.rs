//! Every acceptance test in one binary.
//!
//! `house` holds the rules that the whole tree keeps; the other modules follow the user's way through the product.

mod changed_keys;
mod hand_over;
mod house;
mod kill;
mod mails;
mod messages;
mod naughty;
mod reader;
mod reading;
mod readme;
mod redaction;
mod registers;
mod sample;
mod stock_tools;
mod supplements;
mod vectors;
#[cfg(target_os = "linux")]
mod viewing;
