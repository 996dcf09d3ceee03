// The panel's first year: 149 projects, the nominations behind them, and the returns.

import { plusDays } from './calendar.mjs';
import {
  calledOff, datesAround, placeInYear, planWork, shareOutPeople, toReturn,
} from './sessions.mjs';

const KNOWN = { projects: 149, offenders: 676, minutes: 4732 * 60 };
const COUNCIL = 'E06000016';
const INVENTED = 'Invented for illustration. Only the totals of the year are known.';
const FIELD_SOURCE = 'Known: the place, that it won the public vote of June 2009, and that hedges were cut back, '
  + 'graffiti removed and unauthorised posters taken down. Invented for illustration: the days, the offenders and the hours.';
const FIELD = {
  people: 14,
  minutes: 18_000,
  summary: 'Residents chose this field in the public vote of June 2009. Hedges were cut back, graffiti was removed and '
    + 'unauthorised posters were taken down, so that the paths round the field are open and clear again.',
  closing: 'The work that people voted for is finished. The hedges are back to their line, the walls and fences are clean, '
    + 'and the posters are gone. The council will keep the hedges cut.',
  agreed: '2009-06-24', started: '2009-07-06', completed: '2009-09-25',
  // date, attending, new to the project, minutes credited; each day 09:30 to 16:00
  held: [
    ['2009-07-07', 6, 6, 2250], ['2009-07-09', 7, 2, 2625], ['2009-07-14', 5, 1, 1890],
    ['2009-07-16', 6, 2, 2250], ['2009-07-28', 4, 0, 1500], ['2009-08-11', 5, 1, 1860],
    ['2009-08-25', 6, 1, 2265], ['2009-09-08', 5, 1, 1860], ['2009-09-22', 4, 0, 1500],
  ],
  stoodDown: ['2009-07-21', 'weather', 'Thunder and heavy rain. The group was told before it set out.'],
};
const TOILETS = ['In the community centre nearby', 'In the library nearby', 'Public toilets at the shops', 'In the park pavilion', 'In the church hall nearby', 'Brought by the team'];
const ACCESS = ['Level all the way', 'Level from the road', 'One shallow step', 'A slope at the entrance', 'Level, but the grass is soft when wet'];
const SUPERVISED_BY = 'Leicestershire and Rutland Probation';
const STOOD_DOWN_COUNT = 24;

function fieldWork() {
  const held = FIELD.held.map(([date, attending, fresh, credited]) => ({
    date, attending, fresh, credited, offered: attending * 390, length: 390,
  }));
  const [date, reason, note] = FIELD.stoodDown;
  return [...held, { date, reason, note, length: 390, attending: 0, fresh: 0, offered: 0, credited: 0 }];
}

/** The projects other than the field, each with what it is and where. */
function outline(dice, inputs, wards) {
  const options = inputs.vote.options.filter((option) => option.id !== 'scalpay-close');
  const reserved = new Set(options.map((option) => option.place.split(' ')[0]));
  const names = dice.shuffled(
    inputs.names.first.flatMap((a) => inputs.names.second.map((b) => a + b)).filter((n) => !reserved.has(n) && !/(.)\1\1/.test(n)),
  );
  const work = dice.shuffled([...inputs.work, ...inputs.work, ...inputs.work]);
  const slots = dice.shuffled(Array.from({ length: work.length }, (_, i) => wards[i % wards.length]));
  keepToWards(work, slots);
  const ordinary = work.map((item, i) => {
    const named = (text) => text.replaceAll('{n}', names[i])
      .replace(/\{(\d+)-(\d+)\}/g, (_, low, high) => dice.between(Number(low), Number(high)));
    return { ...item, title: named(item.title), place: named(item.place), ask: named(item.ask), summary: named(item.summary), ward: slots[i], origin: dice.chance(0.64) ? 'nomination' : 'other' };
  });
  const later = options.map((option) => ({
    ...option, summary: `${option.work} This place came ${['second', 'third', 'fourth', 'fifth'][options.indexOf(option)]} in the vote of June 2009 and was done later in the year.`,
    beneficiary: 'Residents', ward: wards.find((ward) => ward.name === option.ward), origin: 'nomination', option: option.id, months: [8, 9, 10, 11],
  }));
  return [...later, ...ordinary];
}

