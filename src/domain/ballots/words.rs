//! Words: the check words of a receipt, which a voter may pick to know a line as theirs at a glance.
//!
//! Picked by the voter, so a list shown to two voters alike would be noticed. Plain words of our
//! own choosing, no two of them alike to the eye: each pair differs in at least three letters and
//! within the first four. The list is fixed: a word, once published, stays.

/// The check words, in the order of the alphabet.
pub const CHECK_WORDS: &[&str] = &[
    "acorn",
    "almond",
    "anchor",
    "apple",
    "apron",
    "aspen",
    "atlas",
    "autumn",
    "bagpipe",
    "bakery",
    "balloon",
    "bamboo",
    "banjo",
    "beacon",
    "beetle",
    "bicycle",
    "birch",
    "biscuit",
    "blanket",
    "bluebell",
    "bonfire",
    "bookcase",
    "boulder",
    "bridge",
    "broom",
    "bubble",
    "buffalo",
    "butter",
    "cabbage",
    "cabin",
    "cactus",
    "camel",
    "candle",
    "canvas",
    "carrot",
    "cedar",
    "celery",
    "chalk",
    "cherry",
    "chestnut",
    "chimney",
    "cinnamon",
    "circle",
    "clarinet",
    "cloud",
    "clover",
    "cobweb",
    "coconut",
    "compass",
    "copper",
    "coral",
    "cottage",
    "crystal",
    "cucumber",
    "cupboard",
    "curtain",
    "cushion",
    "daffodil",
    "daisy",
    "dolphin",
    "domino",
    "donkey",
    "doorbell",
    "dragon",
    "drum",
    "duckling",
    "eagle",
    "elephant",
    "emerald",
    "engine",
    "envelope",
    "evening",
    "fabric",
    "falcon",
    "feather",
    "fiddle",
    "firefly",
    "flagpole",
    "flamingo",
    "flannel",
    "flute",
    "forest",
    "fossil",
    "fountain",
    "fox",
    "galaxy",
    "garlic",
    "gazebo",
    "giraffe",
    "glacier",
    "goblet",
    "granite",
    "grape",
    "guitar",
    "gumboot",
    "hamster",
    "harbour",
    "hedgehog",
    "helmet",
    "hopscotch",
    "horizon",
    "iceberg",
    "igloo",
    "indigo",
    "island",
    "ivory",
    "jasmine",
    "jigsaw",
    "jungle",
    "juniper",
    "kangaroo",
    "kennel",
    "keyboard",
    "kingfisher",
    "kitchen",
    "koala",
    "ladder",
    "lagoon",
    "lantern",
    "lavender",
    "leopard",
    "lighthouse",
    "lilac",
    "lobster",
    "lunch",
    "lupin",
    "magnet",
    "marble",
    "marigold",
    "meadow",
    "mermaid",
    "midnight",
    "mint",
    "mirror",
    "mitten",
    "moonlight",
    "mosaic",
    "mushroom",
    "mustard",
    "napkin",
    "nectar",
    "nightingale",
    "notebook",
    "nutmeg",
    "oasis",
    "oatmeal",
    "ocean",
    "octopus",
    "onion",
    "orange",
    "orchard",
    "painter",
    "palace",
    "pancake",
    "parcel",
    "parsley",
    "peacock",
    "pelican",
    "pencil",
    "penguin",
    "piano",
    "picnic",
    "pigeon",
    "pillow",
    "pineapple",
    "poppy",
    "postcard",
    "potato",
    "puffin",
    "pumpkin",
    "puzzle",
    "pyramid",
    "quarry",
    "quilt",
    "rabbit",
    "radish",
    "rainbow",
    "raspberry",
    "raven",
    "reindeer",
    "ribbon",
    "rooftop",
    "rosemary",
    "saffron",
    "sailor",
    "sandal",
    "sapphire",
    "satchel",
    "scarf",
    "school",
    "seagull",
    "shell",
    "silver",
    "skylark",
    "slipper",
    "snowdrop",
    "spaniel",
    "sparrow",
    "spinach",
    "spruce",
    "squirrel",
    "starfish",
    "stone",
    "sunflower",
    "swallow",
    "sycamore",
    "tadpole",
    "tambourine",
    "teapot",
    "tennis",
    "thimble",
    "thunder",
    "timber",
    "toast",
    "tortoise",
    "tractor",
    "trumpet",
    "turnip",
    "turquoise",
    "umbrella",
    "unicorn",
    "vanilla",
    "village",
    "violet",
    "volcano",
    "waffle",
    "walnut",
    "weaver",
    "wizard",
    "wombat",
    "woodland",
    "yogurt",
    "zebra",
];

/// The two words on a receipt, or none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct CheckWords(Option<[&'static str; 2]>);

/// Why check words are refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WordsFault {
    #[error("'{0}' is not one of the check words")]
    Unknown(String),
    #[error("pick two check words, or none")]
    NotTwo,
}

impl CheckWords {
    /// No words: the voter did not want any.
    pub fn none() -> CheckWords {
        CheckWords(None)
    }

    /// The words of a text such as `harbour lantern`; an empty text is no words.
    pub fn parse(text: &str) -> Result<CheckWords, WordsFault> {
        let mut words = text.split(' ').filter(|word| !word.is_empty());
        match (words.next(), words.next(), words.next()) {
            (None, _, _) => Ok(CheckWords(None)),
            (Some(first), Some(second), None) => {
                Ok(CheckWords(Some([known(first)?, known(second)?])))
            }
            _ => Err(WordsFault::NotTwo),
        }
    }

    /// Both words, if the voter picked any.
    pub fn pair(&self) -> Option<[&'static str; 2]> {
        self.0
    }
}

impl std::fmt::Display for CheckWords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Some([first, second]) => write!(f, "{first} {second}"),
            None => Ok(()),
        }
    }
}

fn known(word: &str) -> Result<&'static str, WordsFault> {
    CHECK_WORDS
        .binary_search(&word)
        .map(|place| CHECK_WORDS[place])
        .map_err(|_| WordsFault::Unknown(word.to_owned()))
}

/// Whether a text is two check words exactly as a list writes them, or empty.
pub fn are_written_so(text: &str) -> bool {
    text.is_empty()
        || text
            .split_once(' ')
            .is_some_and(|(one, two)| is_word(one) && is_word(two))
}

/// Looks a word up by its first four letters, which no two words share: lists are long.
fn is_word(word: &str) -> bool {
    let start = first_four(word.as_bytes());
    STARTS
        .binary_search(&start)
        .is_ok_and(|place| CHECK_WORDS[place] == word)
}

/// The first four letters of each word as a number, in the order of the words.
const STARTS: [u32; CHECK_WORDS.len()] = {
    let mut starts = [0; CHECK_WORDS.len()];
    let mut place = 0;
    while place < CHECK_WORDS.len() {
        starts[place] = first_four(CHECK_WORDS[place].as_bytes());
        place += 1;
    }
    starts
};

const fn first_four(word: &[u8]) -> u32 {
    let mut start = 0;
    let mut place = 0;
    while place < 4 {
        start <<= 8;
        if place < word.len() {
            start |= word[place] as u32;
        }
        place += 1;
    }
    start
}

/// The length of the longest check word, for records of fixed length.
pub fn longest_word() -> usize {
    CHECK_WORDS.iter().map(|word| word.len()).max().unwrap_or(0)
}
