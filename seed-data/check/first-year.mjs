// The first year: known totals, and each rule of a project, a nomination and a return.

import { checkPeople, checkReturn } from './returns.mjs';

const PROJECT_COLUMNS = 'reference,title,category,council_code,ward_code,lat,lon,agreed_on,started_on,completed_on,origin,nominated_on,beneficiary,summary';
const RETURN_COLUMNS = 'project,date,start,end,status,attending,new_to_project,minutes_offered,minutes_credited,reason,note';
const STAGES = new Set(['project', 'declined', 'merged', 'withdrawn']);
const inOrder = (...days) => days.every((day, i) => /^\d{4}-\d\d-\d\d$/.test(day) && (i === 0 || days[i - 1] <= day));
const countBy = (rows, of) => rows.reduce((counts, row) => ({ ...counts, [of(row)]: (counts[of(row)] ?? 0) + 1 }), {});

function checkNominations(files, areas, projects, claim) {
  const reasons = new Set(files.csv('decline-reasons.csv').map((r) => r.code));
  const nominations = files.csv('nominations.csv');
  const byReference = new Map(nominations.map((n) => [n.reference, n]));
  claim(byReference.size === nominations.length, 'a nomination reference is used twice');
  for (const n of nominations) {
    claim(/^LC-(2009|2010)-\d{4}$/.test(n.reference) && n.reference.slice(3, 7) === n.submitted_on.slice(0, 4), `${n.reference}: reference`);
    claim(areas.inWard(n.ward_code, n.lat, n.lon), `${n.reference}: outside its ward`);
    claim(STAGES.has(n.stage), `${n.reference}: stage ${n.stage}`);
    claim(inOrder(...[n.submitted_on, n.assessed_on, n.decided_on].filter(Boolean)), `${n.reference}: days out of order`);
    claim((n.stage === 'declined') === reasons.has(n.decline_reason), `${n.reference}: decline reason`);
    claim((n.stage === 'merged') === byReference.has(n.merged_into), `${n.reference}: merged into nothing`);
    if (n.stage === 'merged') claim(byReference.get(n.merged_into).submitted_on <= n.submitted_on, `${n.reference}: merged into a later one`);
    if (n.stage === 'project') claim(projects.get(n.project)?.nomination === n.reference, `${n.reference}: no such project`);
    claim(n.provenance && n.source, `${n.reference}: not marked`);
  }
  return nominations;
}

function checkProjects(files, areas, projects, returns, claim) {
  const categories = new Set(files.csv('categories.csv').map((c) => c.code));
  let small = 0;
  for (const p of projects) {
    const mine = returns.filter((r) => r.project === p.reference);
    claim(areas.inWard(p.ward_code, p.lat, p.lon), `${p.reference}: outside its ward`);
    claim(areas.byCode.get(p.ward_code)?.properties.UTLACD === p.council_code, `${p.reference}: ward of another council`);
    claim(categories.has(p.category), `${p.reference}: category ${p.category}`);
    claim(inOrder(...[p.nominated_on, p.agreed_on, p.started_on, p.completed_on].filter(Boolean)), `${p.reference}: days out of order`);
    claim(p.completed_on >= '2009-04-01' && p.completed_on <= '2010-03-31', `${p.reference}: completed outside the year`);
    claim(['vote', 'nomination', 'other'].includes(p.origin) && (p.origin === 'other') === (p.nomination === ''), `${p.reference}: origin`);
    claim(p.summary && p.closing_statement && p.beneficiary && p.provenance && p.source, `${p.reference}: words missing`);
    claim(mine.every((r) => r.date >= p.started_on && r.date <= p.completed_on), `${p.reference}: a session outside its dates`);
    claim(mine.some((r) => r.status === 'held'), `${p.reference}: no work done`);
    if (checkPeople(p.reference, mine, claim) < 5) small += 1;
  }
  return small;
}

export function checkFirstYear(files, areas, claim) {
  const projects = files.csv('projects.csv');
  const byReference = new Map(projects.map((p) => [p.reference, p]));
  const numbers = ['attending', 'new_to_project', 'minutes_offered', 'minutes_credited'];
  const returns = files.csv('returns.csv').map((r) => ({ ...r, ...Object.fromEntries(numbers.map((n) => [n, Number(r[n])])) }));
  claim(Object.keys(projects[0]).join().startsWith(PROJECT_COLUMNS), 'projects.csv: columns');
  claim(Object.keys(returns[0]).join().startsWith(RETURN_COLUMNS), 'returns.csv: columns');
  claim(byReference.size === projects.length, 'a project reference is used twice');
  claim(projects.every((p) => /^LC-(2009|2010)-P\d{4}$/.test(p.reference) && p.reference.slice(3, 7) === p.agreed_on.slice(0, 4)), 'a project reference is not of its year');
  claim(new Set(projects.map((p) => p.title)).size === projects.length, 'a project title is used twice');
  returns.forEach((r, i) => {
    checkReturn(`returns.csv line ${i + 2}`, r, claim);
    claim(byReference.has(r.project), `returns.csv line ${i + 2}: no such project`);
  });
  const small = checkProjects(files, areas, projects, returns, claim);
  const nominations = checkNominations(files, areas, byReference, claim);
  for (const p of projects.filter((each) => each.nomination)) {
    const own = nominations.find((n) => n.reference === p.nomination);
    claim(own?.project === p.reference && own.submitted_on === p.nominated_on, `${p.reference}: nomination`);
  }
  const sum = (name) => returns.reduce((total, r) => total + r[name], 0);
  claim(projects.length === 149, `${projects.length} projects, not 149`);
  claim(sum('new_to_project') === 676, `${sum('new_to_project')} offenders, not 676`);
  claim(sum('minutes_credited') === 4732 * 60, `${sum('minutes_credited')} minutes, not 283,920`);
  console.log(`${projects.length} projects, ${sum('new_to_project')} offenders, ${sum('minutes_credited')} minutes credited of ${sum('minutes_offered')} offered`);
  console.log(`sessions ${JSON.stringify(countBy(returns, (r) => r.status))}; ${small} projects with 1 to 4 offenders`);
  console.log(`origin ${JSON.stringify(countBy(projects, (p) => p.origin))}; category ${JSON.stringify(countBy(projects, (p) => p.category))}`);
  console.log(`nominations ${JSON.stringify(countBy(nominations, (n) => n.stage))}; projects a ward ${JSON.stringify(Object.values(countBy(projects, (p) => p.ward_code)))}`);
}
