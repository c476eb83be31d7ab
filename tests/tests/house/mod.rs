//! The rules of the house: which way dependencies point, which words are used, what the README promises.

mod arrows;
mod files;
mod licences;
mod network;
mod numbers;
mod readme;
mod words;
