// The first year's session returns: invented, and made to add up to what is known.
//
// Known: 149 projects, 676 offenders, 4,732 hours. Here the people are shared out among the
// projects, each project gets believable days of work, and the lengths of the days and the time
// docked for lateness are then settled so that the sums are exact.

import { isWorkingDay, laterOf, monthOf, nextFree, officeDay, plusDays } from './calendar.mjs';

export const YEAR = { from: '2009-04-01', to: '2010-03-31' };
const GROUP_LIMIT = 8;
const SESSIONS_A_DAY = 3;
const SHIFTS = {
  180: ['09:30', '12:30'], 240: ['10:00', '14:00'], 300: ['09:30', '14:30'],
  330: ['10:00', '15:30'], 360: ['09:30', '15:30'], 390: ['09:30', '16:00'], 420: ['09:30', '16:30'],
};
const SHIFT_WEIGHTS = { 180: 3, 240: 10, 300: 26, 330: 12, 360: 30, 390: 12, 420: 7 };
const SIZES = { 2: 18, 3: 26, 4: 24, 5: 18, 6: 12, 7: 8, 8: 6, 9: 3, 10: 2, 12: 1 };
const STOOD_DOWN = {
  outdoors: {
    weather: { weight: 10, notes: ['Heavy rain from the start of the day.', 'High wind and falling branches nearby.'] },
    'supervisor-absent': { weight: 5, notes: ['No other supervisor could be found in time.'] },
    'site-not-available': { weight: 3, notes: ['The gates were locked and the key holder was away.'] },
    transport: { weight: 3, notes: ['The minibus did not start.'] },
    'nobody-attended': { weight: 2, notes: [''] },
    other: { weight: 1, notes: ['The tools for the day had not been returned.'] },
  },
  indoors: {
    'supervisor-absent': { weight: 4, notes: ['No other supervisor could be found in time.'] },
    'site-not-available': { weight: 4, notes: ['The rooms had been let to another group.'] },
    transport: { weight: 2, notes: ['The minibus did not start.'] },
    other: { weight: 1, notes: ['The paint had not been delivered.'] },
  },
};

/** How many people each of `count` projects had, adding up to `total`. */
export function shareOutPeople(dice, count, total) {
  const sizes = Array.from({ length: count }, () => Number(dice.weighted(SIZES)));
  const sum = () => sizes.reduce((a, b) => a + b, 0);
  while (sum() !== total) {
    const i = dice.between(0, count - 1);
    if (sum() < total && sizes[i] < 12) sizes[i] += 1;
    if (sum() > total && sizes[i] > 2) sizes[i] -= 1;
  }
  return sizes;
}

/** Who comes on which day: every person is new once, and nobody comes before they are new. */
function attendance(dice, people) {
  const first = people <= GROUP_LIMIT && dice.chance(0.75)
    ? people
    : Math.min(people, Math.max(2, dice.between(3, GROUP_LIMIT)));
  const days = [{ attending: first, fresh: first }];
  let known = first;
  while (known < people) {
    const fresh = Math.min(people - known, dice.between(1, 4));
    const back = dice.between(1, Math.min(GROUP_LIMIT - fresh, known));
    days.push({ attending: fresh + back, fresh });
    known += fresh;
  }
  return days;
}

/** Held sessions for each project, whose credited minutes add up to `minutes`. */
export function planWork(dice, sizes, minutes) {
  const projects = sizes.map((people) => attendance(dice, people));
  const all = () => projects.flat();
  const attendances = () => all().reduce((sum, s) => sum + s.attending, 0);
  while (attendances() * 332 < minutes) {
    const i = dice.between(0, projects.length - 1);
    if (projects[i].length > 3) continue;
    projects[i].push({ attending: dice.between(2, Math.min(GROUP_LIMIT, sizes[i])), fresh: 0 });
  }
  settleLengths(dice, all(), minutes + 4200);
  dockLateness(dice, all(), minutes);
  return projects;
}

