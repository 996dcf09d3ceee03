// The vote of June 2009: who won is known; every ballot is invented.

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A receipt code of 80 bits, in groups of four. */
function receipt(dice) {
  const letters = Array.from({ length: 16 }, () => CROCKFORD[dice.between(0, 31)]);
  return [0, 4, 8, 12].map((i) => letters.slice(i, i + 4).join('')).join('-');
}

/** Ballots in order of their codes, which says nothing of the order they were cast in. */
function ballots(dice, vote) {
  const choices = [
    ...vote.options.flatMap((option) => Array(option.votes).fill(option.id)),
    ...Array(vote.blank).fill(''),
  ];
  return choices
    .map((choice) => ({ code: receipt(dice), words: '', choices: choice }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** How many voted in each ward: most where there was a place to vote for. */
function registerByWard(dice, vote, wards, total) {
  const near = new Set(vote.options.map((option) => option.ward));
  const home = vote.options[0].ward;
  const counts = Object.fromEntries(wards.map((ward) => [ward.code, 12]));
  const weights = Object.fromEntries(wards.map((ward) => [ward.code, ward.name === home ? 9 : near.has(ward.name) ? 4 : 1]));
  for (let left = total - 12 * wards.length; left > 0; left -= 1) counts[dice.weighted(weights)] += 1;
  return counts;
}

/** {round, ballots}: the round as JSON and its ballot list as rows. */
export function juneVote(dice, vote, references, wards) {
  const cast = ballots(dice, vote);
  const { options, blank, known, illustration, ...rest } = vote;
  return {
    ballots: cast,
    round: {
      ...rest,
      time_zone: 'Europe/London',
      provenance: { known, illustration },
      options: options.map((option) => ({
        id: option.id, label: option.label, work: option.work, category: option.category,
        ...references[option.id], place: option.place, estimate_minutes: option.estimated_minutes, provenance: option.provenance,
      })),
      register: { voted: cast.length, by_ward: registerByWard(dice, vote, wards, cast.length) },
      result: { valid: cast.length - blank, blank, votes: Object.fromEntries(options.map((o) => [o.id, o.votes])), winner: 'scalpay-close' },
      ballots_file: 'round-2009-06-ballots.csv',
    },
  };
}
