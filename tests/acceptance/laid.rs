//! Nominations that were assessed before a walk begins, laid past the application.

use crate::world::World;

/// Lays so many assessed nominations in Leicester, `LC-2026-0001` and on, each a day after the one
/// before, with the score of each rising by its number.
pub async fn assessed(world: &World, count: i64) {
    for number in 1..=count {
        world
            .place()
            .runs(&format!(
                "INSERT INTO nomination (reference, stage, title, category, description, place, \
                 council_code, ward_code, contact_email, submitted_at, moderated_at, search) VALUES \
                 ('LC-2026-{number:04}', 'assessed', 'Place number {number}', 'gardening', \
                 'Cut back the hedge of place {number}.', 'Green {number}', 'E06000016', 'E05010459', \
                 'nominator{number}@residents.example', '2026-10-{number:02}T09:00:00.000000Z', '2026-10-{number:02}T10:00:00.000000Z', 'place'); \
                 INSERT INTO assessment (nomination_id, number, duration, intensiveness, scale, \
                 skills_development, value_for_money, supervision_support, community_support, \
                 community_safety, weights, permission, risk_assessed_on, estimate_minutes, group_size, \
                 assessed_at) SELECT id, 1, 3, 3, 3, 3, 3, 3, 3, {score}, '1, 1, 1, 2, 2, 2, 3, 3', 'given', \
                 '2026-10-20', {minutes}, 6, '2026-10-21T09:00:00.000000Z' FROM nomination \
                 WHERE reference = 'LC-2026-{number:04}';",
                score = number % 6,
                minutes = number * 600,
            ))
            .await;
    }
}
