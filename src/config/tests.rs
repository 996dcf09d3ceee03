use super::*;

#[test]
fn several_that_start_at_once_take_the_same_key() {
    let folder = std::env::temp_dir().join(format!("payback-panel-key-{}", std::process::id()));
    let file = folder.join("panel.key");
    let start = std::sync::Barrier::new(8);
    let keys: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    start.wait();
                    secret(&file).expect("a key")
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|t| t.join().expect("a key"))
            .collect()
    });
    assert!(keys.iter().all(|key| *key == keys[0]));
    let left = std::fs::read_dir(&folder).expect("the folder").count();
    assert_eq!(left, 1, "nothing unfinished is left behind");
    std::fs::remove_dir_all(&folder).expect("it goes");
}

const BUCKET: [(&str, &str); 5] = [
    ("photos", "s3://our-photos/leicester/2026/"),
    ("photos_endpoint", "https://s3.eu-west-2.amazonaws.com/"),
    ("photos_region", "eu-west-2"),
    ("photos_access_key", "known"),
    ("photos_secret_key", "unknown"),
];

/// What some settings make of the place where photos stand.
fn shelved(settings: &[(&str, &str)]) -> Result<Shelving, String> {
    let value = |(name, text): &(&str, &str)| (name.to_string(), toml::Value::from(*text));
    let file = settings.iter().map(value).collect();
    photos(&Written { file }, "sqlite:data/panel.db").map_err(|error| error.to_string())
}

/// The settings of a bucket, with one of them another.
fn with(name: &'static str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    let mut settings = BUCKET.to_vec();
    settings.retain(|(other, _)| *other != name);
    settings.push((name, value));
    settings
}

#[test]
fn photos_stand_in_a_bucket_where_all_of_it_is_set() {
    let bucket = |prefix: &str, region: &str| {
        Ok(Shelving::Bucket(Bucket {
            name: "our-photos".into(),
            prefix: prefix.into(),
            endpoint: "https://s3.eu-west-2.amazonaws.com".into(),
            region: region.into(),
            access_key: "known".into(),
            secret_key: "unknown".into(),
        }))
    };
    assert_eq!(shelved(&BUCKET), bucket("leicester/2026", "eu-west-2"));
    for (photos, prefix) in [
        ("s3://our-photos", ""),
        ("s3://our-photos/", ""),
        (" s3://our-photos/a ", "a"),
    ] {
        let found = shelved(&with("photos", photos));
        assert_eq!(found, bucket(prefix, "eu-west-2"), "{photos}");
    }
    // Only the region has a value of its own.
    let without: Vec<_> = BUCKET
        .iter()
        .copied()
        .filter(|(name, _)| *name != "photos_region")
        .collect();
    assert_eq!(shelved(&without), bucket("leicester/2026", "us-east-1"));
}

#[test]
fn half_a_bucket_is_refused_by_the_name_of_what_is_missing() {
    for name in ["photos_endpoint", "photos_access_key", "photos_secret_key"] {
        let told = format!("photos names a bucket but {name} is not set");
        let without: Vec<_> = BUCKET
            .iter()
            .copied()
            .filter(|(other, _)| *other != name)
            .collect();
        assert_eq!(shelved(&without), Err(told.clone()));
        assert_eq!(shelved(&with(name, "")), Err(told));
    }
    for (name, value) in [
        ("photos", "s3://"),
        ("photos", "s3:///prefix"),
        ("photos_endpoint", "s3.eu-west-2.amazonaws.com"),
        ("photos_endpoint", "file:///srv/photos"),
    ] {
        let told = shelved(&with(name, value)).expect_err(value);
        assert!(
            told.starts_with("photos must be like s3://bucket/prefix"),
            "{told}"
        );
    }
}

#[test]
fn photos_stand_in_a_folder_otherwise() {
    for (settings, folder) in [
        (vec![], "data/photos"),
        (vec![("photos", " ")], "data/photos"),
        (vec![("photos", "/srv/photos")], "/srv/photos"),
    ] {
        assert_eq!(
            shelved(&settings),
            Ok(Shelving::Folder(folder.into())),
            "{settings:?}"
        );
    }
}
