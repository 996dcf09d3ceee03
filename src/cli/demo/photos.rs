//! Photos of the live part: sent with news by staff, passed by a council officer.

use super::live::Live;
use super::pictures::{Scene, drawn};
use super::play::Play;
use crate::actions::identity::throttle::Caller;
use crate::actions::photos::{self, Seen, Sent, To};
use crate::cli::Failure;
use crate::domain::photos::Side;

/// Which news has photos: the project, the heading, what is drawn, and the words for before and after.
const PHOTOS: [(&str, &str, Scene, [&str; 2]); 3] = [
    (
        "p-willowherb",
        "Planting has begun",
        Scene::Bed,
        [
            "A bed full of weeds before a brick wall with paint on it",
            "The same bed with rows of flowers before a clean wall",
        ],
    ),
    (
        "p-meadow",
        "Half of the hedge done",
        Scene::Path,
        [
            "A narrow path that brambles and tall hedges close in on",
            "The same path, wide and even, between low hedges",
        ],
    ),
    (
        "p-wigston",
        "Halfway round",
        Scene::Fence,
        [
            "A fence with leaning posts and missing rails, and litter in the grass",
            "The same fence upright and whole, and clean grass",
        ],
    ),
];

impl Play {
    /// Sends and passes them all. News that the demonstration does not have is left out.
    pub(super) async fn add_photos(&self, live: &Live) -> Result<(), Failure> {
        for (project, heading, scene, words) in PHOTOS {
            let update = self
                .updates
                .get(&(project.to_string(), heading.to_string()));
            let (Some(update), Some(reference)) = (update, self.projects.get(project)) else {
                continue;
            };
            let of = live.projects.iter().find(|one| one.key == project);
            let news = of.and_then(|of| of.updates.iter().find(|one| one.title == heading));
            let Some((news, done)) = news.and_then(|news| Some((news, news.published.as_ref()?)))
            else {
                continue;
            };
            let (writer, officer) = (self.person(&news.by)?, self.person(&done.by)?);
            for (side, alt) in [Side::Before, Side::After].into_iter().zip(words) {
                let sent = Sent {
                    file: drawn(scene, side == Side::After),
                    alt: alt.into(),
                    side,
                    once: None,
                };
                let to = To::Update(reference.clone(), *update);
                let id = photos::add(&self.desk, &writer, Caller::default(), to, sent).await?;
                let seen = Seen { id, version: 1 };
                photos::pass(&self.desk, &officer, seen, alt.into()).await?;
            }
        }
        Ok(())
    }
}
