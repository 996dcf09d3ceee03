//! `locate`: the ward and council of a point, a postcode, or every row of a file.

use crate::app::App;
use crate::cli::table::{Row, Table};
use crate::cli::{Failure, Outcome, open_existing};
use crate::domain::areas::atlas::Atlas;
use crate::domain::areas::point::{NotAPoint, Point};
use crate::domain::areas::postcode::Postcode;
use crate::domain::areas::ward_index::Found;
use crate::domain::time::london_date;
use crate::store;
use crate::store::postcodes::KnownPostcode;
use std::collections::HashMap;
use std::path::PathBuf;

/// Where to look.
///
/// Prints id,ward_code,ward_name,council_code,council_name,note. Where there is no ward the codes
/// are empty and the note says why; just outside, the names are those of the nearest.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("where").required(true).args(["lat", "postcode", "file"]))]
pub struct Args {
    /// Latitude in degrees, like 52.6365
    #[arg(long, value_name = "N", requires = "lon", allow_hyphen_values = true)]
    lat: Option<String>,
    /// Longitude in degrees, like -1.1330
    #[arg(long, value_name = "N", requires = "lat", allow_hyphen_values = true)]
    lon: Option<String>,
    /// A postcode that has been imported
    #[arg(long, value_name = "P")]
    postcode: Option<String>,
    /// A CSV file with columns id, lat and lon, or id and postcode
    #[arg(value_name = "FILE.csv")]
    file: Option<PathBuf>,
    /// The ward set to look in; the one in force today if not said
    #[arg(long, value_name = "NAME")]
    set: Option<String>,
}

/// How many rows are looked up at a time.
const AT_ONCE: usize = 1000;

/// Runs it.
pub async fn run(args: Args) -> Outcome {
    let questions = Questions::new(&args)?;
    let app = open_existing().await?;
    let answered = answer(&app, &args, questions).await;
    app.desk.db.close().await;
    answered
}

async fn answer(app: &App, args: &Args, mut questions: Questions) -> Outcome {
    let today = london_date(app.desk.now());
    let conn = app.desk.db.read();
    let atlas = store::areas::atlas(&conn, today, args.set.as_deref()).await?;
    if atlas.has_no_wards() {
        return Err(Failure::new(match &args.set {
            Some(set) => format!("there is no ward set {set:?}"),
            None => "no ward set is in force; import one with areas import".to_owned(),
        }));
    }
    let mut out = csv::Writer::from_writer(std::io::stdout().lock());
    out.write_record([
        "id",
        "ward_code",
        "ward_name",
        "council_code",
        "council_name",
        "note",
    ])?;
    loop {
        let asked = questions.next(AT_ONCE)?;
        if asked.is_empty() {
            out.flush()?;
            return Ok(());
        }
        let known = known_postcodes(app, &asked).await?;
        for question in &asked {
            let answer = Answer::to(&question.place, &atlas, &known);
            let written = out.write_record([
                &question.id,
                answer.ward.0,
                answer.ward.1,
                answer.council.0,
                answer.council.1,
                &answer.note,
            ]);
            if is_closed(&written) {
                return Ok(());
            }
            written?;
        }
    }
}

/// Whether whoever was reading has stopped, as `head` does.
fn is_closed(written: &csv::Result<()>) -> bool {
    let kind = written.as_ref().err().map(csv::Error::kind);
    matches!(kind, Some(csv::ErrorKind::Io(error)) if error.kind() == std::io::ErrorKind::BrokenPipe)
}

/// Those of the postcodes asked for that are known.
async fn known_postcodes(
    app: &App,
    asked: &[Question],
) -> Result<HashMap<Postcode, KnownPostcode>, Failure> {
    let mut wanted: Vec<Postcode> = asked
        .iter()
        .filter_map(|question| match &question.place {
            Place::Postcode(postcode) => Some(postcode.clone()),
            _ => None,
        })
        .collect();
    wanted.sort();
    wanted.dedup();
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let found = store::postcodes::find_all(&app.desk.db.read(), &wanted).await?;
    Ok(found
        .into_iter()
        .map(|known| (known.postcode.clone(), known))
        .collect())
}

/// One thing to locate.
struct Question {
    id: String,
    place: Place,
}

enum Place {
    Point(Point),
    NotAPoint(NotAPoint),
    Postcode(Postcode),
    NotAPostcode,
}

impl Place {
    fn point(lat: &str, lon: &str) -> Place {
        Point::parse(lat, lon).map_or_else(Place::NotAPoint, Place::Point)
    }

