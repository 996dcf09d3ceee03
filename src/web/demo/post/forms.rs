//! What is asked of the post box.

use crate::form;

form! {
    /// Words that must be in a letter's address or subject, one mailbox whose letters are opened, and
    /// the page of the list.
    pub struct PostQuery { q, to, page }
}