/** Moves work that needs a canal to a ward that has one, by exchange with other work. */
function keepToWards(work, slots) {
  const fits = (item, ward) => !item.wards || item.wards.includes(ward.name);
  work.forEach((item, i) => {
    if (fits(item, slots[i])) return;
    const j = work.findIndex((other, k) => !other.wards && fits(item, slots[k]));
    [slots[i], slots[j]] = [slots[j], slots[i]];
  });
}

function pointIn(dice, ward) {
  const [lon, lat] = dice.pick(ward.cellCentres.slice(0, 4));
  const nudge = () => (dice.next() - 0.5) * 0.0028;
  return { lat: (lat + nudge()).toFixed(5), lon: (lon + nudge() * 1.6).toFixed(5) };
}

function allProjects(dice, inputs, wards) {
  const others = outline(dice, inputs, wards);
  const sizes = shareOutPeople(dice, others.length, KNOWN.offenders - FIELD.people);
  const work = planWork(dice, sizes, KNOWN.minutes - FIELD.minutes);
  const busy = new Map();
  FIELD.held.forEach(([day]) => busy.set(day, 1));
  others.forEach((project, i) => {
    project.sessions = work[i];
    placeInYear(dice, project.sessions, project.months, busy);
  });
  for (let left = STOOD_DOWN_COUNT - 1; left > 0;) {
    const project = dice.pick(others);
    if (project.sessions.some((s) => s.reason)) continue;
    const called = calledOff(dice, project.sessions, busy, ['decorating', 'recycling'].includes(project.category) ? 'indoors' : 'outdoors');
    if (!called) continue;
    project.sessions.push(called);
    left -= 1;
  }
  for (const project of others) {
    project.dates = datesAround(dice, project.sessions);
    if (project.option) {
      project.dates.nominated = project.nominated_on;
      if (project.dates.agreed < '2009-07-01') throw new Error(`${project.title} was agreed before the vote`);
    }
    project.closing = dice.pick(inputs.closings[project.category]);
    Object.assign(project, pointIn(dice, project.ward), { provenance: 'illustration', source: INVENTED });
  }
  const field = inputs.vote.options.find((option) => option.id === 'scalpay-close');
  const ward = wards.find((each) => each.name === field.ward);
  const [lon, lat] = ward.cellCentres[0];
  others.push({
    ...field, option: field.id, origin: 'vote', ward, lat: (lat - 0.001).toFixed(5), lon: (lon + 0.0015).toFixed(5),
    summary: FIELD.summary, closing: FIELD.closing, beneficiary: 'Residents of Beaumont Leys', sessions: fieldWork(),
    dates: { nominated: field.nominated_on, agreed: FIELD.agreed, started: FIELD.started, completed: FIELD.completed },
    provenance: 'known', source: FIELD_SOURCE,
  });
  return others;
}

/** Gives references in order of day: LC-2009-0001 (or LC-2009-P0001) and so on, each year from 1. */
function number(items, letter, dayOf) {
  const used = {};
  const ordered = [...items].sort((a, b) => (dayOf(a) < dayOf(b) ? -1 : dayOf(a) > dayOf(b) ? 1 : a.title < b.title ? -1 : 1));
  for (const item of ordered) {
    const year = dayOf(item).slice(0, 4);
    used[year] = (used[year] ?? 0) + 1;
    item.reference = `LC-${year}-${letter}${String(used[year]).padStart(4, '0')}`;
  }
  return ordered;
}

