//! Writing a Pabulib file.

use super::super::count::Contest;
use super::super::count_json::amount_text;
use super::super::paper::OptionIndex;
use super::pabulib::{PbFile, PbProject, VoteType};
use super::pabulib_text::written;

impl PbFile {
    /// The file of one of our budget rounds, after reading: each ballot a voter without a name.
    ///
    /// `ids` are the options' ids, `labels` what they are called.
    pub fn of_contest(
        contest: &Contest,
        ids: &[&str],
        labels: &[&str],
        winners: &[OptionIndex],
        title: &str,
    ) -> PbFile {
        let projects = (0..).zip(ids.iter().zip(labels)).zip(&contest.costs);
        let mut votes: Vec<Vec<OptionIndex>> = Vec::new();
        for (ballot, count) in contest.tally.groups() {
            votes.extend((0..count).map(|_| ballot.to_vec()));
        }
        votes.sort();
        votes.extend((0..contest.tally.blank()).map(|_| Vec::new()));
        PbFile {
            meta: vec![("description".to_owned(), title.to_owned())],
            vote_type: VoteType::Approval,
            budget: contest.budget.unwrap_or(0),
            places: contest.places,
            projects: projects
                .map(|((place, (id, label)), cost)| PbProject {
                    id: (*id).to_owned(),
                    name: (*label).to_owned(),
                    cost: *cost,
                    selected: Some(winners.contains(&place)),
                })
                .collect(),
            votes,
            notes: Vec::new(),
        }
    }

    /// The text of the file. What META must say truly is worked out again.
    pub fn to_text(&self) -> String {
        let mut text = String::from("META\nkey;value\n");
        let own = [
            ("num_projects", self.projects.len().to_string()),
            ("num_votes", self.votes.len().to_string()),
            ("budget", amount_text(self.budget, self.places)),
            ("vote_type", self.vote_type.name().to_owned()),
        ];
        for (key, value) in &self.meta {
            if !own.iter().any(|(known, _)| known.eq_ignore_ascii_case(key)) {
                text.push_str(&format!("{};{}\n", written(key), written(value)));
            }
        }
        for (key, value) in own {
            text.push_str(&format!("{key};{value}\n"));
        }
        self.write_projects(&mut text);
        text.push_str("VOTES\nvoter_id;vote\n");
        for (number, vote) in (1..).zip(&self.votes) {
            let ids = vote
                .iter()
                .filter_map(|place| self.projects.get(usize::from(*place)));
            let ids: Vec<&str> = ids.map(|project| project.id.as_str()).collect();
            text.push_str(&format!("{number};{}\n", written(&ids.join(","))));
        }
        text
    }

    fn write_projects(&self, text: &mut String) {
        let mut votes = vec![0_u64; self.projects.len()];
        for place in self.votes.iter().flatten() {
            if let Some(count) = votes.get_mut(usize::from(*place)) {
                *count += 1;
            }
        }
        let says_selected = self
            .projects
            .iter()
            .all(|project| project.selected.is_some());
        text.push_str("PROJECTS\nproject_id;cost;votes;name");
        text.push_str(if says_selected { ";selected\n" } else { "\n" });
        for (project, votes) in self.projects.iter().zip(votes) {
            let cost = amount_text(project.cost, self.places);
            let (id, name) = (written(&project.id), written(&project.name));
            text.push_str(&format!("{id};{cost};{votes};{name}"));
            match project.selected {
                Some(selected) if says_selected => {
                    text.push_str(if selected { ";1\n" } else { ";0\n" });
                }
                _ => text.push('\n'),
            }
        }
    }
}
