// Writes the demonstration's files from the small hand-written inputs beside it.
//
// `node seed-data/make.mjs` gives the same bytes each time. `node seed-data/check.mjs` then checks
// them. What is known and what is invented is told in README.md.

import { readFileSync, writeFileSync } from 'node:fs';
import { outlines } from './make/areas.mjs';
import { readCsv, toCsv } from './make/csv.mjs';
import { firstYear } from './make/first-year.mjs';
import { collection, councilFeatures, probationFeatures, wardFeatures } from './make/geojson.mjs';
import { livePart } from './make/live.mjs';
import { places } from './make/places.mjs';
import { postcodes } from './make/postcodes.mjs';
import { dice } from './make/random.mjs';
import { juneVote } from './make/vote.mjs';

const input = (name) => readFileSync(new URL(`inputs/${name}`, import.meta.url), 'utf8');
const json = (name) => JSON.parse(input(name));
const write = (name, text) => writeFileSync(new URL(name, import.meta.url), text);

const PROJECTS = ['reference', 'title', 'category', 'council_code', 'ward_code', 'lat', 'lon', 'agreed_on', 'started_on',
  'completed_on', 'origin', 'nominated_on', 'beneficiary', 'summary', 'place', 'nomination', 'estimate_minutes', 'supervised_by',
  'closing_statement', 'provenance', 'source'];
const RETURNS = ['project', 'date', 'start', 'end', 'status', 'attending', 'new_to_project', 'minutes_offered',
  'minutes_credited', 'reason', 'note', 'provenance'];
const NOMINATIONS = ['reference', 'title', 'category', 'place', 'lat', 'lon', 'council_code', 'ward_code', 'submitted_on',
  'stage', 'assessed_on', 'shortlisted_on', 'decided_on', 'decline_reason', 'decision_note', 'merged_into', 'project',
  'supports', 'description', 'beneficiary', 'land_owner', 'toilets', 'site_access', 'provenance', 'source'];

const { wards, around } = outlines(readCsv(input('ward-centres.csv')), readCsv(input('outside-places.csv')));
write('areas-wards.geojson', collection('Wards, schematic', wardFeatures(wards)));
write('areas-councils.geojson', collection('Councils, schematic', councilFeatures(wards, around)));
write('areas-probation.geojson', collection('Probation area, schematic', probationFeatures(wards, around)));
const codes = postcodes(dice(99), wards);
write('postcodes.csv', toCsv(['postcode', 'lat', 'lon', 'ward_code'], codes));

const leicester = wards.filter((ward) => ward.council_code === 'E06000016');
const vote = json('vote-2009.json');
const year = firstYear(dice(2009), {
  vote, work: json('work-2009.json'), names: json('names.json'), closings: json('closings-2009.json'),
  others: json('other-nominations-2009.json'),
}, leicester);
write('projects.csv', toCsv(PROJECTS, year.projects));
write('returns.csv', toCsv(RETURNS, year.returns));
write('nominations.csv', toCsv(NOMINATIONS, year.nominations));

const june = juneVote(dice(6), vote, year.options, leicester);
write('round-2009-06.json', `${JSON.stringify(june.round, null, 2)}\n`);
write('round-2009-06-ballots.csv', toCsv(['code', 'words', 'choices'], june.ballots));

const live = livePart(dice(22), {
  people: json('live-people.json'), nominations: json('live-nominations.json'), votes: json('live-votes.json'),
  projects: json('live-projects.json'),
}, wards, codes);
write('live.json', `${JSON.stringify(live, null, 1)}\n`);
write('places.csv', toCsv(['name', 'lat', 'lon', 'kind'], places(live.nominations, codes)));