function nominationOf(dice, project) {
  const { nominated, agreed } = project.dates;
  const spread = Math.max(1, Math.round((new Date(agreed) - new Date(nominated)) / 86_400_000) - 1);
  return {
    title: project.title, category: project.category, place: `${project.place}, ${project.ward.name}`,
    lat: project.lat, lon: project.lon, council_code: COUNCIL, ward_code: project.ward.code,
    submitted_on: nominated,
    assessed_on: plusDays(nominated, project.option ? dice.between(8, 20) : dice.between(1, spread)),
    shortlisted_on: project.option ? '2009-05-07' : '',
    stage: 'project', decided_on: project.origin === 'vote' ? '2009-06-24' : agreed, project_item: project,
    supports: dice.between(0, 24) + (project.option ? dice.between(30, 60) : 0),
    description: project.ask, beneficiary: project.beneficiary, land_owner: project.owner, toilets: dice.pick(TOILETS), site_access: dice.pick(ACCESS),
    provenance: project.provenance, source: project.provenance === 'known'
      ? 'Known: the place, and that it stood in the public vote of June 2009. Invented for illustration: the words, the day and the details of this nomination.'
      : INVENTED,
  };
}

function otherNominations(dice, inputs, wards) {
  return inputs.others.map((other) => {
    const ward = wards.find((each) => each.name === other.ward);
    const assessed = plusDays(other.on, dice.between(5, 20));
    return {
      title: other.title, category: other.category, place: `${other.place}, ${ward.name}`, ...pointIn(dice, ward),
      council_code: COUNCIL, ward_code: ward.code, submitted_on: other.on,
      assessed_on: other.stage === 'declined' ? assessed : '', stage: other.stage,
      decided_on: other.stage === 'declined' ? plusDays(assessed, dice.between(0, 6)) : assessed,
      decline_reason: other.reason ?? '', decision_note: other.note, into: other.into, supports: dice.between(0, 9), beneficiary: '',
      description: `${other.title}, please.`, land_owner: '', toilets: dice.pick(TOILETS), site_access: dice.pick(ACCESS),
      provenance: 'illustration', source: INVENTED,
    };
  });
}

/** {projects, returns, nominations} as rows for the files, and the references of the vote's options. */
export function firstYear(dice, inputs, wards) {
  const projects = number(allProjects(dice, inputs, wards), 'P', (p) => p.dates.agreed);
  if (projects.length !== KNOWN.projects) throw new Error(`${projects.length} projects`);
  const nominations = number([
    ...projects.filter((p) => p.origin !== 'other').map((p) => nominationOf(dice, p)),
    ...otherNominations(dice, inputs, wards),
  ], '', (n) => n.submitted_on);
  for (const nomination of nominations) {
    nomination.project = nomination.project_item?.reference ?? '';
    if (nomination.project_item) nomination.project_item.nomination = nomination.reference;
  }
  for (const nomination of nominations.filter((n) => n.into)) {
    const target = nominations.find((n) => n.project_item && n.submitted_on < nomination.submitted_on && (nomination.into === 'field'
      ? n.project_item.option === 'scalpay-close' : n.ward_code === nomination.ward_code && n.category === nomination.category))
      ?? nominations.find((n) => n.project_item && n.submitted_on < nomination.submitted_on && n.ward_code === nomination.ward_code);
    nomination.merged_into = target.reference;
  }
  return { projects: projects.map(toProject), returns: projects.flatMap(returnsOf), nominations, options: optionReferences(projects) };
}

const returnsOf = (project) => [...project.sessions]
  .sort((a, b) => (a.date < b.date ? -1 : 1))
  .map((session) => toReturn(project.reference, session));

const optionReferences = (projects) => Object.fromEntries(
  projects.filter((p) => p.option).map((p) => [p.option, { nomination: p.nomination, project: p.reference, ward_code: p.ward.code }]),
);

function toProject(project) {
  const { nominated, agreed, started, completed } = project.dates;
  const credited = project.sessions.reduce((sum, s) => sum + s.credited, 0);
  return {
    reference: project.reference, title: project.title, category: project.category, council_code: COUNCIL,
    ward_code: project.ward.code, lat: project.lat, lon: project.lon, agreed_on: agreed, started_on: started,
    completed_on: completed, origin: project.origin, nominated_on: project.origin === 'other' ? '' : nominated,
    beneficiary: project.beneficiary, supervised_by: SUPERVISED_BY, summary: project.summary, place: `${project.place}, ${project.ward.name}`,
    nomination: project.nomination ?? '', estimate_minutes: project.estimated_minutes ?? Math.max(600, Math.round(credited / 600) * 600),
    closing_statement: project.closing, provenance: project.provenance, source: project.source,
  };
}
