// Checks the demonstration's files against the rules of the product and the known totals.
//
// `node seed-data/check.mjs` prints what it counted and ends with 1 if anything is wrong.

import { existsSync, readFileSync } from 'node:fs';
import { readCsv } from './make/csv.mjs';
import { checkAreas } from './check/areas.mjs';
import { checkFirstYear } from './check/first-year.mjs';
import { checkLive } from './check/live.mjs';
import { checkVote } from './check/vote.mjs';

const text = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');
const faults = [];
const files = {
  csv: (name) => readCsv(text(name)),
  json: (name) => JSON.parse(text(name)),
  has: (name) => existsSync(new URL(name, import.meta.url)),
};
/** Notes a fault unless the claim holds. */
const claim = (holds, fault) => {
  if (!holds) faults.push(fault);
};

const areas = checkAreas(files, claim);
checkFirstYear(files, areas, claim);
checkVote(files, areas, claim);
checkLive(files, areas, claim);

for (const fault of faults.slice(0, 40)) console.error(fault);
console.log(faults.length === 0 ? 'All files hold.' : `${faults.length} faults.`);
process.exitCode = faults.length === 0 ? 0 : 1;
