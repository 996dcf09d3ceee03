// The live part: everything in order of time, done by somebody who may, and by the product's rules.

import { checkPeople, checkReturn } from './returns.mjs';

const MAY = {
  pass: ['probation', 'council'], ask: ['probation', 'council'], merge: ['probation', 'council'], assess: ['probation'],
  decline: ['probation'], 'run project': ['probation'], publish: ['council'], 'run panel': ['probation', 'council'], 'run round': ['council'],
};
const STAGES = { agreed: ['scheduled'], scheduled: ['in-progress'], 'in-progress': ['paused', 'completed'], paused: ['in-progress'] };
const FACTORS = 8;

/** Minutes from the start of the day of the start; days and times before it are negative. */
function instant(at) {
  const [, days, hours, minutes] = at.match(/^([+-]\d+)d(?: (\d\d):(\d\d))?$/) ?? [];
  if (days === undefined) throw new Error(`${at} is not a time`);
  return Number(days) * 1440 + Number(hours ?? 0) * 60 + Number(minutes ?? 0);
}

const rising = (times) => times.every((at, i) => i === 0 || instant(times[i - 1]) < instant(at));
const past = (times) => times.every((at) => instant(at) < 0);

/** Answers whether an account may do a thing in an area. */
function permission(live, areas) {
  const accounts = new Map(live.accounts.map((account) => [account.key, account]));
  const covers = (outer, inner) => {
    if (outer === inner) return true;
    const inside = areas.byCode.get(inner)?.properties;
    const up = inside?.WD25CD ? inside.UTLACD : inside?.parent;
    return Boolean(up) && covers(outer, up);
  };
  const may = (key, what, area) => accounts.get(key)?.grants.some((grant) => MAY[what].includes(grant.role) && covers(grant.area, area));
  return { accounts, may };
}

function checkNomination(n, at, context, claim) {
  const { areas, accounts, may, reasons, categories, byKey } = context;
  const times = [n.at, ...n.steps.map((step) => step.at)];
  claim(past(times) && rising(times), `${at}: times`);
  claim(past(n.supports.map((s) => s.at)) && n.supports.every((s) => accounts.has(s.by)), `${at}: supports`);
  const end = n.steps.find((step) => ['decline', 'merge', 'withdraw'].includes(step.do));
  claim(!end || n.supports.every((s) => rising([s.at, end.at])), `${at}: supported after it ended`);
  claim(new Set(n.supports.map((s) => s.by)).size === n.supports.length, `${at}: supported twice by one person`);
  claim(areas.inWard(n.ward_code, n.lat, n.lon) && areas.byCode.get(n.ward_code).properties.UTLACD === n.council_code, `${at}: place`);
  claim(areas.postcodes.get(n.postcode)?.ward_code === n.ward_code, `${at}: postcode`);
  claim(categories.has(n.category) && n.title && n.place && n.description && n.benefit && n.toilets && n.site_access && n.land_owner, `${at}: answers`);
  claim(accounts.has(n.by) !== Boolean(n.contact), `${at}: nominated by one person`);
  if (n.contact) claim(n.contact.email.endsWith('.example'), `${at}: address`);
  n.steps.forEach((step, i) => {
    claim((step.do === 'pass') === (i === 0), `${at}: passed first and once`);
    if (step.do !== 'withdraw') claim(may(step.by, step.do, n.ward_code), `${at}: ${step.by} may not ${step.do}`);
    else claim(step.by === n.by, `${at}: withdrawn by another`);
    if (step.do === 'decline') claim(reasons.has(step.reason) && step.sentence, `${at}: decline reason`);
    if (step.do === 'merge') claim(instant(byKey.get(step.into).at) < instant(n.at), `${at}: merged into a later one`);
    if (step.do === 'assess') {
      const scores = Object.values(step.scores);
      claim(scores.length === FACTORS && scores.every((s) => Number.isInteger(s) && s >= 0 && s <= 5), `${at}: scores`);
      claim(step.estimate_minutes > 0 && step.group_size > 0 && instant(step.risk_assessed_on) <= instant(step.at), `${at}: assessment`);
    }
  });
}

/**
 * Whether a return has nobody, or 5 people and more. What stands in a month moves with the day of the start, and a
 * few people in one month would have a council's total withheld on some days and shown on others.
 */
const enough = (r) => [r.attending, r.new_to_project].every((n) => n === 0 || n >= 5);
const FEW = 'one to four people, whose month would have totals withheld';

