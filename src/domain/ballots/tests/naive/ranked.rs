//! Naive single choice, approval, instant run-off and Scottish count.

use super::lot;

pub fn marks(options: usize, ballots: &[Vec<u16>], read: usize) -> Vec<u64> {
    (0..options as u16)
        .map(|option| {
            let marked = |ballot: &&Vec<u16>| ballot.iter().take(read).any(|mark| *mark == option);
            ballots.iter().filter(marked).count() as u64
        })
        .collect()
}

pub fn most_marked(votes: &[u64], seats: usize, lots: &[u16]) -> Vec<u16> {
    let mut left: Vec<u16> = (0..votes.len() as u16).collect();
    let mut winners = Vec::new();
    if votes.iter().sum::<u64>() == 0 {
        return winners;
    }
    while winners.len() < seats && !left.is_empty() {
        let mut best = left[0];
        for option in &left {
            let (more, most) = (votes[*option as usize], votes[best as usize]);
            if more > most || (more == most && lot(lots, *option) < lot(lots, best)) {
                best = *option;
            }
        }
        left.retain(|option| *option != best);
        winners.push(best);
    }
    winners
}

/// Among options, the one that goes (or comes) first by the votes now, then stage by stage
/// backwards, then by lots.
fn pick(options: &[u16], stages: &[Vec<u64>], highest: bool, lots: &[u16]) -> u16 {
    let mut left = options.to_vec();
    for votes in stages.iter().rev() {
        let wanted = if highest {
            left.iter()
                .map(|option| votes[*option as usize])
                .max()
                .unwrap()
        } else {
            left.iter()
                .map(|option| votes[*option as usize])
                .min()
                .unwrap()
        };
        left.retain(|option| votes[*option as usize] == wanted);
    }
    left.sort_by_key(|option| lot(lots, *option));
    if highest {
        left[0]
    } else {
        *left.last().unwrap()
    }
}

/// Votes a stage, exclusions, winner if any paper names an option.
pub type RunOff = (Vec<Vec<u64>>, Vec<u16>, Option<u16>);

pub fn irv(options: usize, ballots: &[Vec<u16>], lots: &[u16]) -> RunOff {
    let mut left: Vec<u16> = (0..options as u16).collect();
    let (mut stages, mut gone) = (Vec::new(), Vec::new());
    loop {
        let mut votes = vec![0_u64; options];
        for ballot in ballots {
            if let Some(choice) = ballot.iter().find(|choice| left.contains(choice)) {
                votes[*choice as usize] += 1;
            }
        }
        let continuing: u64 = votes.iter().sum();
        stages.push(votes.clone());
        if ballots.iter().all(Vec::is_empty) {
            return (stages, gone, None);
        }
        if left.len() == 1 {
            return (stages, gone, Some(left[0]));
        }
        if let Some(leader) = left.iter().find(|o| votes[**o as usize] * 2 > continuing) {
            return (stages, gone, Some(*leader));
        }
        let loser = pick(&left, &stages, false, lots);
        left.retain(|option| *option != loser);
        gone.push(loser);
    }
}

#[derive(Clone)]
struct Paper {
    choices: Vec<u16>,
    value: u64,
    holder: Option<u16>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Stage {
    pub votes: Vec<u64>,
    pub non_transferable: u64,
    pub rounding_loss: u64,
    pub elected: Vec<u16>,
}

pub fn stv(
    options: usize,
    ballots: &[Vec<u16>],
    seats: usize,
    lots: &[u16],
) -> (Vec<Stage>, Vec<u16>) {
    let valid = ballots.iter().filter(|ballot| !ballot.is_empty()).count() as u64;
    let quota = (valid / (seats as u64 + 1) + 1) * 100_000;
    let mut papers: Vec<Paper> = ballots
        .iter()
        .filter(|ballot| !ballot.is_empty())
        .map(|ballot| Paper {
            choices: ballot.clone(),
            value: 100_000,
            holder: Some(ballot[0]),
        })
        .collect();
    let mut hopeful: Vec<u16> = (0..options as u16).collect();
    let mut winners: Vec<u16> = Vec::new();
    let mut pending: Vec<u16> = Vec::new();
    // What an option keeps after its papers went on: exactly the quota.
    let mut kept = vec![0_u64; options];
    let (mut dead, mut stages, mut history) = (0_u64, Vec::new(), Vec::<Vec<u64>>::new());
    loop {
        let votes: Vec<u64> = (0..options as u16)
            .map(|option| {
                let held = papers.iter().filter(|paper| paper.holder == Some(option));
                kept[option as usize] + held.map(|paper| paper.value).sum::<u64>()
            })
            .collect();
        history.push(votes.clone());
        let mut elected = Vec::new();
        if valid == 0 {
            hopeful.clear();
        }
        let mut over: Vec<u16> = hopeful.clone();
        over.retain(|option| votes[*option as usize] >= quota);
        while !over.is_empty() && winners.len() < seats {
            let next = pick(&over, &history, true, lots);
            over.retain(|option| *option != next);
            hopeful.retain(|option| *option != next);
            if votes[next as usize] > quota {
                pending.push(next);
            }
            winners.push(next);
            elected.push(next);
        }
        if hopeful.len() <= seats - winners.len() {
            while !hopeful.is_empty() {
                let next = pick(&hopeful, &history, true, lots);
                hopeful.retain(|option| *option != next);
                winners.push(next);
                elected.push(next);
            }
        }
        let lost = valid * 100_000 - dead - votes.iter().sum::<u64>();
        stages.push(Stage {
            votes: votes.clone(),
            non_transferable: dead,
            rounding_loss: lost,
            elected,
        });
        if winners.len() == seats || hopeful.is_empty() {
            return (stages, winners);
        }
        let (from, surplus) = if pending.is_empty() {
            let loser = pick(&hopeful, &history, false, lots);
            hopeful.retain(|option| *option != loser);
            (loser, None)
        } else {
            let first = pick(&pending, &history, true, lots);
            pending.retain(|option| *option != first);
            kept[first as usize] = quota;
            (first, Some(votes[first as usize] - quota))
        };
        for paper in papers.iter_mut().filter(|paper| paper.holder == Some(from)) {
            if let Some(surplus) = surplus {
                let cut = paper.value as u128 * surplus as u128 / votes[from as usize] as u128;
                paper.value = cut as u64;
            }
            let here = paper
                .choices
                .iter()
                .position(|choice| *choice == from)
                .unwrap();
            let next = paper.choices[here..]
                .iter()
                .find(|choice| hopeful.contains(choice));
            paper.holder = next.copied();
            if next.is_none() {
                dead += paper.value;
            }
        }
    }
}
