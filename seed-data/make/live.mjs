// The live part: written by hand in days before and after the start, completed here with what is
// tedious to write (coordinates, postcodes, supporters, voters, minutes).

const FACTORS = ['duration', 'intensiveness', 'scale', 'skills_development', 'value_for_money', 'supervision_support',
  'community_support', 'community_safety'];
const NOTE = 'Everything here is invented for the demonstration. Times are Europe/London, relative to the day on which the '
  + 'demonstration starts: "-12d 10:15" is twelve days before it at 10:15, "-12d" that day, "+1m" the next month.';

/** Finds a ward by name, and a point and a postcode in it. */
function placer(dice, wards, postcodes) {
  const byName = new Map(wards.map((ward) => [ward.name, ward]));
  return (name) => {
    const ward = byName.get(name);
    if (!ward) throw new Error(`no ward ${name}`);
    const own = postcodes.filter((p) => p.ward_code === ward.code);
    const { postcode } = dice.pick(own);
    const [lon, lat] = dice.pick(ward.cellCentres.slice(0, 2));
    const nudge = () => (dice.next() - 0.5) * 0.002;
    return {
      council_code: ward.council_code, ward_code: ward.code, postcode,
      lat: (lat + nudge()).toFixed(5), lon: (lon + nudge() * 1.6).toFixed(5),
    };
  };
}

const neighbourAccount = (name, i) => ({
  key: `neighbour-${String(i + 1).padStart(2, '0')}`, name,
  email: `${name.toLowerCase().replaceAll(' ', '.')}@resident.example`, grants: [],
});

const daysOf = (at) => Number(at.match(/^([+-]\d+)d/)[1]);

/** Who supports a nomination: this many neighbours, after a moderator has passed it and before it ends. */
function supporters(dice, nomination, neighbours) {
  if (nomination.supports === 0) return [];
  const from = daysOf(nomination.steps.find((step) => step.do === 'pass').at) + 1;
  const end = nomination.steps.find((step) => ['decline', 'merge', 'withdraw'].includes(step.do));
  const until = Math.max(from, Math.min(-1, from + 14, end ? daysOf(end.at) - 1 : -1));
  const latest = end && until >= daysOf(end.at) ? 8 : 21;
  return dice.shuffled(neighbours).slice(0, nomination.supports).map(({ key }) => ({
    by: key, at: `${dice.between(from, until)}d ${String(dice.between(8, latest)).padStart(2, '0')}:${String(dice.between(0, 59)).padStart(2, '0')}`,
  })).sort((a, b) => daysOf(a.at) - daysOf(b.at) || (a.at < b.at ? -1 : 1));
}

function assessed(step) {
  if (step.do !== 'assess') return step;
  const { scores, estimate_hours: hours, ...rest } = step;
  return { ...rest, scores: Object.fromEntries(FACTORS.map((factor, i) => [factor, scores[i]])), estimate_minutes: hours * 60 };
}

function sessionOf(row, by) {
  const [day, start, end, ...rest] = row;
  const recorded = { at: `${day} ${end.slice(0, 2)}:40`, by };
  const status = typeof rest[0] === 'string' ? 'stood-down' : 'held';
  if (status === 'stood-down') {
    const [reason, note] = rest;
    return { day, start, end, status, attending: 0, new_to_project: 0, minutes_offered: 0, minutes_credited: 0, reason, note, recorded };
  }
  const [attending, fresh, offered, credited] = rest;
  return { day, start, end, status, attending, new_to_project: fresh, minutes_offered: offered, minutes_credited: credited, reason: '', note: '', recorded };
}

function project(item, place) {
  const { estimate_hours: hours, sessions, ward, ...rest } = item;
  return {
    ...rest, ...(ward ? place(ward) : {}), estimate_minutes: hours * 60,
    sessions: sessions.map((row) => sessionOf(row, item.made.by)),
  };
}

function round(dice, item, nominations, postcodes) {
  const cast = Object.values(item.choices).reduce((sum, n) => sum + n, 0);
  return {
    ...item,
    options: item.options.map((option) => {
      const nomination = nominations.find((n) => n.key === option.nomination);
      return { ...option, place: nomination.place, estimate_minutes: nomination.steps.find((s) => s.do === 'assess').estimate_minutes };
    }),
    voters: Array.from({ length: cast }, (_, i) => ({
      email: `voter-${String(i + 1).padStart(3, '0')}@voters.example`, postcode: dice.pick(postcodes).postcode,
    })),
  };
}

/** The whole of live.json. Voters and choices stand apart: nothing says who chose what. */
export function livePart(dice, inputs, wards, postcodes) {
  const place = placer(dice, wards, postcodes);
  const neighbours = inputs.people.neighbours.map(neighbourAccount);
  const nominations = inputs.nominations.map((nomination) => {
    const { ward, ...rest } = nomination;
    return { ...rest, ...place(ward), steps: nomination.steps.map(assessed), supports: supporters(dice, nomination, neighbours) };
  });
  const city = postcodes.filter((p) => wards.some((w) => w.code === p.ward_code && w.council_code === 'E06000016'));
  return {
    note: NOTE,
    accounts: [...inputs.people.accounts, ...neighbours],
    panel: inputs.people.panel,
    nominations,
    shortlists: inputs.votes.shortlists,
    minutes: inputs.votes.minutes,
    rounds: inputs.votes.rounds.map((item) => round(dice, item, nominations, city)),
    projects: inputs.projects.map((item) => project(item, place)),
  };
}
