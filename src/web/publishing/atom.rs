//! Writing Atom (RFC 4287), as far as our feeds need it.
//!
//! Everything given is text and is escaped; what XML cannot hold at all is left out.

use chrono::{DateTime, SecondsFormat, Utc};

/// A feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// What it is called.
    pub title: String,
    /// Who it is from: the service.
    pub author: String,
    /// The address of the site, without a slash at the end.
    pub address: String,
    /// The path of the feed itself.
    pub path: String,
    /// The path of the page that shows the same.
    pub page: String,
    /// Newest first.
    pub entries: Vec<Entry>,
}

/// One thing in a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The path of its page, with a part behind `#` where the page shows several. It names the entry
    /// for good: readers know by it what they have seen.
    pub path: String,
    /// Its heading.
    pub title: String,
    /// When it came about.
    pub at: DateTime<Utc>,
    /// When it last changed in a way that readers should notice.
    pub updated: DateTime<Utc>,
    /// What it says.
    pub summary: String,
}

impl Feed {
    /// The document.
    pub fn to_xml(&self) -> String {
        let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        xml.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en-GB\">\n");
        element(&mut xml, "id", &self.full(&self.path));
        element(&mut xml, "title", &self.title);
        element(&mut xml, "updated", &instant(self.updated()));
        xml.push_str("<author>\n");
        element(&mut xml, "name", &self.author);
        xml.push_str("</author>\n");
        link(
            &mut xml,
            "self",
            "application/atom+xml",
            &self.full(&self.path),
        );
        link(&mut xml, "alternate", "text/html", &self.full(&self.page));
        for entry in &self.entries {
            xml.push_str("<entry>\n");
            element(&mut xml, "id", &self.full(&entry.path));
            element(&mut xml, "title", &entry.title);
            element(&mut xml, "published", &instant(entry.at));
            element(&mut xml, "updated", &instant(entry.updated));
            link(&mut xml, "alternate", "text/html", &self.full(&entry.path));
            element(&mut xml, "summary", &entry.summary);
            xml.push_str("</entry>\n");
        }
        xml.push_str("</feed>\n");
        xml
    }

    /// When anything in it last changed. An empty feed has not changed since the beginning of time.
    fn updated(&self) -> DateTime<Utc> {
        let newest = self.entries.iter().map(|entry| entry.updated).max();
        newest.unwrap_or(DateTime::UNIX_EPOCH)
    }

    fn full(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn element(xml: &mut String, name: &str, text: &str) {
    xml.push_str(&format!("<{name}>"));
    escape(xml, text);
    xml.push_str(&format!("</{name}>\n"));
}

fn link(xml: &mut String, rel: &str, kind: &str, href: &str) {
    xml.push_str(&format!("<link rel=\"{rel}\" type=\"{kind}\" href=\""));
    escape(xml, href);
    xml.push_str("\"/>\n");
}

/// Adds text, escaped for elements and attributes alike. Characters that XML 1.0 cannot hold, such as
/// most control characters, are left out.
fn escape(xml: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\t' | '\n' | '\r' => xml.push(c),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            other => xml.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn feed(entries: Vec<Entry>) -> Feed {
        Feed {
            title: "New nominations".into(),
            author: "Payback Panel".into(),
            address: "https://panel.example".into(),
            path: "/feeds/nominations.atom".into(),
            page: "/nominations".into(),
            entries,
        }
    }

    fn entry(day: u32) -> Entry {
        let at = Utc.with_ymd_and_hms(2026, 11, day, 9, 0, 0).unwrap();
        Entry {
            path: format!("/nominations/LC-2026-000{day}"),
            title: "Hedges & <walls>".into(),
            at,
            updated: at,
            summary: "A \u{1}\"green\"\nby the brook".into(),
        }
    }

    #[test]
    fn what_people_wrote_cannot_break_the_document() {
        let xml = feed(vec![entry(3)]).to_xml();
        assert!(xml.contains("<title>Hedges &amp; &lt;walls&gt;</title>"));
        assert!(xml.contains("<summary>A &quot;green&quot;\nby the brook</summary>"));
        assert!(!xml.contains('\u{1}'));
    }

    #[test]
    fn a_feed_is_as_new_as_its_newest_entry() {
        let xml = feed(vec![entry(3), entry(5), entry(4)]).to_xml();
        assert_eq!(xml.matches("<entry>").count(), 3);
        let first = xml.find("<updated>2026-11-05T09:00:00Z</updated>").unwrap();
        assert!(first < xml.find("<entry>").unwrap());
        let empty = feed(vec![]).to_xml();
        assert!(empty.contains("<updated>1970-01-01T00:00:00Z</updated>"));
    }

    #[test]
    fn an_entry_is_named_by_its_address() {
        let xml = feed(vec![entry(3)]).to_xml();
        assert!(xml.contains("<id>https://panel.example/nominations/LC-2026-0003</id>"));
        assert!(xml.contains("rel=\"self\" type=\"application/atom+xml\" href=\"https://panel.example/feeds/nominations.atom\""));
    }
}
