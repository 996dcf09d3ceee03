// The vote of June 2009: its ballots give its result, and its register has as many people.

export function checkVote(files, areas, claim) {
  const round = files.json('round-2009-06.json');
  const ballots = files.csv('round-2009-06-ballots.csv');
  const projects = new Map(files.csv('projects.csv').map((p) => [p.reference, p]));
  const nominations = new Map(files.csv('nominations.csv').map((n) => [n.reference, n]));
  const votes = Object.fromEntries(round.options.map((option) => [option.id, 0]));
  let blank = 0;
  for (const ballot of ballots) {
    claim(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/.test(ballot.code), `${ballot.code}: code`);
    if (ballot.choices === '') blank += 1;
    else if (ballot.choices in votes) votes[ballot.choices] += 1;
    else claim(false, `${ballot.code}: no such option`);
  }
  claim(new Set(ballots.map((b) => b.code)).size === ballots.length, 'a ballot code is used twice');
  claim(JSON.stringify(votes) === JSON.stringify(round.result.votes) && blank === round.result.blank, 'the ballots do not give the result');
  const first = Object.entries(votes).sort((a, b) => b[1] - a[1])[0][0];
  claim(first === 'scalpay-close' && first === round.result.winner, `${first} won`);
  claim(round.options.length === 5, 'not five options');
  claim(round.register.voted === ballots.length, 'register and ballots differ');
  claim(Object.values(round.register.by_ward).reduce((a, b) => a + b, 0) === ballots.length, 'the wards do not add up');
  claim(Object.values(round.register.by_ward).every((n) => n >= 10), 'a ward with fewer than ten voters');
  claim(Object.keys(round.register.by_ward).every((code) => areas.byCode.get(code)?.properties.UTLACD === round.area_code), 'a ward of another council');
  for (const option of round.options) {
    const nomination = nominations.get(option.nomination);
    claim(nomination && projects.get(option.project)?.nomination === option.nomination, `${option.id}: nomination or project`);
    claim(nomination?.shortlisted_on === round.shortlisted_on, `${option.id}: shortlist`);
    claim(nomination?.assessed_on <= round.shortlisted_on, `${option.id}: shortlisted before it was assessed`);
  }
  const times = [round.announced_at, round.opens_at, round.closes_at, round.counted_at, round.declared_at];
  claim(times.every((t, i) => i === 0 || times[i - 1] < t), 'the times of the vote are out of order');
  console.log(`vote of June 2009: ${ballots.length} ballots, ${JSON.stringify(votes)}, ${blank} blank`);
}
