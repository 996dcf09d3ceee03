// A campaign: two councils bring a shortlist each under one name and one timetable, people vote in their own
// area, and one page shows all of its votes, from the announcement to the first result.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PEOPLE, signsInAsStaff, signsInByLetter } from './people.mjs'
import { announcesAll, bringsIn, makesCampaign, shows, votesElsewhere } from './steps/campaigns.mjs'
import { AT_DESK, ON_PHONE, casts, findsList, picksOne, readsTwice, together, waitsUntilOpen, withBrowser } from './steps/methods.mjs'
import { PLACE, assesses, confirms, nominates, passes } from './steps/nominating.mjs'
import { agrees, opensShortlist, ranks } from './steps/shortlisting.mjs'
import { counts, declares, waitsFor } from './steps/voting.mjs'

const RUTLAND = { postcode: 'LE99 1EP', places: ['The wall by Kestrel pond', 'The path to Heron meadow'] }
const CAMPAIGN = { name: 'Winter vote', about: 'Two councils vote together.' }

const held = withBrowser()

/** Rutland's panel gets a shortlist: two nominations are sent, passed, assessed, ranked and agreed. */
async function rutlandHasAList(comes, fiona) {
  const priya = await comes('Priya, probation', AT_DESK)
  await signsInAsStaff(priya, PEOPLE.priya)
  for (const [number, title] of RUTLAND.places.entries()) {
    const resident = await comes(`Resident ${number} of Rutland`, ON_PHONE)
    const mailbox = `kestrel.${number}@resident.example`
    const reference = await nominates(resident, mailbox, { ...PLACE, title, place: title, postcode: RUTLAND.postcode })
    await confirms(resident, mailbox)
    await passes(priya, reference)
    await assesses(priya, reference)
  }
  const list = await opensShortlist(fiona, RUTLAND.places, { panel: 'rutland', places: 2 })
  const ursula = await comes('Ursula, panel', ON_PHONE)
  await signsInByLetter(ursula, PEOPLE.ursula)
  await ranks(ursula, list, { panel: 'rutland' })
  await agrees(fiona, list, 'rutland')
}

test('a campaign in two areas, on a telephone without scripts and at a desk by keyboard', { timeout: 420_000 }, () =>
  together(held, async (comes) => {
    const fiona = await comes('Fiona, council of Rutland', ON_PHONE)
    await signsInAsStaff(fiona, PEOPLE.fiona)
    await rutlandHasAList(comes, fiona)
    const helen = await comes('Helen, council of Leicester', AT_DESK)
    await signsInAsStaff(helen, PEOPLE.helen)
    await findsList(comes, helen)
    const slug = await makesCampaign(helen, CAMPAIGN)
    const leicester = await bringsIn(helen, slug, 'Leicester')
    const rutland = await bringsIn(fiona, slug, 'Rutland')
    await announcesAll(helen, slug)
    await announcesAll(fiona, slug)

    const phone = await comes('A voter on a telephone', ON_PHONE)
    await phone.opens('/votes')
    await phone.follows(CAMPAIGN.name)
    await phone.reads(CAMPAIGN.about, '2 votes at the same time', 'Opens on')
    await waitsUntilOpen(phone, leicester)
    await shows(phone, slug, { Leicester: 'Closes on', Rutland: 'Closes on' })
    await phone.follows('Winter vote: Rutland')
    await phone.reads('This vote is part of Winter vote')
    await votesElsewhere(phone, rutland, picksOne, 'kestrel.phone@voters.example')
    await casts(phone, rutland, picksOne, { email: 'heron.phone@voters.example', postcode: RUTLAND.postcode })
    const desk = await comes('A voter at a desk', AT_DESK)
    await casts(desk, leicester, picksOne, { email: 'linnet.desk@voters.example' })
    await waitsFor(desk, leicester, 'closed')

    await signsInAsStaff(fiona, PEOPLE.fiona)
    await counts(fiona, rutland)
    await signsInAsStaff(helen, PEOPLE.helen)
    await counts(helen, leicester)
    const yusuf = await comes('Yusuf, council of Leicester', AT_DESK)
    await signsInAsStaff(yusuf, PEOPLE.yusuf)
    await declares(yusuf, leicester)
    for (const visitor of [phone, desk]) await shows(visitor, slug, { Leicester: '1 voted', Rutland: 'Being counted' })
    const file = await desk.page.context().request.get(new URL(`/votes/campaigns/${slug}/votes.csv`, desk.page.url()).href)
    assert.equal((await file.text()).trim().split(/\r?\n/).length, 3)
  }))

test('the demonstration’s own campaign shows its three areas', () =>
  readsTwice(held, async (reader) => {
    await reader.opens('/votes')
    await reader.follows('Green corners')
    await reader.reads('3 votes at the same time', 'Leicester', 'Leicestershire', 'Rutland')
    await reader.writes('q', 'rutland')
    await reader.does((page) => page.locator('[name="q"]').press('Enter'))
    await reader.reads('1 vote')
    assert.ok(!(await reader.page.locator('main table').innerText()).includes('Leicestershire'), 'only what was looked for')
  }))