const assessedAt = (nomination) => nomination.steps.find((step) => step.do === 'assess')?.at;

function checkVotes(live, context, claim) {
  const { may, byKey, areas } = context;
  const members = new Map(live.panel.members.map((m) => [m.account, m]));
  for (const list of live.shortlists) {
    const times = [list.opened, ...list.rankings.map((r) => r.at), list.agreed.at];
    claim(past(times) && rising(times), `${list.key}: times`);
    claim(list.candidates.every((key) => assessedAt(byKey.get(key)) && instant(assessedAt(byKey.get(key))) < instant(list.opened)), `${list.key}: a candidate was not assessed`);
    claim(list.candidates.every((key) => byKey.get(key).council_code === live.panel.area), `${list.key}: a candidate from elsewhere`);
    claim(list.rankings.every((r) => members.has(r.by) && instant(members.get(r.by).joined) < instant(r.at) && r.order.every((k) => list.candidates.includes(k))), `${list.key}: ranking`);
    claim(list.agreed.chosen.length === list.places && list.agreed.chosen.every((k) => list.candidates.includes(k)), `${list.key}: chosen`);
    claim(may(list.by, 'run panel', live.panel.area) && may(list.agreed.by, 'run panel', live.panel.area), `${list.key}: by`);
  }
  for (const minutes of live.minutes) {
    const answers = minutes.answers;
    claim(past([minutes.met, minutes.at, ...answers.map((a) => a.at)]) && rising([minutes.met, minutes.at, ...answers.map((a) => a.at)]), `${minutes.key}: times of the minutes`);
    claim(may(minutes.by, 'run panel', live.panel.area) && answers.every((a) => members.has(a.by)), `${minutes.key}: who wrote and answered`);
    claim(live.shortlists.some((list) => list.key === minutes.shortlist), `${minutes.key}: shortlist of the minutes`);
  }
  claim(live.minutes.some((m) => m.answers.filter((a) => !a.correction).length * 2 > members.size), 'no minutes are agreed');
  for (const round of live.rounds) {
    const list = live.shortlists.find((each) => each.key === round.shortlist);
    claim(rising([list.agreed.at, round.drafted.at, round.announced.at, round.opens, round.closes]), `${round.slug}: times`);
    claim(past([round.announced.at]) && instant(round.closes) > 0, `${round.slug}: announced and still to close`);
    claim(round.options.every((o) => list.agreed.chosen.includes(o.nomination)) && round.options.length === list.places, `${round.slug}: options`);
    const chosen = Object.entries(round.choices);
    claim(chosen.every(([id]) => id === '' || round.options.some((o) => o.id === id)), `${round.slug}: choices`);
    claim(chosen.reduce((sum, [, n]) => sum + n, 0) === round.voters.length, `${round.slug}: voters and choices differ`);
    claim(round.voters.length === 0 || instant(round.opens) < 0, `${round.slug}: votes before it opened`);
    claim(new Set(round.voters.map((v) => v.email)).size === round.voters.length, `${round.slug}: a voter twice`);
    claim(round.voters.every((v) => areas.byCode.get(areas.postcodes.get(v.postcode)?.ward_code)?.properties.UTLACD === round.area), `${round.slug}: a voter from elsewhere`);
    claim(may(round.announced.by, 'run round', round.area) && round.approved_by !== round.announced.by, `${round.slug}: by`);
  }
}

