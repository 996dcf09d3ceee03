//! What is asked of the post box.

use crate::form;

form! {
    /// Words that must be in a letter's address or subject, and the page of the list.
    pub struct PostQuery { q, page }
}
