mod emails;
mod limits;
mod passwords;
mod recovery;
