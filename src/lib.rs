//! Payback Panel.
