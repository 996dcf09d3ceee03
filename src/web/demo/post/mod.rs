//! The post: the letters that the demonstration would send, for anybody to read.
//!
//! In any other deployment nothing here answers: letters hold links that sign people in.

mod forms;
pub mod pages;
mod views;