function checkProject(p, context, claim) {
  const { may, byKey } = context;
  const nomination = byKey.get(p.nomination);
  const ward = nomination?.ward_code ?? p.ward_code;
  claim(nomination ? assessedAt(nomination) && instant(assessedAt(nomination)) < instant(p.made.at) : p.title && p.ward_code, `${p.key}: nomination`);
  const times = [p.made.at, ...p.steps.map((s) => s.at)];
  claim(past(times) && rising(times), `${p.key}: times`);
  claim([p.made, ...p.steps].every((step) => may(step.by, 'run project', ward)), `${p.key}: by`);
  let stage = 'agreed';
  for (const step of p.steps) {
    claim(STAGES[stage].includes(step.stage), `${p.key}: from ${stage} to ${step.stage}`);
    claim(step.stage !== 'completed' || step.closing_statement, `${p.key}: no closing statement`);
    claim(step.stage !== 'paused' || step.reason, `${p.key}: paused without a reason`);
    stage = step.stage;
  }
  const started = p.steps.find((s) => s.stage === 'in-progress');
  for (const s of p.sessions) {
    const at = `${p.key} ${s.day}`;
    checkReturn(at, s, claim);
    claim(enough(s), `${at}: ${FEW}`);
    claim(started && instant(s.day) + 1440 > instant(started.at) && instant(s.recorded.at) >= instant(`${s.day} ${s.end}`) && past([s.recorded.at]), `${at}: before the start or in the future`);
  }
  const ended = p.steps.find((s) => ['completed', 'paused'].includes(s.stage));
  if (ended) claim(p.sessions.every((s) => instant(s.day) < instant(ended.at)), `${p.key}: a session after the end`);
  const people = checkPeople(p.key, p.sessions.map((s) => ({ ...s, date: s.day })), claim);
  for (const c of p.corrections ?? []) {
    const session = p.sessions.find((s) => s.day === c.session);
    checkReturn(`${p.key} correction`, { ...session, ...c, reason: session.reason }, claim);
    claim(enough(c), `${p.key} correction: ${FEW}`);
    claim(c.reason && instant(c.at) > instant(session.recorded.at) && past([c.at]), `${p.key}: correction`);
  }
  for (const update of p.updates) {
    claim(past([update.at]) && (!update.published || (rising([update.at, update.published.at]) && past([update.published.at]) && may(update.published.by, 'publish', ward))), `${p.key}: update`);
  }
  return { stage, people };
}

/** Where a nomination has come to, of the stages that its own steps lead to. */
function stageOf(nomination, live) {
  const AFTER = { pass: 'under-assessment', ask: 'needs-information', assess: 'assessed', decline: 'declined', merge: 'merged', withdraw: 'withdrawn' };
  if (live.projects.some((p) => p.nomination === nomination.key)) return 'project';
  if (live.shortlists.some((list) => list.agreed.chosen.includes(nomination.key))) return 'shortlisted';
  return AFTER[nomination.steps.at(-1)?.do] ?? 'submitted';
}

/** The present: something at every stage where things rest, a vote to vote in, and work of these weeks. */
function checkPresent(live, claim) {
  const stages = new Set(live.nominations.map((n) => stageOf(n, live)));
  for (const stage of ['submitted', 'under-assessment', 'needs-information', 'assessed', 'shortlisted', 'project', 'declined', 'merged', 'withdrawn']) {
    claim(stages.has(stage), `no nomination is ${stage}`);
  }
  claim(live.rounds.some((r) => instant(r.opens) < 0 && instant(r.closes) > 0), 'no vote is open');
  claim(live.projects.some((p) => p.steps.at(-1)?.stage === 'in-progress'), 'no project is in progress');
  const days = live.projects.flatMap((p) => p.sessions).map((s) => instant(s.day) / 1440);
  for (const weeks of [1, 2, 3, 4]) {
    claim(days.some((day) => day >= -7 * weeks && day < -7 * (weeks - 1)), `no session ${weeks} weeks ago`);
  }
}

export function checkLive(files, areas, claim) {
  const live = files.json('live.json');
  const { accounts, may } = permission(live, areas);
  const byKey = new Map(live.nominations.map((n) => [n.key, n]));
  const context = {
    areas, accounts, may, byKey,
    reasons: new Set(files.csv('decline-reasons.csv').map((r) => r.code)),
    categories: new Set(files.csv('categories.csv').map((c) => c.code)),
  };
  claim(accounts.size === live.accounts.length && new Set(live.accounts.map((a) => a.email)).size === accounts.size, 'an account twice');
  claim(live.accounts.every((a) => a.email.endsWith('.example')), 'an address that is not .example');
  const names = files.csv('places.csv');
  const spots = new Set(files.csv('postcodes.csv').map((p) => `${p.lat} ${p.lon}`));
  claim(names.length > 10 && new Set(names.map((n) => n.name)).size === names.length, 'a place name twice');
  claim(names.every((n) => spots.has(`${n.lat} ${n.lon}`)), 'a place name without a postcode of its own');
  claim(byKey.size === live.nominations.length, 'a nomination key twice');
  for (const n of live.nominations) checkNomination(n, n.key, context, claim);
  checkVotes(live, context, claim);
  checkPresent(live, claim);
  const projects = live.projects.map((p) => `${p.key} ${Object.values(checkProject(p, context, claim)).join(' ')}`);
  console.log(`live: ${live.accounts.length} accounts, ${live.nominations.length} nominations, ${live.rounds.length} rounds, ${projects.join('; ')}`);
}
