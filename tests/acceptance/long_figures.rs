//! Ten years of figures of hundreds of areas: every page stays light, and the file has every row.

use crate::seed_answers;
use crate::world::{Actor, World};

/// So many bytes of HTML a page may have.
const MOST: usize = 100_000;

/// 340 councils, 130 wards of one of them, and ten years of months of each; everywhere, the council
/// and its wards by kind of work and by origin too.
const TEN_YEARS: &str = "
    INSERT INTO area (code, kind, name, parent_code)
        WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 340)
        SELECT 'E07' || (100000 + n), 'council', 'Great Wilmington and Upper Avonbridge No ' || n, NULL FROM n;
    INSERT INTO area (code, kind, name, parent_code)
        WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 130)
        SELECT 'E05' || (900000 + n), 'ward', 'Saint Bartholomew and the Old Meadows No ' || n, 'E07100001' FROM n;
    INSERT INTO council_ward (council_code, ward_code) SELECT parent_code, code FROM area WHERE code LIKE 'E059%';
    INSERT INTO public_cell (area_code, category, origin, stretch, start, nominations, projects_agreed, projects_completed,
        sessions_held, stood_down, attendances, offenders, minutes_offered, minutes_credited)
        WITH RECURSIVE m (m) AS (SELECT 0 UNION ALL SELECT m + 1 FROM m WHERE m < 119),
        month (month) AS (SELECT CAST(2016 + (m + 3) / 12 AS TEXT) || '-' || substr(CAST(101 + (m + 3) % 12 AS TEXT), 2) FROM m),
        place (code) AS (SELECT code FROM area WHERE code LIKE 'E071%'
            UNION ALL SELECT parent_code || '/' || code FROM area WHERE code LIKE 'E059%' UNION ALL SELECT ''),
        cut (category, origin) AS (SELECT code, '*' FROM category UNION ALL SELECT '*', '*'
            UNION ALL SELECT '*', 'vote' UNION ALL SELECT '*', 'nomination' UNION ALL SELECT '*', 'other')
        SELECT place.code, cut.category, cut.origin, 'month', month.month, 1234, 1234, 1234, 12345, 1234, 123456, 12345, 12345678, 12345670
        FROM place, month, cut WHERE (cut.category = '*' AND cut.origin = '*') OR place.code IN ('', 'E07100001');
    INSERT INTO public_stand_down (area_code, stretch, start, reason, sessions)
        SELECT area_code, stretch, start, reason, 7 FROM public_cell, (SELECT 'weather' AS reason UNION ALL SELECT 'transport'
            UNION ALL SELECT 'site' UNION ALL SELECT 'supervisor' UNION ALL SELECT 'nobody' UNION ALL SELECT 'other') r
        WHERE area_code IN ('', 'E07100001') AND category = '*' AND origin = '*';";

/// A release of the council's year and a revision that changes every number of every ward.
const RELEASES: &str = "
    INSERT INTO release (id, slug, area_code, from_month, to_month, revision, stage, reason, note, drafted_at, checked_at,
        published_at, figures_as_at) VALUES
        (1, 'e07100001-2025-26', 'E07100001', '2025-04', '2026-03', 1, 'published', '', '', '2026-05-01T10:00:00.000000Z',
            '2026-05-02T10:00:00.000000Z', '2026-05-03T10:00:00.000000Z', '2026-05-01T10:00:00.000000Z'),
        (2, 'e07100001-2025-26-r2', 'E07100001', '2025-04', '2026-03', 2, 'published', 'Counted again', '',
            '2026-06-01T10:00:00.000000Z', '2026-06-02T10:00:00.000000Z', '2026-06-03T10:00:00.000000Z',
            '2026-06-01T10:00:00.000000Z');
    INSERT INTO release_row (release_id, place, cut, code, name, nominations, projects_agreed, projects_completed,
        sessions_held, stood_down, attendances, offenders, minutes_offered, minutes_credited)
        WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 130)
        SELECT r.id, n, 'area', 'E05' || (900000 + n), 'Saint Bartholomew and the Old Meadows No ' || n, 1234 + r.id, 1234 + r.id,
            1234 + r.id, 12345 + r.id, 1234 + r.id, 123456 + r.id, 12345 + r.id, 12345678 + r.id, 12345670 + r.id
        FROM release r, n;";

