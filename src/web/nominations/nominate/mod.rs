//! The nomination form: one page a question group, check your answers, send.

pub mod begun;
pub mod on_map;
pub mod pages;
pub mod sending;
pub mod similar;
pub mod views;
