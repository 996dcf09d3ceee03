//! Writes the look of the product to a folder, to be looked at in a browser:
//! `cargo run --example gallery -- DIR`, then serve DIR on its own.
//!
//! Every place, number and name on these pages is made up.

#[path = "gallery/forms.rs"]
mod forms;
#[path = "gallery/lists.rs"]
mod lists;
#[path = "gallery/places.rs"]
mod places;

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use payback_panel::web::assets::ASSETS;
use payback_panel::web::brand::Brand;
use payback_panel::web::layout::{Page, Site, Viewer, render};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args()
        .nth(1)
        .ok_or("Name a folder: cargo run --example gallery -- DIR")?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder.join("assets"))?;
    for asset in ASSETS {
        fs::write(folder.join("assets").join(asset.name), asset.bytes())?;
    }
    let site = Site::new("Payback Panel".to_owned(), Brand::default(), true);
    fs::write(folder.join("brand.css"), site.brand.css())?;
    for (file, mut page) in pages() {
        page.viewer = Viewer {
            name: Some("Amina Okafor"),
            is_staff: true,
            is_admin: true,
        };
        if file == "home" {
            page.viewer = Viewer::default();
        }
        fs::write(
            folder.join(format!("{file}.html")),
            render(&site, &page).into_string(),
        )?;
    }
    println!("Wrote {} pages to {}", pages().len(), folder.display());
    Ok(())
}

fn pages() -> Vec<(&'static str, Page<'static>)> {
    vec![
        ("home", places::home()),
        ("project", places::project()),
        ("projects", lists::projects()),
        ("figures", lists::figures()),
        ("nominate", forms::nominate()),
        ("paper", forms::paper()),
        ("session", forms::session()),
        ("done", forms::done()),
        ("signs", lists::signs()),
    ]
}