async fn is_light(actor: &mut Actor<'_>, path: &str) -> usize {
    actor.opens(path).await;
    let length = actor.gets(200).page().text.len();
    assert!(length < MOST, "{path} has {length} bytes");
    length
}

/// Every page from the first to the last, by its links. Says how many there were.
async fn every_page_is_light(actor: &mut Actor<'_>, path: &str) -> usize {
    let mut next = Some(path.to_string());
    let mut pages = 0;
    while let Some(here) = next {
        is_light(actor, &here).await;
        pages += 1;
        next = actor.page().link("Next page");
    }
    pages
}

async fn laid(world: &World) {
    world.place().runs(TEN_YEARS).await;
    world.place().adds_months_up().await;
}

walk!(no_page_of_figures_grows_with_years_or_areas, |world| {
    laid(world).await;
    let mut vera = world.visitor("Vera");
    for area in ["", "E07100001", "E05900007"] {
        for by in ["area", "year", "quarter", "month", "category", "origin"] {
            for more in ["", "&page=2", "&page=999", "&category=gardening&year=2020"] {
                is_light(&mut vera, &format!("/figures?area={area}&by={by}{more}")).await;
            }
        }
        is_light(&mut vera, &format!("/figures/questions?area={area}")).await;
        for part in seed_answers::PARTS {
            let path = format!("/figures/questions?area={area}&part={part}&page=2");
            is_light(&mut vera, &path).await;
        }
    }
    is_light(&mut vera, "/about/figures").await;
    is_light(&mut vera, "/areas/E07100001").await;
});

walk!(
    a_long_table_goes_on_by_links_and_its_file_is_whole,
    |world| {
        laid(world).await;
        let mut vera = world.visitor("Vera");
        vera.opens("/figures?by=month&area=E07100001").await;
        vera.sees("rows 1 to 36 of 120")
            .sees("Total of all 120 rows")
            .sees("April 2016")
            .sees_no("April 2019");
        let second = vera.page().link("Next page").expect("a second page");
        assert_eq!(second, "/figures?area=E07100001&by=month&page=2");
        vera.opens(&second).await;
        vera.sees("rows 37 to 72 of 120").sees("April 2019");
        // The file has all rows whatever the page, and a page beyond the last is the last.
        let file = vera.page().link("These figures as CSV").expect("a file");
        vera.opens(&file).await;
        assert_eq!(vera.page().text.lines().count(), 122);
        vera.opens("/figures?by=month&page=99999999999999999999")
            .await;
        vera.gets(200).sees("April 2016");
        vera.opens("/figures?by=month&page=99").await;
        vera.gets(200).sees("rows 109 to 120 of 120");
        vera.opens("/figures/questions").await;
        vera.sees("All 3,400 rows: nominations");
        vera.opens("/figures/questions?part=nominations&page=2")
            .await;
        vera.gets(200)
            .sees("rows 61 to 120 of 3,400")
            .sees("Total")
            .sees_no("How many sessions were stood down");
        vera.opens("/figures/questions?part=weather").await;
        vera.gets(404);
    }
);

walk!(a_release_of_many_wards_goes_on_by_links, |world| {
    laid(world).await;
    world.place().runs(RELEASES).await;
    let mut vera = world.visitor("Vera");
    let path = "/figures/releases/e07100001-2025-26-r2";
    let pages = every_page_is_light(&mut vera, path).await;
    assert_eq!(pages, (130_usize * 9).div_ceil(36));
    assert_eq!(
        every_page_is_light(&mut vera, "/figures/releases/e07100001-2025-26").await,
        4
    );
});