/** Changes lengths of days until the time offered is within ten hours of the goal. */
function settleLengths(dice, sessions, goal) {
  for (const session of sessions) session.length = Number(dice.weighted(SHIFT_WEIGHTS));
  const offered = () => sessions.reduce((sum, s) => sum + s.attending * s.length, 0);
  for (let off = offered() - goal; Math.abs(off) > 600; off = offered() - goal) {
    const session = dice.pick(sessions);
    const old = session.length;
    session.length = Number(dice.weighted(SHIFT_WEIGHTS));
    if (Math.abs(offered() - goal) > Math.abs(off)) session.length = old;
  }
  for (const session of sessions) session.offered = session.attending * session.length;
}

/** Takes off quarter hours for late arrivals until what is credited is exactly `minutes`. */
function dockLateness(dice, sessions, minutes) {
  for (const session of sessions) session.credited = session.offered;
  let over = sessions.reduce((sum, s) => sum + s.offered, 0) - minutes;
  if (over < 0 || over % 15 !== 0) throw new Error(`cannot dock ${over} minutes`);
  while (over > 0) {
    const session = dice.pick(sessions);
    const dock = Math.min(over, dice.pick([15, 15, 30, 30, 45, 60]));
    if (session.offered - session.credited + dock > session.attending * 30) continue;
    session.credited -= dock;
    over -= dock;
  }
}

/** Gives each project's sessions their days; `busy` counts the sessions of a day across projects. */
export function placeInYear(dice, sessions, months, busy) {
  const isFull = (day) => (busy.get(day) ?? 0) >= SESSIONS_A_DAY;
  for (;;) {
    let day = nextFree(plusDays(YEAR.from, dice.between(16, 355)), isFull);
    if (months && !months.includes(monthOf(day))) continue;
    const days = sessions.map((_, i) => {
      if (i > 0) day = nextFree(plusDays(day, dice.pick([1, 2, 3, 5, 7, 7, 7, 14])), isFull);
      return day;
    });
    if (day > '2010-03-27') continue;
    days.forEach((each, i) => {
      busy.set(each, (busy.get(each) ?? 0) + 1);
      sessions[i].date = each;
    });
    return;
  }
}

/** A day on which the work was called off, before the project's last session; or null. */
export function calledOff(dice, sessions, busy, where) {
  const before = dice.pick(sessions).date;
  const day = nextFree(plusDays(before, -dice.between(2, 7)));
  if (day >= before || day < '2009-04-14' || sessions.some((s) => s.date === day)) return null;
  const causes = STOOD_DOWN[where];
  const reason = dice.weighted(Object.fromEntries(Object.entries(causes).map(([k, v]) => [k, v.weight])));
  const wintry = reason === 'weather' && [12, 1, 2].includes(monthOf(day));
  const note = wintry ? 'Snow and ice on the paths.' : dice.pick(causes[reason].notes);
  busy.set(day, (busy.get(day) ?? 0) + 1);
  return { date: day, length: 360, attending: 0, fresh: 0, offered: 0, credited: 0, reason, note };
}

/** A row of returns.csv. */
export function toReturn(project, session) {
  const [start, end] = session.times ?? SHIFTS[session.length];
  return {
    project, date: session.date, start, end,
    status: session.reason ? 'stood-down' : 'held',
    attending: session.attending, new_to_project: session.fresh,
    minutes_offered: session.offered, minutes_credited: session.credited,
    reason: session.reason ?? '', note: session.note ?? '', provenance: 'illustration',
  };
}

/** When the project was nominated, agreed, started and completed, from its sessions. */
export function datesAround(dice, sessions) {
  const days = sessions.map((s) => s.date).sort();
  const eve = plusDays(days[0], -dice.pick([0, 0, 0, 1, 2]));
  const started = isWorkingDay(eve) ? eve : days[0];
  const agreed = officeDay(laterOf(plusDays(YEAR.from, dice.between(0, 5)), plusDays(started, -dice.between(8, 35))));
  return {
    nominated: laterOf(plusDays('2009-03-02', dice.between(0, 25)), plusDays(agreed, -dice.between(14, 75))),
    agreed,
    started,
    completed: officeDay(plusDays(days[days.length - 1], dice.pick([0, 0, 1, 2, 3]))),
  };
}