    fn postcode(text: &str) -> Place {
        Postcode::parse(text).map_or(Place::NotAPostcode, Place::Postcode)
    }
}

/// Where questions come from.
enum Questions {
    One(Option<Question>),
    File {
        name: String,
        rows: Box<dyn Iterator<Item = Result<Row, String>>>,
        id: usize,
        lat: Option<usize>,
        lon: Option<usize>,
        postcode: Option<usize>,
    },
}

impl Questions {
    fn new(args: &Args) -> Result<Questions, Failure> {
        let one = |id: &str, place| {
            Questions::One(Some(Question {
                id: id.to_owned(),
                place,
            }))
        };
        if let (Some(lat), Some(lon)) = (&args.lat, &args.lon) {
            return Ok(one("", Place::point(lat, lon)));
        }
        if let Some(postcode) = &args.postcode {
            return Ok(one("", Place::postcode(postcode)));
        }
        let file = args.file.as_deref().unwrap_or(std::path::Path::new(""));
        let table = Table::open(file, &["id", "lat", "lon", "postcode"])?;
        let postcode = table.column("postcode");
        let (lat, lon) = match postcode {
            Some(_) => (table.column("lat"), table.column("lon")),
            None => (Some(table.need("lat")?), Some(table.need("lon")?)),
        };
        Ok(Questions::File {
            name: table.name().to_owned(),
            id: table.need("id")?,
            lat,
            lon,
            postcode,
            rows: Box::new(table.rows()),
        })
    }

    /// The next few; none when there are no more.
    fn next(&mut self, most: usize) -> Result<Vec<Question>, Failure> {
        match self {
            Questions::One(question) => Ok(question.take().into_iter().collect()),
            Questions::File {
                name,
                rows,
                id,
                lat,
                lon,
                postcode,
            } => rows
                .take(most)
                .map(|row| {
                    let row = row.map_err(|unread| Failure::new(format!("{name}: {unread}")))?;
                    let (first, second) = (row.text(*lat), row.text(*lon));
                    let place = match postcode {
                        Some(_) if first.is_empty() && second.is_empty() => {
                            Place::postcode(&row.text(*postcode))
                        }
                        _ => Place::point(&first, &second),
                    };
                    Ok(Question {
                        id: row.text(Some(*id)),
                        place,
                    })
                })
                .collect(),
        }
    }
}

/// What is said of one place: codes and names, or empty codes and a note.
struct Answer<'a> {
    ward: (&'a str, &'a str),
    council: (&'a str, &'a str),
    note: String,
}

impl<'a> Answer<'a> {
    fn to(place: &Place, atlas: &'a Atlas, known: &HashMap<Postcode, KnownPostcode>) -> Answer<'a> {
        match place {
            Place::Point(point) => Answer::found(atlas.locate(*point), atlas),
            Place::NotAPoint(NotAPoint::Swapped) => {
                Answer::none("not a coordinate, latitude and longitude swapped")
            }
            Place::NotAPoint(NotAPoint::Metres) => {
                Answer::none("not a coordinate, eastings and northings")
            }
            Place::NotAPoint(_) => Answer::none("not a coordinate"),
            Place::NotAPostcode => Answer::none("not a postcode"),
            Place::Postcode(postcode) => match known.get(postcode) {
                None => Answer::none("postcode not known"),
                Some(known) => {
                    let found = atlas.locate_published(known.point, known.ward.as_ref());
                    Answer::found(found, atlas)
                }
            },
        }
    }

    fn none(note: impl Into<String>) -> Answer<'a> {
        Answer {
            ward: ("", ""),
            council: ("", ""),
            note: note.into(),
        }
    }

    fn found(found: Found<'a>, atlas: &'a Atlas) -> Answer<'a> {
        match found {
            Found::Inside(ward) => {
                let council = atlas.council_of(ward);
                Answer {
                    ward: (ward.code.as_str(), &ward.name),
                    council: council.map_or(("", ""), |area| (area.code.as_str(), &area.name)),
                    note: String::new(),
                }
            }
            Found::JustOutside { metres, nearest } => {
                let council = atlas.council_of(nearest);
                Answer {
                    ward: ("", &nearest.name),
                    council: ("", council.map_or("", |area| &area.name)),
                    note: format!("just outside, {metres} m"),
                }
            }
            Found::Outside => Answer::none("outside"),
        }
    }
}
